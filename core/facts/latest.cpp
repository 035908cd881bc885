// SPDX-License-Identifier: Apache-2.0

#include "facts/latest.hpp"

#include <algorithm>

namespace causa::facts {

namespace {

using record::Comparator;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A bound is open on one side; it is certain of the other.
Ends sure_ends(Bounds it) {
  return {std::isinf(it.low) ? it.high : it.low, std::isinf(it.high) ? it.low : it.high};
}

}  // namespace

double sure_value(const Fact& fact) { return sure_ends(bounds_of(fact, true)).low; }

bool are_tied(const Fact& a, const Fact& b) {
  const bool same_time =
      a.time.earliest_ms <= b.time.latest_ms && b.time.earliest_ms <= a.time.latest_ms;
  return a.concept_id == b.concept_id && same_time &&
         (a.value != b.value || a.comparator != b.comparator);
}

Bounds bounds_of(const Fact& fact, bool for_alerts) {
  const bool at_most = fact.quality & Quality::true_value_below;
  if (at_most && !for_alerts) {
    if (fact.comparator == Comparator::none) return {-infinity, fact.value};
    // "> 6.0" of a sample that makes values too high bounds the true one from neither side.
    if (fact.comparator == Comparator::greater || fact.comparator == Comparator::greater_equal)
      return {-infinity, infinity};
  }
  switch (fact.comparator) {
    case Comparator::less:
      return {-infinity, std::nextafter(fact.value, -infinity)};
    case Comparator::less_equal:
      return {-infinity, fact.value};
    case Comparator::greater_equal:
      return {fact.value, infinity};
    case Comparator::greater:
      return {std::nextafter(fact.value, infinity), infinity};
    case Comparator::none:
      break;
  }
  return {fact.value, fact.value};
}

bool is_value_of(const Fact& fact, const ColumnKey& key) {
  return fact.concept_id == key.concept_id && std::isfinite(fact.value) &&
         fact.state == record::State::present &&
         !(key.for_alerts && fact.quality & Quality::implausible);
}

Latest latest_of(const PatientFacts& patient, std::span<const std::uint32_t> same,
                 const ColumnKey& key, std::int64_t as_of_ms) {
  const auto counts = [&](const Fact& fact) {
    return is_value_of(fact, key) &&
           (key.window_ms == 0 ||
            (fact.time.known() && as_of_ms - fact.time.latest_ms <= key.window_ms));
  };
  std::int64_t newest_ms = unknown_time;
  for (const std::uint32_t index : same)
    if (const Fact& fact = patient.facts[index]; counts(fact))
      newest_ms = std::max(newest_ms, fact.time.earliest_ms);
  Latest latest;
  latest.time = {newest_ms, newest_ms};
  bool refused = false;
  for (const std::uint32_t index : same) {
    const Fact& fact = patient.facts[index];
    if (!counts(fact) || fact.time.latest_ms < newest_ms) continue;
    refused = refused || (!key.for_alerts && fact.quality & refused_for_scoring);
    const auto [low, high] = bounds_of(fact, key.for_alerts);
    const bool first = latest.fact == no_fact;
    latest.tied = latest.tied || (!first && (low != latest.low || high != latest.high));
    latest.low = first ? low : std::min(low, latest.low);
    latest.high = first ? high : std::max(high, latest.high);
    const Ends sure = sure_ends({low, high});
    latest.ends.low = first ? sure.low : std::min(sure.low, latest.ends.low);
    latest.ends.high = first ? sure.high : std::max(sure.high, latest.ends.high);
    latest.time.latest_ms = std::max(latest.time.latest_ms, fact.time.latest_ms);
    ++latest.count;
    if (first || recency(fact) > recency(patient.facts[latest.fact])) latest.fact = index;
  }
  if (latest.tied)
    for (const std::uint32_t index : same)
      if (index != latest.fact && counts(patient.facts[index]) &&
          patient.facts[index].time.latest_ms >= newest_ms)
        latest.others.push_back(index);
  if (refused) latest.low = latest.high = std::numeric_limits<double>::quiet_NaN();
  return latest;
}

}  // namespace causa::facts
