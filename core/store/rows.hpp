// SPDX-License-Identifier: Apache-2.0
//
// Inserts into one table, many rows with one step: starting and ending a statement is a third of
// what SQLite does for a row. Rows wait until `rows_a_step` are there or flush() is called, and the
// texts and bytes that were given must live until then; Made is for a text that doesn't. Belongs to
// its connection's thread and must end before the connection does. False: see Connection::error();
// then call discard(), since some rows may not have been written.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "store/statement.hpp"

namespace causa::store {

/// A text that was made for this row; NULL if there is none.
struct Made {
  std::optional<std::string> text;
};

class Rows {
 public:
  static constexpr std::size_t rows_a_step = 32;

  /// `table` and `columns` ("a, b, c") must live as long as this.
  Rows(sqlite3* database, std::string_view table, std::string_view columns);

  /// One value a column; false if there are more or fewer.
  template <class... Values>
  [[nodiscard]] bool add(Values&&... values) {
    if (sizeof...(values) != columns_) return false;
    if (cells_.empty()) cells_.resize(columns_ * rows_a_step);
    Cell* next = cells_.data() + used_;
    ((*next++ = cell(std::forward<Values>(values))), ...);
    used_ += sizeof...(values);
    return used_ < cells_.size() || write_step();
  }

  [[nodiscard]] bool flush();
  void discard();

 private:
  /// A value as SQLite takes it; `monostate` is NULL.
  using Cell = Statement::Value;

  static Cell cell(double value) { return value; }
  static Cell cell(std::string_view value) { return value; }
  static Cell cell(const std::string& value) { return std::string_view(value); }
  static Cell cell(SharedText value) { return std::string_view(value); }
  static Cell cell(Instant value) { return value.ms == unknown_time ? Cell() : Cell(value.ms); }
  static Cell cell(TextOrNull value) { return value.null ? Cell() : Cell(value.text); }
  Cell cell(Made value) {
    return value.text ? Cell(std::string_view(made_.emplace_back(*std::move(value.text)))) : Cell();
  }
  template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>)
  static Cell cell(Number value) {
    return static_cast<std::int64_t>(value);
  }
  template <class Value>
  static Cell cell(const std::optional<Value>& value) {
    return value ? cell(*value) : Cell();
  }

  [[nodiscard]] bool write_step();
  [[nodiscard]] std::string sql(std::size_t rows) const;

  std::string_view table_, column_names_;
  std::size_t columns_;
  std::string many_sql_, one_sql_;
  Statement many_, one_;
  std::vector<Cell> cells_;       ///< a step's; those of the rows that wait first, row by row
  std::size_t used_ = 0;          ///< how many of them wait
  std::deque<std::string> made_;  ///< texts of some of them
};

}  // namespace causa::store
