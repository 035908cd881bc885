// SPDX-License-Identifier: Apache-2.0

#include "store/rows.hpp"

#include <algorithm>
#include <span>

namespace causa::store {

Rows::Rows(sqlite3* database, std::string_view table, std::string_view columns)
    : table_(table),
      column_names_(columns),
      columns_(1 + static_cast<std::size_t>(std::count(columns.begin(), columns.end(), ','))),
      many_sql_(sql(rows_a_step)),
      one_sql_(sql(1)),
      many_(database, many_sql_.c_str()),
      one_(database, one_sql_.c_str()) {}

std::string Rows::sql(std::size_t rows) const {
  std::string row = "(?";
  for (std::size_t i = 1; i < columns_; ++i) row += ",?";
  row += ')';
  // On a conflict the rows before it stay until the transaction is taken back; to take back this
  // step alone, SQLite would keep a copy of each page that it changes.
  std::string text = "INSERT OR FAIL INTO ";
  text.append(table_).append(" (").append(column_names_).append(") VALUES ").append(row);
  for (std::size_t i = 1; i < rows; ++i) text.append(",").append(row);
  return text;
}

bool Rows::write_step() {
  const bool written = many_.run_values(cells_);
  discard();
  return written;
}

bool Rows::flush() {
  bool written = true;
  const std::span<const Cell> cells(cells_.data(), used_);
  for (std::size_t at = 0; written && at < cells.size(); at += columns_)
    written = one_.run_values(cells.subspan(at, columns_));
  discard();
  return written;
}

void Rows::discard() {
  used_ = 0;
  made_.clear();
}

}  // namespace causa::store
