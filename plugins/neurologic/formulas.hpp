// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the neurologic module. Every function is pure. An input that is missing gives
// no result or, in the scores that say so, scores 0.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

namespace causa::neurologic {

/// What is known of a finding.
enum class Finding : std::uint8_t { unknown, absent, present };

/// Answers of the Sugioka rule for lumbar spinal stenosis.
struct SugiokaItems {
  std::optional<double> age_years;
  std::optional<double> duration_days;  ///< since the leg pain began
  Finding better_bending_forward = Finding::unknown;
  Finding better_bending_backward = Finding::unknown;
  Finding worse_standing = Finding::unknown;
  Finding intermittent_claudication = Finding::unknown;
  Finding urinary_incontinence = Finding::unknown;
};

/// Six months as the manifest counts them: months of 30 days.
inline constexpr double six_months_days = 180;

/// Score of Sugioka et al. (Fam Pract 2008) for lumbar spinal stenosis, points from -2 to 10: 60-70
/// years 2, over 70 years 3 (whole years); pain for over 6 months 1; better bending forward 2;
/// better bending backward -2; worse standing 2; intermittent claudication 1; urinary incontinence
/// 1. Positive at 7. Unknown items score 0, so the score is a lower bound as long as bending
/// backward is known. Valid for 0-130 years. No result if the age is missing or not one of the
/// three posture items is known.
inline std::optional<int> sugioka_lss(const SugiokaItems& items) {
  if (!items.age_years || !(*items.age_years >= 0 && *items.age_years <= 130)) return std::nullopt;
  if (items.better_bending_forward == Finding::unknown &&
      items.better_bending_backward == Finding::unknown && items.worse_standing == Finding::unknown)
    return std::nullopt;
  const auto points = [](Finding finding, int worth) {
    return finding == Finding::present ? worth : 0;
  };
  const double whole_years = std::floor(*items.age_years);
  int score = whole_years > 70 ? 3 : whole_years >= 60 ? 2 : 0;
  if (items.duration_days && *items.duration_days > six_months_days) score += 1;
  return score + points(items.better_bending_forward, 2) +
         points(items.better_bending_backward, -2) + points(items.worse_standing, 2) +
         points(items.intermittent_claudication, 1) + points(items.urinary_incontinence, 1);
}

/// The five criteria of restless legs syndrome (IRLSSG 2014, Allen et al., Sleep Med).
struct RestlessLegsCriteria {
  Finding urge_to_move = Finding::unknown;
  Finding at_rest = Finding::unknown;              ///< begins or worsens at rest
  Finding eased_by_movement = Finding::unknown;    ///< for as long as it goes on
  Finding evening = Finding::unknown;              ///< only or worse in the evening or night
  Finding explained_otherwise = Finding::unknown;  ///< solely another condition
};

/// All five met: true. One known not to be met: false, whatever the others are. Else no result. In
/// very severe disease relief and evening may be lost, but must have been there: that is for the
/// clinician to record as present.
inline std::optional<bool> restless_legs(const RestlessLegsCriteria& criteria) {
  const std::array needed = {criteria.urge_to_move, criteria.at_rest, criteria.eased_by_movement,
                             criteria.evening};
  bool all_known = criteria.explained_otherwise != Finding::unknown;
  for (const Finding finding : needed) {
    if (finding == Finding::absent) return false;
    all_known = all_known && finding != Finding::unknown;
  }
  if (criteria.explained_otherwise == Finding::present) return false;
  if (!all_known) return std::nullopt;
  return true;
}

/// How many of the four classic features are known to be present, 0-4. All four have a specificity
/// of 84 % only (Hening 2009): the fifth criterion is compulsory. No result if none is known.
inline std::optional<int> restless_legs_features(const RestlessLegsCriteria& criteria) {
  const std::array features = {criteria.urge_to_move, criteria.at_rest, criteria.eased_by_movement,
                               criteria.evening};
  bool any_known = false;
  int present = 0;
  for (const Finding finding : features) {
    any_known = any_known || finding != Finding::unknown;
    present += finding == Finding::present ? 1 : 0;
  }
  if (!any_known) return std::nullopt;
  return present;
}

/// Answers to the history questionnaire of Konno for lumbar spinal stenosis: the first four and the
/// other six.
struct KonnoHistory {
  std::array<Finding, 4> first{};   ///< thigh to calf, walking, standing, bending forward
  std::array<Finding, 6> others{};  ///< both legs, soles, buttocks, painless, burning, urination
};

/// Questionnaire of Konno et al. (BMC Musculoskelet Disord 2007), as a table of 2011 reproduces it:
/// positive if all of the first four are answered yes, or at least two of them and three of the
/// others. The original may ask for less (one and two); the stricter print is kept. No result while
/// an unknown answer could change it.
inline std::optional<bool> konno_history(const KonnoHistory& answers) {
  const auto count = [](const auto& findings, bool unknown_too) {
    int yes = 0;
    for (const Finding finding : findings)
      yes += finding == Finding::present || (unknown_too && finding == Finding::unknown) ? 1 : 0;
    return yes;
  };
  const auto positive = [&](bool unknown_too) {
    const int first = count(answers.first, unknown_too);
    return first == 4 || (first >= 2 && count(answers.others, unknown_too) >= 3);
  };
  if (positive(false)) return true;
  if (!positive(true)) return false;
  return std::nullopt;
}

}  // namespace causa::neurologic
