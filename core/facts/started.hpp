// SPDX-License-Identifier: Apache-2.0
//
// Since when something is there, if a record states it more than once: renewed prescriptions, an
// old complaint and a new one, a finding and a narrower one. Internal to this room. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <limits>

#include "facts/columns.hpp"

namespace causa::facts {

/// Days before as_of, as an interval; NaN if nothing tells.
struct Started {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::uint32_t fact = no_fact;
  /// For alerts: several things of that name began, the last `ends.low` days ago and the first
  /// `ends.high`; [low, high] takes in what began at a time that isn't known.
  bool tied = false;
  Ends ends;
  std::uint32_t first = no_fact;  ///< of a tie: the one that began first, where `fact` began last
};

/// True of what a start can be taken from.
bool has_begun(const Fact& fact);

/// Of one fact alone. A recorded date is a latest bound of the onset, never the onset.
Started started_of(const Fact& fact, std::uint32_t index, std::int64_t as_of_ms);

/// Of all facts of the key's concept and of narrower ones. What is over says nothing of what is
/// there now; a course of a medicine that ended at most `renewal_ms` before the next one began is
/// the same exposure. Rules take the earliest start. For alerts an old complaint can't make a new
/// one of its name old, nor one medicine another one of its class.
Started started_of(const PatientFacts& patient, const ColumnKey& key,
                   const terminology::Vocabulary& vocabulary, std::int64_t as_of_ms);

/// Judgement: a new prescription rarely comes later than this if the medicine was taken on.
inline constexpr std::int64_t renewal_ms = 30 * ms_per_day;

}  // namespace causa::facts
