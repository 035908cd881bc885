// SPDX-License-Identifier: Apache-2.0
//
// What one step reads: the cells of its column, with ties resolved as the step wants. Private to
// this room. Points into a Batch and lives no longer.
#pragma once

#include "rules/bits.hpp"
#include "rules/condition.hpp"

namespace causa::rules {

struct Program::Cells {
  Cells(const Step& step, const facts::Batch& batch);

  /// At most 64 rows that lie within one word of the batch.
  [[nodiscard]] Bits bits(std::uint32_t first, std::uint32_t rows) const;

 private:
  [[nodiscard]] Bits between(std::uint32_t first, std::uint32_t rows) const;
  [[nodiscard]] Bits compare(std::uint32_t first, std::uint32_t rows) const;
  [[nodiscard]] Bits with_open_ends(Bits bits, std::uint32_t first, std::uint32_t rows) const;
  [[nodiscard]] Bits worse_of_ties(Bits bits, std::uint32_t first, std::uint32_t rows) const;

  const Step& step_;
  Comparison comparison_;
  const double* other_low_ = nullptr;  ///< of days_between
  const double* other_high_ = nullptr;
  Bounds bounds_ = Bounds::both;
  const std::uint64_t* tied_ = nullptr;  ///< null: ties need no care
  const facts::Batch::EndsOfRows* ends_ = nullptr;
  const std::uint64_t* present_ = nullptr;
  const std::uint64_t* absent_ = nullptr;
};

}  // namespace causa::rules
