// SPDX-License-Identifier: Apache-2.0
//
// A stack machine on words of 64 rows. Every step's result takes one place of the stack: words() of
// yes, then words() of no. What joins others replaces its operands' places by one.
#include "rules/cells.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

namespace causa::rules {
namespace {

struct Place {
  std::uint64_t* yes;
  std::uint64_t* no;
};

void all_of(Place into, Place other, std::uint32_t words) {
  for (std::uint32_t word = 0; word < words; ++word) {
    into.yes[word] &= other.yes[word];
    into.no[word] |= other.no[word];
  }
}

void any_of(Place into, Place other, std::uint32_t words) {
  for (std::uint32_t word = 0; word < words; ++word) {
    into.yes[word] |= other.yes[word];
    into.no[word] &= other.no[word];
  }
}

/// True once `needed` are true; false once fewer than `needed` can still be.
void count_of(Place into, std::uint32_t operands, std::uint32_t needed, std::uint32_t words) {
  for (std::uint32_t word = 0; word < words; ++word) {
    const std::uint64_t yes = at_least(into.yes + word, operands, 2 * words, needed);
    into.no[word] = at_least(into.no + word, operands, 2 * words, operands - needed + 1);
    into.yes[word] = yes;
  }
}

/// Nobody's value is known.
void load_nothing(bool asks_if_known, std::uint32_t words, Place into) {
  std::fill_n(into.yes, words, 0);
  std::fill_n(into.no, words, asks_if_known ? ~std::uint64_t{0} : 0);
}

}  // namespace

void Mask::fill(Truth truth, std::uint32_t rows) {
  const std::uint32_t words = (rows + rows_per_word - 1) / rows_per_word;
  yes.assign(words, truth == Truth::yes ? ~std::uint64_t{0} : 0);
  no.assign(words, truth == Truth::no ? ~std::uint64_t{0} : 0);
  if (words == 0) return;
  const std::uint64_t last = all_rows(rows - (words - 1) * rows_per_word);
  yes.back() &= last;
  no.back() &= last;
}

void Program::evaluate(const facts::Batch& batch, Scratch& scratch, Mask& out) const {
  const std::uint32_t words = batch.words();
  out.resize(words);
  if (words == 0) return;
  if (always()) return out.fill(Truth::yes, batch.rows());
  const std::size_t needed = std::size_t{depth_} * 2 * words;
  if (scratch.words.size() < needed) scratch.words.resize(needed);
  run(words, scratch.words.data(), [&](const Step& step, Place into) {
    if (!batch.is_used(step.column) &&
        !(step.code == Code::days_between && batch.is_used(step.other)))
      return load_nothing(step.asks_if_known(), words, into);
    const Cells cells(step, batch);
    for (std::uint32_t word = 0; word < words; ++word) {
      const std::uint32_t first = word * rows_per_word;
      const Bits bits = cells.bits(first, std::min(rows_per_word, batch.rows() - first));
      into.yes[word] = bits.yes;
      into.no[word] = bits.no;
    }
  });
  const std::uint64_t* const result = scratch.words.data();
  std::copy(result, result + words, out.yes.begin());
  std::copy(result + words, result + 2 * words, out.no.begin());
  const std::uint64_t last = all_rows(batch.rows() - (words - 1) * rows_per_word);
  out.yes[words - 1] &= last;
  out.no[words - 1] &= last;
}

Truth Program::of_nothing() const {
  if (always()) return Truth::yes;
  std::vector<std::uint64_t> stack(std::size_t{depth_} * 2);
  run(1, stack.data(),
      [](const Step& step, Place into) { load_nothing(step.asks_if_known(), 1, into); });
  if ((stack[0] & 1) != 0) return Truth::yes;
  return (stack[1] & 1) != 0 ? Truth::no : Truth::unknown;
}

void Program::columns(std::vector<std::uint32_t>& columns) const {
  for (const Step& step : steps_) {
    if (step.operands == 0) columns.push_back(step.column);
    if (step.code == Code::days_between) columns.push_back(step.other);
  }
}

/// `load` puts what a step reads into its place.
template <class Load>
void Program::run(std::uint32_t words, std::uint64_t* stack, const Load& load) const {
  std::uint32_t top = 0;
  const auto place = [&](std::uint32_t index) {
    std::uint64_t* const yes = stack + std::size_t{index} * 2 * words;
    return Place{yes, yes + words};
  };
  for (const Step& step : steps_) {
    if (step.operands == 0) {
      assert(top < depth_);
      load(step, place(top));
      ++top;
      continue;
    }
    top -= step.operands - 1;
    const Place into = place(top - 1);
    if (step.code == Code::all_of)
      for (std::uint32_t i = 1; i < step.operands; ++i) all_of(into, place(top - 1 + i), words);
    else if (step.code == Code::any_of)
      for (std::uint32_t i = 1; i < step.operands; ++i) any_of(into, place(top - 1 + i), words);
    else if (step.code == Code::at_least)
      count_of(into, step.operands, step.needed, words);
    else if (step.code == Code::negation)
      std::swap_ranges(into.yes, into.yes + words, into.no);
    else if (step.code == Code::score)
      add_points(step, into.yes, words);
    else if (step.code == Code::known)
      for (std::uint32_t word = 0; word < words; ++word) {
        into.yes[word] |= into.no[word];
        into.no[word] = ~into.yes[word];
      }
    else
      for (std::uint32_t word = 0; word < words; ++word) into.yes[word] = ~into.no[word];
  }
}

/// The lowest and the highest score that the known items allow: true or false if both are.
void Program::add_points(const Step& step, std::uint64_t* operands, std::uint32_t words) const {
  std::int64_t most_taken = 0;  // every sum is moved up by it, so that none is below 0
  for (std::uint32_t i = 0; i < step.operands; ++i)
    most_taken -= std::min(0, points_[step.points + i]);
  const bool has_least = std::isfinite(step.low);
  const bool has_most = std::isfinite(step.high);
  const auto least = has_least ? static_cast<std::int64_t>(step.low) + most_taken : 0;
  const auto most = has_most ? static_cast<std::int64_t>(step.high) + most_taken : 0;
  for (std::uint32_t word = 0; word < words; ++word) {
    Sums lowest;
    Sums highest;
    for (std::uint32_t i = 0; i < step.operands; ++i) {
      const std::uint64_t yes = operands[std::size_t{i} * 2 * words + word];
      const std::uint64_t no = operands[(std::size_t{i} * 2 + 1) * words + word];
      const std::int32_t points = points_[step.points + i];
      const auto size = static_cast<std::uint32_t>(std::abs(points));
      lowest.add(points > 0 ? yes : no, size);
      highest.add(points > 0 ? ~no : ~yes, size);
    }
    std::uint64_t yes = ~std::uint64_t{0};
    std::uint64_t no = 0;
    if (has_least) {
      yes &= lowest.at_least(least);
      no |= ~highest.at_least(least);
    }
    if (has_most) {
      yes &= ~highest.at_least(most + 1);
      no |= lowest.at_least(most + 1);
    }
    operands[word] = yes;
    operands[words + word] = no;
  }
}

}  // namespace causa::rules
