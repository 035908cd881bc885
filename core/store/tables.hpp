// SPDX-License-Identifier: Apache-2.0
//
// What is stored as flat tables, for programs of statistics: each row names its assessment, what
// modules say of everybody stands in it, and nothing points at a number of this file. Rows come one
// by one, so that memory doesn't grow with the store. A view belongs to one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"
#include "store/connection.hpp"

namespace causa::store {

/// What the numbers of a column mean.
enum class Meaning : std::uint8_t {
  plain = 1,
  time_ms,
  truth,
  digest,
  sex,
  sufficiency,
  urgency,
  role,
  basis,
  about,
  outcome,
  counted,
  advice_kind,
  fact_state,
  comparator,
  module_status,
  ran_in,
  feedback_outcome,
  audit_kind,
};

struct TableColumn {
  const char* name;
  Meaning meaning = Meaning::plain;
};

struct Table {
  const char* name;
  std::span<const TableColumn> columns;
  const char* sql;  ///< columns in that order; ?1 and ?2: times of creation
};

/// In the order in which they are exported.
std::span<const Table> tables();

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

struct TableFilter {
  std::optional<std::int64_t> since_ms, until_ms;  ///< of the assessment's creation
};

/// One moment of a store, while others write.
class TableView {
 public:
  static Result<TableView> open(const std::filesystem::path& store);

  /// Calls `take` for each row; returns how many there were. False from it ends the table.
  Result<std::uint64_t> each_row(const Table& table, const TableFilter& filter,
                                 const std::function<bool(std::span<const Cell>)>& take);

 private:
  explicit TableView(Connection connection) : connection_(std::move(connection)) {}
  Connection connection_;
};

}  // namespace causa::store
