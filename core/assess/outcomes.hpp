// SPDX-License-Identifier: Apache-2.0
//
// What the conditions said, by patient: they are evaluated as columns, one word for 64 patients,
// and read as rows, one word for 64 conditions, so that who looks for what is decided steps from
// bit to bit. Used again for the next batch; one thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/bits.hpp"
#include "rules/condition.hpp"

namespace causa::assess {

class Outcomes {
 public:
  /// The outcomes of one patient, good until the next turn().
  class Row {
   public:
    Row(const std::uint64_t* yes, const std::uint64_t* no) : yes_(yes), no_(no) {}

    [[nodiscard]] rules::Truth at(std::uint32_t mask) const {
      const std::uint64_t bit = std::uint64_t{1} << (mask % 64);
      if (yes_[mask / 64] & bit) return rules::Truth::yes;
      return no_[mask / 64] & bit ? rules::Truth::no : rules::Truth::unknown;
    }

    /// Which of the masks from 64 * word on are yes, or are yes or no.
    [[nodiscard]] std::uint64_t yes(std::uint32_t word) const { return yes_[word]; }
    [[nodiscard]] std::uint64_t decided(std::uint32_t word) const { return yes_[word] | no_[word]; }

    /// Calls `visit` with each mask of [first, end) that is yes, or is yes or no, in their order.
    template <class Visit>
    void each_yes(std::uint32_t first, std::uint32_t end, const Visit& visit) const {
      rules::each_bit(first, end, [this](std::uint32_t word) { return yes(word); }, visit);
    }
    template <class Visit>
    void each_decided(std::uint32_t first, std::uint32_t end, const Visit& visit) const {
      rules::each_bit(first, end, [this](std::uint32_t word) { return decided(word); }, visit);
    }

   private:
    const std::uint64_t* yes_;
    const std::uint64_t* no_;
  };

  /// Of a batch of `rows` patients.
  void turn(std::span<const rules::Mask> masks, std::uint32_t rows);

  [[nodiscard]] Row row(std::uint32_t row) const {
    return {yes_.data() + row * words_, no_.data() + row * words_};
  }

 private:
  std::size_t words_ = 0;                ///< a row
  std::vector<std::uint64_t> yes_, no_;  ///< row by row
};

}  // namespace causa::assess
