// SPDX-License-Identifier: Apache-2.0
//
// Numbers the different texts of a record while it is encoded: 0 is the empty text, others count
// from 1 in the order of their first use. Borrows the texts. Open addressing, since a record names
// the same few systems, units and displays thousands of times.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace causa::record {

class TextTable {
 public:
  TextTable() : slots_(256, 0) {
    texts_.reserve(slots_.size() / 4);
    hashes_.reserve(slots_.size() / 4);
  }

  std::uint32_t number(std::string_view text);

  [[nodiscard]] const std::vector<std::string_view>& texts() const { return texts_; }
  [[nodiscard]] std::size_t total_bytes() const { return total_bytes_; }

 private:
  void grow();

  std::vector<std::uint32_t> slots_;  ///< number of a text, 0: free; size is a power of two
  std::vector<std::string_view> texts_;
  std::vector<std::uint64_t> hashes_;
  std::size_t total_bytes_ = 0;
};

/// Mixes eight bytes at a time; for tables and for finding damage, not against an adversary.
std::uint64_t mix(std::string_view bytes);

}  // namespace causa::record
