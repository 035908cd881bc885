// SPDX-License-Identifier: Apache-2.0
//
// A unit of UCUM as people write it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace causa::terminology {

/// With a blank before it: " mmol/L", " mL/min/1.73 m2"; empty for what only counts ("1",
/// "{score}").
inline std::string unit_words(std::string_view unit) {
  if (unit == "1" || unit.starts_with('{')) return {};
  std::string words(" ");
  for (const char letter : unit)
    if (letter != '{' && letter != '}') words += letter == '_' ? ' ' : letter;
  return words;
}

}  // namespace causa::terminology
