// SPDX-License-Identifier: Apache-2.0

#include "cli/review/gaps.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.hpp"

namespace causa::cli::review {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// An open end is the next number; to people it is the limit that they wrote.
std::string written(double value) {
  const double rounded = std::round(value * 1e9) / 1e9;
  return format_number(rounded == 0 ? 0 : rounded);
}

}  // namespace

std::string range_words(double low, double high) {
  if (low == -infinity) return fmt::format("up to {}", written(high));
  if (high == infinity) return fmt::format("from {}", written(low));
  return fmt::format("from {} to {}", written(low), written(high));
}

std::vector<Gap> gaps_of(std::vector<Stated> bands) {
  std::sort(bands.begin(), bands.end(),
            [](const auto& a, const auto& b) { return a.band.low < b.band.low; });
  std::vector<Gap> gaps;
  double end = -infinity;
  std::string last;
  for (const auto& one : bands) {
    const double next = std::nextafter(end, infinity);
    if (!last.empty() && one.band.low > next)
      gaps.push_back({next, std::nextafter(one.band.low, -infinity), last, one.place});
    if (last.empty() || one.band.high > end) {
      end = one.band.high;
      last = one.place;
    }
  }
  return gaps;
}

bool holds_no_adult_value(const Gap& gap, const terminology::ConceptDefinition& definition) {
  if (!definition.typical) return false;
  return gap.high < definition.typical->first || gap.low > definition.typical->second;
}

std::string gap_words(const Gap& gap, const terminology::ConceptDefinition& definition) {
  return fmt::format("{} from {} to {} {} lies in no band", definition.id, written(gap.low),
                     written(gap.high), definition.unit);
}

}  // namespace causa::cli::review
