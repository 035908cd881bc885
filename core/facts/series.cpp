// SPDX-License-Identifier: Apache-2.0

#include "facts/series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "facts/latest.hpp"

namespace causa::facts {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The extreme of the values before the latest one. One that only may lie in the span moves the
/// end that it could move, and no other.
struct Earlier {
  double low = infinity, high = infinity;
  std::uint32_t fact = no_fact;  ///< of those surely in the span
};

/// Highest values are sought as the lowest of their opposites.
Earlier lowest_before(const PatientFacts& patient, std::span<const std::uint32_t> same,
                      const ColumnKey& key, const Latest& latest, bool highest) {
  Earlier earlier;
  for (const std::uint32_t index : same) {
    const Fact& fact = patient.facts[index];
    if (!is_value_of(fact, key) || !fact.time.known()) continue;
    if (!key.for_alerts && fact.quality & refused_for_scoring) continue;
    const bool surely_before = fact.time.latest_ms < latest.time.earliest_ms;
    // Of several that may be the latest, one is, and the others came before it.
    if (!surely_before && latest.count < 2) continue;
    if (latest.time.earliest_ms - fact.time.latest_ms > key.span_ms) continue;
    auto [low, high] = bounds_of(fact, key.for_alerts);
    if (highest) std::tie(low, high) = std::pair(-high, -low);
    earlier.low = std::min(earlier.low, low);
    const bool surely_within = latest.time.latest_ms - fact.time.earliest_ms <= key.span_ms;
    if (!surely_before || !surely_within) continue;
    if (earlier.fact == no_fact || high < earlier.high) earlier.fact = index;
    earlier.high = std::min(earlier.high, high);
  }
  if (highest) std::tie(earlier.low, earlier.high) = std::pair(-earlier.high, -earlier.low);
  return earlier;
}

/// [latest / earlier]; of no use unless what it rose from is above 0.
Bounds ratio_of(const Latest& latest, const Earlier& earlier) {
  if (!(earlier.high > 0)) return {unknown, unknown};
  const double low = std::isinf(earlier.high) ? 0 : std::max(0.0, latest.low) / earlier.high;
  const double high = earlier.low > 0 ? latest.high / earlier.low : infinity;
  return {low, high};
}

Series change_of(const PatientFacts& patient, std::span<const std::uint32_t> same,
                 const ColumnKey& key, std::int64_t as_of_ms) {
  const Latest latest = latest_of(patient, same, key, as_of_ms);
  if (latest.fact == no_fact) return {unknown, unknown, false, {}};
  const bool falls = key.aspect == Aspect::fall || key.aspect == Aspect::fall_ratio;
  const Earlier earlier = lowest_before(patient, same, key, latest, falls);
  Series change{unknown, unknown, latest.tied, {latest.fact}};
  change.facts.insert(change.facts.end(), latest.others.begin(), latest.others.end());
  // Of several latest ones the one that makes the change greatest comes first.
  const auto further = [&](std::uint32_t a, std::uint32_t b) {
    const double one = sure_value(patient.facts[a]), other = sure_value(patient.facts[b]);
    return falls ? one < other : one > other;
  };
  std::stable_sort(change.facts.begin(), change.facts.end(), further);
  if (std::isnan(latest.low) || earlier.fact == no_fact) return change;
  change.facts.push_back(earlier.fact);
  if (key.aspect == Aspect::rise) {
    change.low = latest.low - earlier.high;
    change.high = latest.high - earlier.low;
  } else if (key.aspect == Aspect::fall) {
    change.low = earlier.low - latest.high;
    change.high = earlier.high - latest.low;
  } else {
    std::tie(change.low, change.high) = [](Bounds it) {
      return std::pair(it.low, it.high);
    }(ratio_of(latest, earlier));
  }
  // The difference of two bounds that reach as far says nothing.
  if (std::isnan(change.low) || std::isnan(change.high)) change.low = change.high = unknown;
  return change;
}

/// One result that was sent twice is one value, so what counts is at how many times there is one.
Series count_of_values(const PatientFacts& patient, std::span<const std::uint32_t> same,
                       const ColumnKey& key, std::int64_t as_of_ms) {
  Series count{0, infinity, false, {}};
  std::vector<std::pair<std::int64_t, std::int64_t>> times;
  for (const std::uint32_t index : same) {
    const Fact& fact = patient.facts[index];
    if (!is_value_of(fact, key) || !fact.time.known()) continue;
    if (!key.for_alerts && fact.quality & refused_for_scoring) continue;
    if (key.window_ms != 0 && as_of_ms - fact.time.earliest_ms > key.window_ms) continue;
    const auto [low, high] = bounds_of(fact, key.for_alerts);
    if (low < key.from || high > key.to) continue;
    count.facts.push_back(index);
    times.emplace_back(fact.time.earliest_ms, fact.time.latest_ms);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  count.low = static_cast<double>(times.size());
  return count;
}

/// Of a class and what is narrower: those that are there now. A thiazide and the
/// hydrochlorothiazide that it is are one.
Series count_of_kinds(const PatientFacts& patient, const ColumnKey& key,
                      const terminology::Vocabulary& vocabulary) {
  const auto belongs = [&](terminology::ConceptId id) {
    const auto& broader = vocabulary[id].ancestors;
    return id == key.concept_id ||
           std::find(broader.begin(), broader.end(), key.concept_id) != broader.end();
  };
  const auto is_active = [](const Fact& fact) {
    return fact.state == record::State::present && !fact.past;
  };
  std::vector<std::uint32_t> standing_facts;  // one a concept
  for (std::uint32_t index = 0; index < patient.facts.size(); ++index) {
    const Fact& fact = patient.facts[index];
    if (std::isfinite(fact.value) || is_suspected(fact) || !belongs(fact.concept_id)) continue;
    if (fact.state == record::State::unknown) continue;
    const auto same = std::find_if(
        standing_facts.begin(), standing_facts.end(),
        [&](std::uint32_t other) { return patient.facts[other].concept_id == fact.concept_id; });
    if (same == standing_facts.end())
      standing_facts.push_back(index);
    else if (standing(patient.facts[*same]) < standing(fact))
      *same = index;
  }
  Series count{0, infinity, false, {}};
  bool class_absent = false;
  for (const std::uint32_t index : standing_facts) {
    const Fact& fact = patient.facts[index];
    class_absent = class_absent || (fact.concept_id == key.concept_id && !is_active(fact));
    if (!is_active(fact)) continue;
    const bool has_narrower =
        std::any_of(standing_facts.begin(), standing_facts.end(), [&](std::uint32_t other) {
          const auto& broader = vocabulary[patient.facts[other].concept_id].ancestors;
          return is_active(patient.facts[other]) &&
                 std::find(broader.begin(), broader.end(), fact.concept_id) != broader.end();
        });
    if (!has_narrower) count.facts.push_back(index);
  }
  count.low = static_cast<double>(count.facts.size());
  if (class_absent && count.facts.empty()) count.high = 0;
  return count;
}

}  // namespace

Series series_of(const PatientFacts& patient, std::span<const std::uint32_t> same,
                 const ColumnKey& key, const terminology::Vocabulary& vocabulary,
                 std::int64_t as_of_ms) {
  if (key.aspect == Aspect::values) return count_of_values(patient, same, key, as_of_ms);
  if (key.aspect == Aspect::kinds) return count_of_kinds(patient, key, vocabulary);
  return change_of(patient, same, key, as_of_ms);
}

}  // namespace causa::facts
