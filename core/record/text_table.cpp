// SPDX-License-Identifier: Apache-2.0

#include "record/text_table.hpp"

#include <bit>
#include <cstring>

namespace causa::record {

namespace {

std::uint64_t word_at(std::string_view bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

std::uint64_t stir(std::uint64_t state, std::uint64_t word) {
  state = (state ^ word) * 0x9e3779b97f4a7c15u;
  return state ^ (state >> 29);
}

}  // namespace

std::uint64_t mix(std::string_view bytes) {
  std::uint64_t state = 0x243f6a8885a308d3u ^ bytes.size();
  while (bytes.size() >= 8) {
    state = stir(state, word_at(bytes.substr(0, 8)));
    bytes.remove_prefix(8);
  }
  if (!bytes.empty()) state = stir(state, word_at(bytes));
  return stir(state, 0x13198a2e03707344u);
}

std::uint32_t TextTable::number(std::string_view text) {
  if (text.empty()) return 0;
  const std::uint64_t hash = mix(text);
  std::size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    const std::uint32_t found = slots_[slot];
    if (hashes_[found - 1] == hash && texts_[found - 1] == text) return found;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  texts_.push_back(text);
  hashes_.push_back(hash);
  total_bytes_ += text.size();
  slots_[slot] = static_cast<std::uint32_t>(texts_.size());
  if (texts_.size() * 2 > slots_.size()) grow();
  return static_cast<std::uint32_t>(texts_.size());
}

void TextTable::grow() {
  slots_.assign(slots_.size() * 4, 0);
  for (std::uint32_t index = 0; index < hashes_.size(); ++index) {
    std::size_t slot = hashes_[index] & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = index + 1;
  }
}

}  // namespace causa::record
