// SPDX-License-Identifier: Apache-2.0
//
// Tells of nearly every text of the terminology that no wanted word stands at its beginning, before
// anything of it is folded or written out. Pure; nothing can fail.
#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <string_view>

#include "terminology/text_table.hpp"
#include "terminology/written_out.hpp"

namespace causa::terminology {

/// Folded words that a text may begin with.
class FirstWords {
 public:
  FirstWords() = default;
  /// Of words that can't be looked through, so that it takes a little longer to miss one.
  explicit FirstWords(const TextTable& words) : words_(words) { pairs_.set(); }

  void add(std::string_view word) {
    words_.add(word, 0);
    if (!word.empty()) pairs_.set(place(word[0], word.size() > 1 ? word[1] : ' '));
  }

  [[nodiscard]] bool has(std::string_view word) const {
    return words_.find(word) != TextTable::nothing;
  }
  /// False: none begins with these two folded letters of ASCII; the second one may be a space.
  [[nodiscard]] bool has(char first, char second) const {
    return pairs_.test(place(first, second));
  }

 private:
  static std::size_t place(char first, char second) {
    const auto ascii = [](char c) { return static_cast<std::size_t>(c) & 0x7fu; };
    return ascii(first) << 7 | ascii(second);
  }

  TextTable words_;
  std::bitset<std::size_t{1} << 14> pairs_;
};

namespace detail {

/// It may go on a word in more ways than one.
inline bool is_unclear(char c) { return c == '(' || (static_cast<unsigned char>(c) & 0x80u) != 0; }

inline bool begins_with(std::string_view text, std::string_view behind, const FirstWords& words) {
  if (text.size() > 1 && !is_unclear(text[0]) && !is_unclear(text[1])) {
    const char first = fold_ascii(text[0]);
    if (first != ' ' && !words.has(first, fold_ascii(text[1]))) return false;
  }
  std::array<char, 48> word{};
  std::size_t size = 0;
  while (size < text.size() && !is_unclear(text[size]) && fold_ascii(text[size]) != ' ') {
    if (size == word.size()) return true;
    word[size] = fold_ascii(text[size]);
    ++size;
  }
  const std::string_view rest = size < text.size() ? text.substr(size) : behind;
  const bool ends = rest.empty() || (!is_unclear(rest[0]) && fold_ascii(rest[0]) == ' ');
  return size == 0 || !ends || words.has({word.data(), size});
}

}  // namespace detail

/// False: no phrase that `text` stands for, with choices or without, begins with one of `words`.
/// True: one does, or it isn't plain to see.
inline bool may_begin(std::string_view text, const FirstWords& words) {
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
