// SPDX-License-Identifier: Apache-2.0
//
// Lists that are written on the command line or in a setting: "a,b", "first:second". Pure.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace causa::cli {

/// What stands between the separators, without what is empty.
inline std::vector<std::string> parts_of(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace causa::cli
