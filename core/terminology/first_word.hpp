// SPDX-License-Identifier: Apache-2.0
//
// Tells of nearly every text of the terminology that no wanted word stands at its beginning, before
// anything of it is folded or written out. Pure; nothing can fail.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "terminology/text_table.hpp"
#include "terminology/written_out.hpp"

namespace causa::terminology {

namespace detail {

/// It may go on a word in more ways than one.
inline bool is_unclear(char c) { return c == '(' || (static_cast<unsigned char>(c) & 0x80u) != 0; }

inline bool begins_with(std::string_view text, std::string_view behind, const TextTable& words) {
  std::array<char, 48> word{};
  std::size_t size = 0;
  while (size < text.size() && !is_unclear(text[size]) && fold_ascii(text[size]) != ' ') {
    if (size == word.size()) return true;
    word[size] = fold_ascii(text[size]);
    ++size;
  }
  const std::string_view rest = size < text.size() ? text.substr(size) : behind;
  const bool ends = rest.empty() || (!is_unclear(rest[0]) && fold_ascii(rest[0]) == ' ');
  return size == 0 || !ends || words.find({word.data(), size}) != TextTable::nothing;
}

}  // namespace detail

/// False: no phrase that `text` stands for, with choices or without, begins with one of `words`,
/// which are folded. True: one does, or it isn't plain to see.
inline bool may_begin(std::string_view text, const TextTable& words) {
  if (!text.starts_with('(')) return detail::begins_with(text, {}, words);
  const std::size_t close = std::min(text.find(')'), text.size() - 1);
  std::string_view choices = text.substr(1, close - 1);
  for (;;) {
    const std::size_t bar = choices.find('|');
    if (detail::begins_with(choices.substr(0, bar), text.substr(close + 1), words)) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
}

}  // namespace causa::terminology
