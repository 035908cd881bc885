// SPDX-License-Identifier: Apache-2.0
//
// A number with its unit as people write it: "2.9 mmol/L", "< 0.3 mIU/L", "98%", "7.21". What can
// be read in two ways is refused, never guessed: "1,025" may be one and a bit or a thousand. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "record/record.hpp"

namespace causa::intake::written {

/// What stands before the decimals.
enum class DecimalSign : std::uint8_t {
  unstated,     ///< either, where it can't be a separator of thousands: "2.9", "2,9", "0.305"
  shown_point,  ///< a point, as numbers beside it show; or a comma as under unstated
  point,
  comma,
};

struct Amount {
  record::Comparator comparator = record::Comparator::none;
  double number = 0;
  std::string unit;  ///< as written; empty: none
};

/// The sign that a number can only have been written with: "2,9", "1025.125", "1.025,5" and
/// "1.025.300" show it, "1025", "12.000" and what is no number leave it unstated.
DecimalSign shown_decimal_sign(std::string_view text);

/// Error: place empty; doesn't repeat what was written.
Result<Amount> read_amount(std::string_view text, DecimalSign sign);

/// True if the text begins as an amount does: with a digit, a sign or a comparator.
bool begins_as_amount(std::string_view text);

std::string_view trimmed(std::string_view text);

}  // namespace causa::intake::written
