// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the circulation module. Every function is pure. An input that is missing or
// outside the valid range of its formula gives no result, never a guess; where unknown items of a
// score count as 0, the upper end of the possible range stands beside it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

namespace causa::circulation {

/// What is known of a finding.
enum class Finding : std::uint8_t { unknown, absent, present };

/// The items of the Wells score for deep vein thrombosis, 2003 version with previous thrombosis.
/// If both legs have symptoms, the worse one is scored.
struct WellsItems {
  Finding active_cancer = Finding::unknown;         ///< treated within 6 months, or palliative
  Finding leg_immobilized = Finding::unknown;       ///< paralysis, paresis or plaster of a leg
  Finding bedridden_or_surgery = Finding::unknown;  ///< 3 days in bed, major surgery in 12 weeks
  Finding tender_deep_veins = Finding::unknown;     ///< along the deep veins
  Finding entire_leg_swollen = Finding::unknown;
  Finding calf_swollen_3cm = Finding::unknown;  ///< over 3 cm more than the other calf
  Finding pitting_edema = Finding::unknown;     ///< of the painful leg only
  Finding collateral_veins = Finding::unknown;  ///< superficial, not varicose
  Finding previous_dvt = Finding::unknown;
  Finding alternative_as_likely = Finding::unknown;  ///< another diagnosis at least as likely: -2
};

struct WellsScore {
  int points = 0;  ///< unknown items score 0
  int upper = 0;   ///< the most that the known items allow
};

/// What the absence of any swelling, and of a difference between the legs, says about the items:
/// without swelling there is no swollen leg or calf and no pitting; without one-sided swelling no
/// calf 3 cm larger and no pitting of one leg only. Items that are known stay as they are.
inline WellsItems without_swelling(WellsItems items, Finding swelling, Finding one_sided_swelling) {
  const auto close = [](Finding& item) {
    if (item == Finding::unknown) item = Finding::absent;
  };
  const bool none = swelling == Finding::absent;
  if (none) close(items.entire_leg_swollen);
  if (none || one_sided_swelling == Finding::absent) {
    close(items.calf_swollen_3cm);
    close(items.pitting_edema);
  }
  return items;
}

/// Wells score for deep vein thrombosis, points from -2 to 9: one for each item, -2 for another
/// diagnosis at least as likely. Likely at 2 and over; high at 3 and over, moderate 1-2, low 0 and
/// under (Wells 1997 and 2003). A low score alone excludes nothing: in primary care 12.0 % of the
/// low group had a thrombosis (Oudega 2005). Not made for pregnancy and the 6 weeks after birth:
/// the caller must not ask then. No result if no item is known.
inline std::optional<WellsScore> wells_dvt(const WellsItems& items) {
  const std::array scored = {
      items.active_cancer,     items.leg_immobilized,    items.bedridden_or_surgery,
      items.tender_deep_veins, items.entire_leg_swollen, items.calf_swollen_3cm,
      items.pitting_edema,     items.collateral_veins,   items.previous_dvt};
  bool any_known = items.alternative_as_likely != Finding::unknown;
  WellsScore score;
  for (const Finding item : scored) {
    any_known = any_known || item != Finding::unknown;
    score.points += item == Finding::present ? 1 : 0;
    score.upper += item == Finding::absent ? 0 : 1;
  }
  if (!any_known) return std::nullopt;
  if (items.alternative_as_likely == Finding::present) {
    score.points -= 2;
    score.upper -= 2;
  }
  return score;
}

/// The items of the Dutch primary care rule for deep vein thrombosis.
struct PrimaryCareItems {
  Finding male = Finding::unknown;
  Finding oral_contraceptive = Finding::unknown;
  Finding active_cancer = Finding::unknown;  ///< within 6 months
  Finding major_surgery = Finding::unknown;  ///< within 3 months
  Finding no_leg_injury = Finding::unknown;
  Finding collateral_veins = Finding::unknown;
  Finding calf_swollen_3cm = Finding::unknown;
  Finding d_dimer_positive = Finding::unknown;
};

/// A D-dimer that is given as a number only counts as positive from here on, ug/L of
/// fibrinogen-equivalent units: the usual limit of laboratories (judgement).
inline constexpr double d_dimer_limit_ug_l = 500;

/// Dutch primary care rule (van der Velde, Ann Fam Med 2011), points from 0 to 14: D-dimer positive
/// 6, calf 3 cm larger 2, the others 1. Thrombosis counts as absent at 3 or less, ultrasound
/// from 4. Unknown items score 0 and raise the upper end. Needs a D-dimer: no result without one.
/// Not for pregnancy: the caller must not ask then.
inline std::optional<WellsScore> dvt_primary_care(const PrimaryCareItems& items) {
  if (items.d_dimer_positive == Finding::unknown) return std::nullopt;
  WellsScore score;
  const auto count = [&score](Finding item, int worth) {
    score.points += item == Finding::present ? worth : 0;
    score.upper += item == Finding::absent ? 0 : worth;
  };
  count(items.male, 1);
  count(items.oral_contraceptive, 1);
  count(items.active_cancer, 1);
  count(items.major_surgery, 1);
  count(items.no_leg_injury, 1);
  count(items.collateral_veins, 1);
  count(items.calf_swollen_3cm, 2);
  count(items.d_dimer_positive, 6);
  return score;
}

/// Systolic pressures of one leg in mmHg, supine, by Doppler; 0: no signal.
struct AnklePressures {
  std::optional<double> dorsalis_pedis;
  std::optional<double> posterior_tibial;
};

/// Systolic pressures of the arms in mmHg, supine, by Doppler.
struct ArmPressures {
  std::optional<double> right;
  std::optional<double> left;
};

/// An index above this is an error of measurement or entry: the concept's own limit (judgement).
inline constexpr double implausible_abi = 2.5;

/// True: both arteries of the ankle were looked for and gave no Doppler signal. No result if one of
/// the two is missing.
inline std::optional<bool> ankle_signal_absent(const AnklePressures& ankle) {
  if (!ankle.dorsalis_pedis || !ankle.posterior_tibial) return std::nullopt;
  return *ankle.dorsalis_pedis == 0 && *ankle.posterior_tibial == 0;
}

/// Ankle-brachial index of one leg, a ratio rounded to 2 decimals before anybody classifies it:
/// the higher ankle pressure over the higher arm pressure (AHA/ACC guideline 2016). 0.90 and under
/// abnormal, 0.91-0.99 borderline, 1.00-1.40 normal, over 1.40 not compressible. Valid for ankle
/// pressures of 0-300 and arm pressures of 40-300 mmHg. No result if one of the four is missing (a
/// missing arm could hide a lower index, a missing artery a higher one), out of range, or if there
/// is no signal at the ankle, which is an emergency and not an index of 0.
inline std::optional<double> ankle_brachial_index(const AnklePressures& ankle,
                                                  const ArmPressures& arms) {
  const auto within = [](const std::optional<double>& pressure, double low, double high) {
    return pressure && *pressure >= low && *pressure <= high;
  };
  if (!within(ankle.dorsalis_pedis, 0, 300) || !within(ankle.posterior_tibial, 0, 300))
    return std::nullopt;
  if (!within(arms.right, 40, 300) || !within(arms.left, 40, 300)) return std::nullopt;
  const double higher_ankle = std::max(*ankle.dorsalis_pedis, *ankle.posterior_tibial);
  if (higher_ankle == 0) return std::nullopt;
  const double index = std::round(100 * higher_ankle / std::max(*arms.right, *arms.left)) / 100;
  if (index > implausible_abi) return std::nullopt;
  return index;
}

/// The lower of the two legs' indices, which decides (AHA/ACC guideline 2016); the one that is
/// known if the other isn't. No result if none is.
inline std::optional<double> lower_leg(std::optional<double> right, std::optional<double> left) {
  if (right && left) return std::min(*right, *left);
  return right ? right : left;
}

/// Fall of the platelet count, %, from the highest earlier count to the latest; counts in order of
/// time, all of one unit. 0 if the latest is the highest. 50 and over: halved. No result with fewer
/// than two counts, or if one isn't a positive number.
inline std::optional<double> platelet_fall_percent(std::span<const double> counts) {
  if (counts.size() < 2) return std::nullopt;
  for (const double count : counts)
    if (!(count > 0) || !std::isfinite(count)) return std::nullopt;
  const double highest_earlier = std::ranges::max(counts.first(counts.size() - 1));
  return std::max(0.0, 100 * (highest_earlier - counts.back()) / highest_earlier);
}

}  // namespace causa::circulation
