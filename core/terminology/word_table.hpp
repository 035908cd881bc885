// SPDX-License-Identifier: Apache-2.0
//
// Words and a number for each: a table with open addresses over one buffer of characters, because
// thousands of words are put into it at once and a node and a string for each would cost more than
// all else at that point. Grows only. One thread while it is filled, any number of readers
// afterwards. Nothing can fail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "terminology/folded_word.hpp"

namespace causa::terminology {

class WordTable {
 public:
  static constexpr std::uint32_t nothing = 0xffffffffu;

  /// The number of a word, or `nothing`.
  [[nodiscard]] std::uint32_t find(const FoldedWord& word) const {
    return slots_.empty() ? nothing : slots_[place_of(word)].value;
  }

  /// Where its number stands, `value` if the word is new; true if it was. The next call ends the
  /// reference.
  std::pair<std::uint32_t&, bool> add(const FoldedWord& word, std::uint32_t value) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = slots_[place_of(word)];
    const bool is_new = slot.value == nothing;
    if (is_new) {
      slot = {static_cast<std::uint32_t>(word.hash), static_cast<std::uint32_t>(characters_.size()),
              static_cast<std::uint32_t>(word.letters.size()), value};
      characters_ += word.letters;
      ++used_;
    }
    return {slot.value, is_new};
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint32_t value = nothing;
  };
  static constexpr std::size_t least_slots = 1024;

  /// Where the word is, or would be.
  [[nodiscard]] std::size_t place_of(const FoldedWord& word) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = word.hash & mask;; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.value == nothing) return at;
      if (slot.hash == static_cast<std::uint32_t>(word.hash) &&
          word.letters == std::string_view(characters_).substr(slot.begin, slot.size))
        return at;
    }
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? least_slots : slots_.size() * 2);
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.value == nothing) continue;
      std::size_t at = slot.hash & mask;
      while (slots_[at].value != nothing) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;  ///< a power of two, at most half full
  std::string characters_;
  std::size_t used_ = 0;
};

}  // namespace causa::terminology
