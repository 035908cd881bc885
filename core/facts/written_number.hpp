// SPDX-License-Identifier: Apache-2.0
//
// Numbers as people write them in running text. Places are bytes of the text. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace causa::facts {

struct Written {
  double value = 0;
  std::size_t end = 0;          ///< byte behind it
  bool may_be_grouped = false;  ///< "12.000": twelve, or twelve thousand in many countries
};

/// "12,000", "2.8"; nothing for "1,5", for it may be one and a half or two entries of a list, nor
/// for "1.234.567".
std::optional<Written> number_at(std::string_view text, std::size_t at);

/// Behind all figures that stand there, whatever they mean: "2,3", "12 000", "2.8 to 3.4".
std::size_t end_of_figures(std::string_view text, std::size_t at);

/// Behind blanks, those that keep a number and its unit on one line too.
std::size_t behind_blanks(std::string_view text, std::size_t at);

/// Behind the blanks and the flag of a laboratory behind a number: "6.8 H", "6.8*".
std::size_t behind_flag(std::string_view text, std::size_t at);

/// True if the cell of a table ends at `at`, and no further value of the row follows: a flag or the
/// limits may.
bool ends_cell(std::string_view text, std::size_t at);

/// Where the second number of "2.8 -> 3.4" or, if `by_word`, of "2.8 to 3.4" begins, seen from the
/// end of the first.
std::optional<std::size_t> second_of_change(std::string_view text, std::size_t at, bool by_word);

/// The same of anything that links two numbers: "2.8-3.4", "2.8 (-> 3.4)".
std::optional<std::size_t> second_of_range(std::string_view text, std::size_t at);

}  // namespace causa::facts
