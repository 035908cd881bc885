// SPDX-License-Identifier: Apache-2.0
//
// The inner loops of conditions: up to 64 rows at a time to one word of yes and one of no. Bit i is
// row i; bits of rows that aren't there are zero. Pure; any thread; no allocation.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace causa::rules {

struct Bits {
  std::uint64_t yes = 0;
  std::uint64_t no = 0;
};

inline constexpr std::uint32_t rows_per_word = 64;

/// One bit for each of `rows` (at most 64) rows.
inline std::uint64_t all_rows(std::uint32_t rows) {
  return rows >= rows_per_word ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
}

inline constexpr auto bit_of_row = [] {
  std::array<std::uint64_t, rows_per_word> bits{};
  for (std::uint32_t row = 0; row < rows_per_word; ++row) bits[row] = std::uint64_t{1} << row;
  return bits;
}();

/// Calls `visit` with each place of [first, end) whose bit is set, in their order. `word(i)` gives
/// the bits from place 64 * i on.
template <class Word, class Visit>
inline void each_bit(std::uint32_t first, std::uint32_t end, const Word& word, const Visit& visit) {
  for (std::uint32_t place = first; place < end;) {
    const std::uint64_t rest = word(place / 64) >> (place % 64);
    if (rest == 0) {
      place = (place / 64 + 1) * 64;
      continue;
    }
    place += static_cast<std::uint32_t>(std::countr_zero(rest));
    if (place < end) visit(place);
    ++place;
  }
}

/// Which bounds a comparison has; one that has no lower bound needn't look for it.
enum class Bounds : std::uint8_t { upper = 1, lower, both };

/// Where the cells of a number column and the bounds of a test are.
struct Comparison {
  const double* low = nullptr;
  const double* high = nullptr;
  const double* past = nullptr;  ///< what must reach `least`: `low`, or for days `high`
  double least = 0;
  double most = 0;
};

/// Selecting a bit of a table, instead of shifting one, is what compilers turn into vector code
/// for any machine. NaN compares false both ways, so an unknown cell sets neither bit.
template <Bounds bounds>
inline Bits compare_row(const Comparison& it, std::uint32_t row, std::uint64_t bit) {
  const double low = it.low[row];
  const double high = it.high[row];
  if constexpr (bounds == Bounds::upper) {
    return {high <= it.most ? bit : 0, low > it.most ? bit : 0};
  } else if constexpr (bounds == Bounds::lower) {
    return {low >= it.least ? bit : 0, high < it.least ? bit : 0};
  } else {
    const std::uint64_t reaches = it.past[row] >= it.least ? bit : 0;
    const std::uint64_t below = high < it.least ? bit : 0;
    return {reaches & (high <= it.most ? bit : 0), below | (low > it.most ? bit : 0)};
  }
}

template <Bounds bounds>
inline Bits compare_rows(Comparison it, std::uint32_t rows) {
  std::uint64_t yes = 0;
  std::uint64_t no = 0;
  if (rows == rows_per_word) {
    for (std::uint32_t row = 0; row < rows_per_word; ++row) {
      const Bits bits = compare_row<bounds>(it, row, bit_of_row[row]);
      yes |= bits.yes;
      no |= bits.no;
    }
  } else {
    for (std::uint32_t row = 0; row < rows; ++row) {
      const Bits bits = compare_row<bounds>(it, row, bit_of_row[row]);
      yes |= bits.yes;
      no |= bits.no;
    }
  }
  return {yes, no};
}

/// For each bit, whether at least `needed` of `count` words have it. `stride`: from word to word.
/// Counts all 64 rows at once in binary, one word a digit.
inline std::uint64_t at_least(const std::uint64_t* words, std::uint32_t count, std::uint32_t stride,
                              std::uint32_t needed) {
  constexpr std::uint32_t most_digits = 8;
  std::array<std::uint64_t, most_digits> digits{};
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint64_t carry = words[std::size_t{i} * stride];
    for (std::uint32_t digit = 0; carry != 0 && digit < most_digits; ++digit) {
      const std::uint64_t next = digits[digit] & carry;
      digits[digit] ^= carry;
      carry = next;
    }
  }
  std::uint64_t more = 0;
  std::uint64_t equal = ~std::uint64_t{0};
  for (std::uint32_t digit = most_digits; digit-- > 0;) {
    const bool wanted = (needed >> digit & 1) != 0;
    if (!wanted) more |= equal & digits[digit];
    equal &= wanted ? digits[digit] : ~digits[digit];
  }
  return more | equal;
}

/// Sums of points, 64 rows at once in binary, one word a digit.
class Sums {
 public:
  /// Adds `points` in every row whose bit is set; below 2^20 in all.
  void add(std::uint64_t rows, std::uint32_t points) {
    for (std::uint32_t digit = 0; points >> digit != 0; ++digit)
      if ((points >> digit & 1) != 0) carry(rows, digit);
  }

  /// For each row whether its sum is at least `needed`.
  [[nodiscard]] std::uint64_t at_least(std::int64_t needed) const {
    if (needed <= 0) return ~std::uint64_t{0};
    if (needed >> used_ != 0) return 0;
    std::uint64_t more = 0;
    std::uint64_t equal = ~std::uint64_t{0};
    for (std::uint32_t digit = used_; digit-- > 0;) {
      const bool wanted = (needed >> digit & 1) != 0;
      if (!wanted) more |= equal & digits_[digit];
      equal &= wanted ? digits_[digit] : ~digits_[digit];
    }
    return more | equal;
  }

 private:
  void carry(std::uint64_t rows, std::uint32_t digit) {
    for (; rows != 0 && digit < digits_.size(); ++digit) {
      const std::uint64_t next = digits_[digit] & rows;
      digits_[digit] ^= rows;
      rows = next;
      if (digit >= used_) used_ = digit + 1;
    }
  }

  std::array<std::uint64_t, 20> digits_{};
  std::uint32_t used_ = 0;
};

}  // namespace causa::rules
