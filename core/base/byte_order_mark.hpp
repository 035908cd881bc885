// SPDX-License-Identifier: Apache-2.0
//
// The mark of UTF-8 that some programs write before a text, and that says nothing. Pure.
#pragma once

#include <string_view>

namespace causa {

inline std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace causa
