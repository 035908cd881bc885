// SPDX-License-Identifier: Apache-2.0
//
// Dates that people write in running text: "12/11", "(19.11.2026)", "12 Nov", "Nov 12, 2026",
// "2026-11-12", and the day of the week or the hour that may stand instead. Which number is the day
// and whether a year is missing isn't always plain; then nothing is said of the order that would
// hold for one reading only. Pure; bounded work a word.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/fact.hpp"
#include "facts/prose.hpp"

namespace causa::facts {

struct WrittenDate {
  int day = 0, month = 0;       ///< month 0: only an hour or a day of the week
  int year = 0;                 ///< 0: not written
  bool month_first = false;     ///< "11/19"
  bool may_be_swapped = false;  ///< "11/12": the day may also stand behind the month
  std::uint32_t behind = 0;     ///< the word behind it
};

/// The date that begins at word `at`.
std::optional<WrittenDate> date_at(const std::vector<Word>& words, const Sentence& sentence,
                                   std::string_view text, std::uint32_t at);

enum class DateOrder : std::uint8_t { unknown, earlier, same, later };

/// Whether `one` is earlier or later than `other`; without a year, only of those that are a few
/// months apart at most.
DateOrder order_of(const WrittenDate& one, const WrittenDate& other);

/// A year in a date of the last two weeks is no word of the past: "19/11/2026: K 6.8 mmol/L" in a
/// text of the 20th.
void leave_recent_years(const Sentence& sentence, std::string_view text, const TimeSpan& written,
                        std::vector<Word>& words);

}  // namespace causa::facts
