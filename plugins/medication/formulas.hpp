// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the medication module: the time from a medicine's start to the complaint, and
// the statin score. Every function is pure. What is missing gives no result, never a guess.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
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

inline constexpr std::size_t naranjo_questions = 10;
using NaranjoAnswers = std::array<std::optional<bool>, naranjo_questions>;

/// Naranjo adverse drug reaction score, -4 to 13 points (items and weights of naranjo_pmc), of the
/// one medicine that is suspected. Answers in the order of the questions: earlier conclusive
/// reports (yes +1), complaint after the medicine (+2, no -1), better on stopping (+1), back on
/// restarting (+2, no -1), other causes (-1, no +2), came with placebo (-1, no +1), toxic level
/// (+1), worse with more or better with less (+1), same reaction before (+1), objective evidence
/// (+1). An empty answer is "do not know", 0 points. 9 and more definite, 5-8 probable, 1-4
/// possible, less doubtful (naranjo_oae). No result if it is not known whether the complaint came
/// after the medicine: without that there is nothing to score.
inline std::optional<int> naranjo(const NaranjoAnswers& answers) {
  constexpr std::array<int, naranjo_questions> yes{1, 2, 1, 2, -1, -1, 1, 1, 1, 1};
  constexpr std::array<int, naranjo_questions> no{0, -1, 0, -1, 2, 1, 0, 0, 0, 0};
  if (!answers[1]) return std::nullopt;
  int points = 0;
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i]) points += *answers[i] ? yes[i] : no[i];
  return points;
}

}  // namespace causa::medication
