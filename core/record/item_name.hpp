// SPDX-License-Identifier: Apache-2.0
//
// How an item is named among examples: by its words, or by its code, and where it stands. Pure.
#pragma once

#include <string>
#include <string_view>

#include "record/record.hpp"

namespace causa::record {

/// "Potassium (Observation/k1)".
inline std::string name_of(const Record& record, const Item& item) {
  std::string_view label = item.text;
  if (label.empty() && item.codes.count > 0) {
    const Coding& coding = *record.begin_of(item.codes);
    label = coding.display.empty() ? coding.code : coding.display;
  }
  if (label.empty()) return std::string(item.source);
  return std::string(label).append(" (").append(item.source).append(")");
}

}  // namespace causa::record
