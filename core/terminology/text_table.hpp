// SPDX-License-Identifier: Apache-2.0
//
// Texts and a number for each: a table with open addresses over one buffer of characters, because
// tens of thousands of texts are put into it at once and a node and a string for each would cost
// more than all else at that point. Grows only. One thread while it is filled, any number of
// readers afterwards. Nothing can fail.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace causa::terminology {

class TextTable {
 public:
  static constexpr std::uint32_t nothing = 0xffffffffu;

  /// The number of a text, or `nothing`.
  [[nodiscard]] std::uint32_t find(std::string_view text) const {
    if (slots_.empty()) return nothing;
    return slots_[place_of(text, std::hash<std::string_view>()(text))].value;
  }

  /// Where its number stands, `value` if the text is new; true if it was. The next call ends the
  /// reference.
  std::pair<std::uint32_t&, bool> add(std::string_view text, std::uint32_t value) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    const std::size_t hash = std::hash<std::string_view>()(text);
    Slot& slot = slots_[place_of(text, hash)];
    const bool is_new = slot.value == nothing;
    if (is_new) {
      slot = {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(characters_.size()),
              static_cast<std::uint32_t>(text.size()), value};
      characters_ += text;
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

  /// Where the text is, or would be.
  [[nodiscard]] std::size_t place_of(std::string_view text, std::size_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.value == nothing) return at;
      if (slot.hash == static_cast<std::uint32_t>(hash) &&
          text == std::string_view(characters_).substr(slot.begin, slot.size))
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
