// SPDX-License-Identifier: Apache-2.0
//
// Of several facts about one thing: what each allows, which of them counts, which is the latest.
// Internal to this room. Pure; any thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include "facts/columns.hpp"

namespace causa::facts {

struct Bounds {
  double low, high;
};

/// The closed interval of doubles that a value with a comparator can be.
Bounds bounds_of(const Fact& fact, bool for_alerts);

/// A suspected diagnosis; a preliminary result counts.
inline bool is_suspected(const Fact& fact) {
  return fact.provisional && !(fact.quality & Quality::preliminary);
}

/// Latest first; of what can't be told apart by time any order will do, if it isn't that of input.
inline auto recency(const Fact& fact) {
  const double value = std::isfinite(fact.value) ? fact.value : 0;
  return std::tuple(fact.time.latest_ms, fact.time.earliest_ms, -value, fact.comparator,
                    fact.concept_id);
}

/// Of several statements about one finding the greatest counts. An active entry outlives the end of
/// another one (renewed prescriptions); a statement of absence counts against it only if it is
/// later.
inline auto standing(const Fact& fact) {
  const bool active = fact.state == record::State::present && !fact.past;
  const bool ended = fact.state == record::State::present && fact.past;
  return std::tuple(!ended, fact.time.latest_ms, active, fact.time.earliest_ms, fact.concept_id,
                    fact.start.earliest_ms, fact.end.earliest_ms, !fact.from_text);
}

/// True for a value of the key's concept that may be shown to its kind of question, whatever its
/// time; a refused one, too, for it may be the newest.
bool is_value_of(const Fact& fact, const ColumnKey& key);

struct Latest {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  bool tied = false;
  Ends ends;  ///< of a tie: what is certain
  std::uint32_t fact = no_fact;
  std::vector<std::uint32_t> others;  ///< of a tie: the rest of its facts
  TimeSpan time{};                    ///< when the latest one was measured
  std::uint32_t count = 0;            ///< values that may be the latest
};

/// All values of which none is surely older than another: of one dated by the day and one dated by
/// the hour of that day either may be the later. Looks at all values at once, for "may be as late"
/// isn't handed on from one pair to the next: the day's value may be as late as both of its hours.
/// `same`: the facts of the key's concept.
Latest latest_of(const PatientFacts& patient, std::span<const std::uint32_t> same,
                 const ColumnKey& key, std::int64_t as_of_ms);

}  // namespace causa::facts
