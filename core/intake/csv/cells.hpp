// SPDX-License-Identifier: Apache-2.0
//
// What one cell says: missing, an answer, a number, a date, a sex; by the mapping's words first.
// Empty is unknown, never normal. Errors have no place and never repeat a cell, for any cell may
// hold what identifies a patient. Borrows the mapping; read-only, any thread.
#pragma once

#include <optional>
#include <string_view>

#include "intake/csv/mapping.hpp"
#include "intake/written/answer.hpp"
#include "terminology/units.hpp"

namespace causa::intake::csv {

class Cells {
 public:
  Cells(const Mapping& mapping, const terminology::UnitAliases* units, written::DecimalSign decimal)
      : mapping_(mapping), units_(units), decimal_(decimal) {}

  /// Empty, NA, -, or what the mapping calls missing.
  [[nodiscard]] bool is_missing(std::string_view cell) const;
  [[nodiscard]] std::optional<written::Answer> answer(std::string_view cell) const;
  [[nodiscard]] std::optional<record::Sex> sex(std::string_view cell) const;
  [[nodiscard]] Result<TimeSpan> date(std::string_view cell) const;
  /// `unit` is that of the column, or of the cell beside; empty: the cell must state it.
  [[nodiscard]] Result<written::Amount> amount(std::string_view cell, std::string_view unit) const;

 private:
  const Mapping& mapping_;
  const terminology::UnitAliases* units_;  ///< spellings of one unit; null: none is known
  written::DecimalSign decimal_;           ///< as the mapping or the file's numbers tell
};

}  // namespace causa::intake::csv
