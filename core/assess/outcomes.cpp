// SPDX-License-Identifier: Apache-2.0

#include "assess/outcomes.hpp"

#include <bit>

namespace causa::assess {

void Outcomes::turn(std::span<const rules::Mask> masks, std::uint32_t rows) {
  words_ = (masks.size() + 63) / 64;
  yes_.assign(rows * words_, 0);
  no_.assign(rows * words_, 0);
  // Most conditions are undecided for most patients: what is set is less than what is not.
  const auto turn_side = [&](const std::vector<std::uint64_t>& side, std::size_t mask,
                             std::vector<std::uint64_t>& turned) {
    const std::uint64_t bit = std::uint64_t{1} << (mask % 64);
    for (std::size_t word = 0; word < side.size(); ++word)
      for (std::uint64_t left = side[word]; left != 0; left &= left - 1)
        turned[(word * 64 + static_cast<std::size_t>(std::countr_zero(left))) * words_ +
               mask / 64] |= bit;
  };
  for (std::size_t mask = 0; mask < masks.size(); ++mask) {
    turn_side(masks[mask].yes, mask, yes_);
    turn_side(masks[mask].no, mask, no_);
  }
}

}  // namespace causa::assess
