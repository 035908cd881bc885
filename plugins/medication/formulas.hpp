// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the medication module: the time from a medicine's start to the complaint, and
// the statin score. Every function is pure. What is missing gives no result, never a guess.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

namespace causa::medication {

inline constexpr double day_ms = 24 * 3600e3;

/// Days from the start of a medicine to the onset of the complaint; negative if the complaint came
/// first. `starts_ms` are the known starts of the members of one class: the last one not after the
/// onset counts, because a switch or an addition within a class counts as a start (row t08 of the
/// evidence file); if all come after the onset, the first of them. Times in milliseconds since
/// 1970. No result without a start. Source of the idea: onset or worsening after the start is the
/// first criterion of a drug-induced cramp (drugcramp_ma, Medical Algorithms).
inline std::optional<double> days_to_onset(std::span<const std::int64_t> starts_ms,
                                           std::int64_t onset_ms) {
  std::optional<std::int64_t> last_before, first_after;
  for (const std::int64_t start_ms : starts_ms) {
    if (start_ms <= onset_ms) {
      if (!last_before || start_ms > *last_before) last_before = start_ms;
    } else if (!first_after || start_ms < *first_after) {
      first_after = start_ms;
    }
  }
  const auto start_ms = last_before ? last_before : first_after;
  if (!start_ms) return std::nullopt;
  return (static_cast<double>(onset_ms) - static_cast<double>(*start_ms)) / day_ms;
}

/// Where the muscles hurt, with the points of the score.
enum class MuscleSite : int {
  asymmetric = 1,
  upper_symmetric = 2,
  calf_symmetric = 2,
  thigh_symmetric = 3
};

/// What stopping the statin did, with the points of the score.
enum class Dechallenge : int {
  not_tried_or_no_relief = 0,
  relief_2_to_4_weeks = 1,
  relief_within_2_weeks = 2
};

/// What restarting it did, with the points of the score.
enum class Rechallenge : int {
  not_tried_or_none = 0,
  recurrence_4_to_12_weeks = 1,
  recurrence_within_4_weeks = 3
};

/// Statin-associated muscle symptom clinical index, points 2-11 (items of samsci_calc, Rosenson
/// 2017): site 1-3, onset after start or dose rise (< 4 weeks 3, 4-12 weeks 2, later 1), stopping
/// 0-2, restarting 0-3. Valid for an onset of 0 weeks or more: a complaint older than the statin
/// has no score. What was not tried scores 0, so the result is then a lower limit. The usual
/// cut-offs (2-6 unlikely, 7-8 possible, 9-11 probable) were recalled, not seen: show the score,
/// weigh nothing. No result if the onset is missing (NaN).
inline std::optional<int> sams_ci(MuscleSite site, double onset_weeks, Dechallenge dechallenge,
                                  Rechallenge rechallenge) {
  if (!(onset_weeks >= 0) || !std::isfinite(onset_weeks)) return std::nullopt;
  const int onset = onset_weeks < 4 ? 3 : onset_weeks <= 12 ? 2 : 1;
  return static_cast<int>(site) + onset + static_cast<int>(dechallenge) +
         static_cast<int>(rechallenge);
}

}  // namespace causa::medication
