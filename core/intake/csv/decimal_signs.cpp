// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/decimal_signs.hpp"

namespace causa::intake::csv {

namespace {

using written::DecimalSign;

/// Not of times: "11.2026" is no number.
bool holds_numbers(const LayoutColumn& column) {
  return column.role == Role::value || column.role == Role::reference_low ||
         column.role == Role::reference_high ||
         (column.role == Role::finding && column.side == Side::value);
}

}  // namespace

void DecimalSigns::see(const Row& row, const Layout& layout) {
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    if (!holds_numbers(layout.columns[i])) continue;
    const DecimalSign shown = written::shown_decimal_sign(row.cells[i]);
    point_ = point_ || shown == DecimalSign::point;
    comma_ = comma_ || shown == DecimalSign::comma;
  }
}

DecimalSign DecimalSigns::settled(DecimalSign stated, char delimiter) const {
  if (stated != DecimalSign::unstated || comma_) return stated;
  return point_ || delimiter == ',' ? DecimalSign::shown_point : DecimalSign::unstated;
}

}  // namespace causa::intake::csv
