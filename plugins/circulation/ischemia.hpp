// SPDX-License-Identifier: Apache-2.0

// Claudication, exercise test and acute ischemia: scores of arterial disease that need no
// arithmetic of pressures of their own. Every function is pure. An input that is missing gives no
// result where it could change the answer.
#pragma once

#include <optional>

#include "formulas.hpp"

namespace causa::circulation {

/// Answers to the Edinburgh Claudication Questionnaire.
struct ClaudicationAnswers {
  Finding on_walking = Finding::unknown;
  Finding begins_at_rest = Finding::unknown;    ///< standing still or sitting
  Finding uphill = Finding::unknown;            ///< or hurrying
  Finding on_the_level = Finding::unknown;      ///< at an ordinary pace
  Finding gone_on_standing = Finding::unknown;  ///< within 10 minutes of standing still
  Finding calf = Finding::unknown;
  Finding thigh_or_buttock = Finding::unknown;
};

enum class Claudication : std::uint8_t { negative, atypical, definite };

/// Edinburgh Claudication Questionnaire (Leng and Fowkes, J Clin Epidemiol 1992): positive if the
/// pain comes on walking, not on standing still or sitting, comes uphill or when hurrying, and is
/// gone within 10 minutes of standing still; definite in the calf, atypical in the thigh or buttock
/// without the calf. One wrong answer makes it negative. No result without pain on walking, of
/// which the questionnaire is asked, or while an answer that matters is unknown.
inline std::optional<Claudication> edinburgh_claudication(const ClaudicationAnswers& answers) {
  if (answers.on_walking != Finding::present) return std::nullopt;
  if (answers.begins_at_rest == Finding::present || answers.uphill == Finding::absent ||
      answers.gone_on_standing == Finding::absent)
    return Claudication::negative;
  if (answers.begins_at_rest == Finding::unknown || answers.uphill == Finding::unknown ||
      answers.gone_on_standing == Finding::unknown || answers.calf == Finding::unknown)
    return std::nullopt;
  if (answers.calf == Finding::present) return Claudication::definite;
  if (answers.thigh_or_buttock == Finding::unknown) return std::nullopt;
  return answers.thigh_or_buttock == Finding::present ? Claudication::atypical
                                                      : Claudication::negative;
}

/// Grade of a positive questionnaire: 2 if the pain comes at an ordinary pace on the level, else 1.
inline std::optional<int> claudication_grade(const ClaudicationAnswers& answers) {
  const auto found = edinburgh_claudication(answers);
  if (!found || *found == Claudication::negative || answers.on_the_level == Finding::unknown)
    return std::nullopt;
  return answers.on_the_level == Finding::present ? 2 : 1;
}

/// One exercise test of a leg: index (ratio) and ankle pressure (mmHg) before and after.
struct ExerciseTest {
  std::optional<double> index_at_rest;
  std::optional<double> index_after;
  std::optional<double> pressure_at_rest;
  std::optional<double> pressure_after;
};

inline constexpr double index_fall = 0.20;
inline constexpr double pressure_fall_mmhg = 30;

/// True: the index falls by 20 % of its resting value or the ankle pressure by 30 mmHg. The
/// cut-offs were read only in a secondary source that cites the AHA statement of 2012. No result if
/// neither pair is complete, or a resting value isn't positive.
inline std::optional<bool> falls_after_exercise(const ExerciseTest& test) {
  constexpr double rounding = 1e-9;
  std::optional<bool> falls;
  if (test.index_at_rest && test.index_after && *test.index_at_rest > 0)
    falls =
        (*test.index_at_rest - *test.index_after) / *test.index_at_rest >= index_fall - rounding;
  if (test.pressure_at_rest && test.pressure_after && *test.pressure_at_rest > 0)
    falls = falls.value_or(false) ||
            *test.pressure_at_rest - *test.pressure_after >= pressure_fall_mmhg;
  return falls;
}

/// What is found on a leg that may have lost its blood flow.
struct IschemicLimb {
  Finding diagnosed = Finding::unknown;  ///< acute limb ischemia
  Finding cool = Finding::unknown;
  Finding pale = Finding::unknown;  ///< or mottled
  Finding pulse_lost = Finding::unknown;
  Finding numb_toes = Finding::unknown;
  Finding numb_beyond_toes = Finding::unknown;
  Finding anesthetic = Finding::unknown;
  Finding weak = Finding::unknown;
  Finding paralyzed = Finding::unknown;  ///< or rigid
  Finding arterial_inaudible = Finding::unknown;
  Finding venous_inaudible = Finding::unknown;
  std::optional<double> pain_days;  ///< since the pain began
};

/// Symptoms that are known to be older aren't acute limb ischemia (definition of RCEM and NHS
/// Highland guidelines).
inline constexpr double acute_days = 14;

/// Rutherford class of acute limb ischemia (SVS/ISCVS 1997), 1 to 4 for I, IIa, IIb and III. III
/// only without any arterial or venous signal and with paralysis or rigor: a limb that can be saved
/// must not be written off. Findings that conflict give the higher class; a cold leg without a
/// pulse is at least IIa. No result unless the leg is cold or pale or the diagnosis is there, if
/// the pain is known to be older than 14 days, or while class I isn't certain.
inline std::optional<int> rutherford_class(const IschemicLimb& limb) {
  const auto is = [](Finding finding) { return finding == Finding::present; };
  const auto not_there = [](Finding finding) { return finding == Finding::absent; };
  if (!is(limb.diagnosed) && !is(limb.cool) && !is(limb.pale)) return std::nullopt;
  if (limb.pain_days && *limb.pain_days > acute_days) return std::nullopt;
  if (is(limb.paralyzed) && is(limb.arterial_inaudible) && is(limb.venous_inaudible)) return 4;
  if (is(limb.numb_beyond_toes) || is(limb.anesthetic) || is(limb.weak) || is(limb.paralyzed))
    return 3;
  if (is(limb.arterial_inaudible) || is(limb.numb_toes) || is(limb.pulse_lost)) return 2;
  if (not_there(limb.numb_toes) && not_there(limb.numb_beyond_toes) && not_there(limb.weak) &&
      not_there(limb.arterial_inaudible) && not_there(limb.venous_inaudible))
    return 1;
  return std::nullopt;
}

}  // namespace causa::circulation
