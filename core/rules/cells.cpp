// SPDX-License-Identifier: Apache-2.0
#include "rules/cells.hpp"

#include <bit>
#include <cmath>

namespace causa::rules {
namespace {

Bounds bounds_of(double least, double most) {
  if (std::isinf(least)) return Bounds::upper;
  return std::isinf(most) ? Bounds::lower : Bounds::both;
}

}  // namespace

Program::Cells::Cells(const Step& step, const facts::Batch& batch) : step_(step) {
  if (step.code == Code::present || step.code == Code::known_truth) {
    present_ = batch.present(step.column);
    absent_ = batch.absent(step.column);
    return;
  }
  const double* const low = batch.low(step.column);
  const double* const high = batch.high(step.column);
  comparison_ = {low, high, step.code == Code::days_ago ? high : low, step.low, step.high};
  bounds_ = bounds_of(step.low, step.high);
  if (step.code == Code::days_between) {
    other_low_ = batch.low(step.other);
    other_high_ = batch.high(step.other);
  }
  if (!step.worse_of_ties && !step.worse_is_no) return;
  tied_ = batch.tied(step.column);
  ends_ = batch.ends(step.column);
}

Bits Program::Cells::bits(std::uint32_t first, std::uint32_t rows) const {
  const std::uint64_t every = all_rows(rows);
  if (present_ != nullptr) {
    const std::uint64_t present = present_[first / rows_per_word] >> first % rows_per_word & every;
    const std::uint64_t absent = absent_[first / rows_per_word] >> first % rows_per_word & every;
    if (step_.code == Code::present) return {present, absent};
    return {present | absent, ~(present | absent) & every};
  }
  if (step_.code == Code::known_number) {
    std::uint64_t unknown = 0;
    for (std::uint32_t row = 0; row < rows; ++row)
      unknown |= std::isnan(comparison_.low[first + row]) ? bit_of_row[row] : 0;
    return {~unknown & every, unknown};
  }
  if (step_.code == Code::days_between) return between(first, rows);
  Bits bits = compare(first, rows);
  if (step_.open_below || step_.open_above) bits = with_open_ends(bits, first, rows);
  return tied_ != nullptr ? worse_of_ties(bits, first, rows) : bits;
}

/// Days count back, so what is later has fewer. What lies wholly in the future, or never was, came
/// neither before nor after. NaN compares false all ways.
Bits Program::Cells::between(std::uint32_t first, std::uint32_t rows) const {
  Bits bits;
  for (std::uint32_t i = 0; i < rows; ++i) {
    const std::uint32_t row = first + i;
    const double low = other_low_[row] - comparison_.high[row];
    const double high = other_high_[row] - comparison_.low[row];
    const std::uint64_t was =
        comparison_.high[row] >= 0 && other_high_[row] >= 0 ? bit_of_row[i] : 0;
    const std::uint64_t never =
        comparison_.high[row] < 0 || other_high_[row] < 0 ? bit_of_row[i] : 0;
    bits.yes |=
        was & (low >= step_.low ? bit_of_row[i] : 0) & (high <= step_.high ? bit_of_row[i] : 0);
    bits.no |=
        never | (high < step_.low ? bit_of_row[i] : 0) | (low > step_.high ? bit_of_row[i] : 0);
  }
  return bits;
}

Bits Program::Cells::compare(std::uint32_t first, std::uint32_t rows) const {
  Comparison it = comparison_;
  it.low += first;
  it.high += first;
  it.past += first;
  if (bounds_ == Bounds::upper) return compare_rows<Bounds::upper>(it, rows);
  if (bounds_ == Bounds::lower) return compare_rows<Bounds::lower>(it, rows);
  return compare_rows<Bounds::both>(it, rows);
}

Bits Program::Cells::with_open_ends(Bits bits, std::uint32_t first, std::uint32_t rows) const {
  const auto is_within = [&](double end) { return end >= step_.low && end <= step_.high; };
  for (std::uint32_t row = 0; row < rows; ++row) {
    const double low = comparison_.low[first + row];
    const double high = comparison_.high[first + row];
    const bool below = step_.open_below && std::isinf(low) && is_within(high);
    const bool above = step_.open_above && std::isinf(high) && is_within(low);
    if (below || above) bits.yes |= bit_of_row[row];
  }
  return bits;
}

Bits Program::Cells::worse_of_ties(Bits bits, std::uint32_t first, std::uint32_t rows) const {
  std::uint64_t tied = tied_[first / rows_per_word] >> first % rows_per_word & all_rows(rows);
  for (; tied != 0; tied &= tied - 1) {
    const std::uint32_t row = first + static_cast<std::uint32_t>(std::countr_zero(tied));
    const std::uint64_t bit = tied & (~tied + 1);
    const auto passes = [&](double value) { return value >= step_.low && value <= step_.high; };
    facts::Ends ends{comparison_.low[row], comparison_.high[row]};
    if (ends_ != nullptr)
      if (const auto found = ends_->find(row); found != ends_->end()) ends = found->second;
    const bool low_passes = passes(ends.low);
    const bool high_passes = passes(ends.high);
    if (step_.worse_of_ties && (low_passes || high_passes)) {
      bits.yes |= bit;
      bits.no &= ~bit;
    } else if (step_.worse_is_no && !(low_passes && high_passes)) {
      bits.no |= bit;
      bits.yes &= ~bit;
    }
  }
  return bits;
}

}  // namespace causa::rules
