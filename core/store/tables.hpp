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
#include <vector>

#include "base/error.hpp"
#include "store/connection.hpp"
#include "store/how_far.hpp"

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
  /// Columns in that order; ?1 and ?2: times of creation, ?3 and ?4: rows of assessments.
  const char* sql;
  bool of_assessments = true;  ///< else of the store, and the statement takes no values
};

/// In the order in which they are exported.
std::span<const Table> tables();

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

struct TableFilter {
  std::optional<std::int64_t> since_ms, until_ms;  ///< of the assessment's creation
};

/// Versions of assessments that are not as they were stored.
struct Damaged {
  std::vector<std::int64_t> rows;  ///< of the store, in their order
  std::vector<Error> named;        ///< each says which and why; at most most_named

  static constexpr std::size_t most_named = 100;
};

/// One moment of a store, while others write.
class TableView {
 public:
  using TakeRow = std::function<bool(std::span<const Cell>)>;

  static Result<TableView> open(const std::filesystem::path& store);

  /// What the store is known to lack, or else where its audit is broken; reads all of that.
  std::optional<Error> loss();

  /// Reads each assessment whole and compares it with its digest in the audit. True from `stopped`
  /// ends it. Tells of rows of the store.
  Result<Damaged> find_damaged(const TableFilter& filter, const HowFar& tell,
                               const std::function<bool()>& stopped);

  /// Calls `take` for each row but those of `left_out`; returns how many there were. False from it
  /// ends the table.
  Result<std::uint64_t> each_row(const Table& table, const TableFilter& filter,
                                 const Damaged& left_out, const TakeRow& take);

 private:
  TableView(Connection connection, Result<std::optional<ChainEnd>> reported)
      : connection_(std::move(connection)), reported_(std::move(reported)) {}
  Connection connection_;
  Result<std::optional<ChainEnd>> reported_;  ///< by the side file, before the view began
};

}  // namespace causa::store
