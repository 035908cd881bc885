// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/cells.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "intake/csv/date_pattern.hpp"

namespace causa::intake::csv {

namespace {

/// Signs fold to nothing, and "+" is not "-".
bool is_same(std::string_view word, std::string_view cell) {
  if (word == cell) return true;
  const std::string folded = fold(word);
  return !folded.empty() && folded == fold(cell);
}

}  // namespace

bool Cells::is_missing(std::string_view cell) const {
  static constexpr std::string_view usual[] = {"",   "NA",   "N/A",  "n/a", "na", "-",
                                               "--", "null", "NULL", ".",   "?"};
  return std::find(std::begin(usual), std::end(usual), cell) != std::end(usual) ||
         std::find(mapping_.missing.begin(), mapping_.missing.end(), cell) !=
             mapping_.missing.end();
}

std::optional<written::Answer> Cells::answer(std::string_view cell) const {
  for (const auto& [word, state] : mapping_.answers)
    if (is_same(word, cell)) return written::Answer{state, 0};
  return written::read_answer(cell);
}

std::optional<record::Sex> Cells::sex(std::string_view cell) const {
  for (const auto& [word, sex] : mapping_.sexes)
    if (is_same(word, cell)) return sex;
  return written::read_sex(cell);
}

Result<TimeSpan> Cells::date(std::string_view cell) const {
  return read_date(cell, mapping_.dates);
}

Result<written::Amount> Cells::amount(std::string_view cell, std::string_view unit) const {
  Result<written::Amount> amount = written::read_amount(cell, decimal_);
  if (amount.has_error() || unit.empty()) return amount;
  if (amount->unit.empty())
    amount->unit = unit;
  else if (amount->unit != unit && !(units_ && units_->ucum(amount->unit) == units_->ucum(unit)))
    return input_error({}, "a unit in the cell that isn't the unit of its column",
                       "state one unit");
  return amount;
}

}  // namespace causa::intake::csv
