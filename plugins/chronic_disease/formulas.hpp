// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the chronic disease module. Every function is pure. An input that is missing
// (NaN), infinite or outside the valid range of its formula gives no result, never a guess.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace causa::chronic_disease {

inline constexpr double creatinine_umol_l_per_mg_dl = 88.4;
inline constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

/// Estimated glomerular filtration rate, mL/min per 1.73 m2, CKD-EPI 2021 (Inker LA et al., N Engl
/// J Med 2021;385:1737-1749, as printed by the National Kidney Foundation): 142 min(S/k,1)^a
/// max(S/k,1)^-1.2 0.9938^age, times 1.012 for women; S is creatinine in mg/dL, k 0.7 (women) or
/// 0.9 (men), a -0.241 or -0.302. Input creatinine in umol/L. Valid from 18 years on and in a
/// steady state: not in acute kidney injury, pregnancy or extremes of muscle mass, which the caller
/// sees to. No result if creatinine isn't positive, or the age is missing or under 18 or over 130.
inline std::optional<double> egfr_ckd_epi_2021(double creatinine_umol_l, double age_years,
                                               bool female) {
  // `!(x > 0)` is also true for NaN.
  if (!(creatinine_umol_l > 0) || !(age_years >= 18) || !(age_years <= 130)) return std::nullopt;
  const double relative = creatinine_umol_l / creatinine_umol_l_per_mg_dl / (female ? 0.7 : 0.9);
  const double egfr = 142 * std::pow(std::min(relative, 1.0), female ? -0.241 : -0.302) *
                      std::pow(std::max(relative, 1.0), -1.2) * std::pow(0.9938, age_years) *
                      (female ? 1.012 : 1.0);
  if (!std::isfinite(egfr) || !(egfr > 0)) return std::nullopt;
  return egfr;
}

/// Range of filtration rates that is taken for a result at all (plausible range of lab.egfr).
inline constexpr double egfr_highest = 200;

/// KDIGO category of the filtration rate (mL/min per 1.73 m2) as a number: 1 (>= 90), 2 (60-89),
/// 3 (G3a, 45-59), 3.5 (G3b, 30-44), 4 (15-29), 5 (< 15). Classed on the whole number, as
/// laboratories report it. A category is not a diagnosis: chronic kidney disease needs three
/// months, and G1 and G2 another sign of damage. No result if the rate is missing or not positive.
inline std::optional<double> ckd_g_stage(double egfr) {
  if (!(egfr > 0) || !std::isfinite(egfr)) return std::nullopt;
  const double rounded = std::round(egfr);
  if (rounded >= 90) return 1;
  if (rounded >= 60) return 2;
  if (rounded >= 45) return 3;
  if (rounded >= 30) return 3.5;
  if (rounded >= 15) return 4;
  return 5;
}

/// KDIGO category of albuminuria from the albumin to creatinine ratio of urine, mg/g: 1 under 30,
/// 2 from 30 to 300, 3 above. The guideline's own limits in mg/mmol are 3 and 30, not 3.4 and 33.9:
/// a ratio that was converted to mg/g is classed a little lower than in its own unit. No result if
/// the ratio is missing or negative.
inline std::optional<double> albuminuria_category(double ratio_mg_g) {
  if (!(ratio_mg_g >= 0) || !std::isfinite(ratio_mg_g)) return std::nullopt;
  if (ratio_mg_g < 30) return 1;
  return ratio_mg_g <= 300 ? 2 : 3;
}

/// KDIGO risk: 1 low, 2 moderate, 3 high, 4 very high, from the categories of filtration rate (as
/// `ckd_g_stage` gives them: 1, 2, 3, 3.5, 4, 5) and albuminuria (1-3). Low risk in G1 or G2 is no
/// kidney disease without another sign of damage. No result for a category that there isn't.
inline std::optional<double> kidney_risk(double g_stage, double albuminuria) {
  const bool is_category = albuminuria == 1 || albuminuria == 2 || albuminuria == 3;
  if (!is_category) return std::nullopt;
  double without_albumin = 0;
  if (g_stage == 1 || g_stage == 2)
    without_albumin = 1;
  else if (g_stage == 3)
    without_albumin = 2;
  else if (g_stage == 3.5)
    without_albumin = 3;
  else if (g_stage == 4 || g_stage == 5)
    without_albumin = 4;
  else
    return std::nullopt;
  return std::min(without_albumin + albuminuria - 1, 4.0);
}

/// Latest creatinine divided by the lowest of the `days` before it, at least two instants needed.
/// 1.5 within 7 days is acute kidney injury (definition as given by GPnotebook); 2 within the
/// longer window used here is an alert (judgement). Values in any one unit, in order of time,
/// `times_ms` as long as `values`. Of several values of the last instant the highest counts: this
/// feeds alerts. No result if times are missing, a value isn't positive, or nothing earlier lies in
/// the window.
inline std::optional<double> creatinine_rise_ratio(std::span<const double> values,
                                                   std::span<const std::int64_t> times_ms,
                                                   std::int64_t days = 90) {
  if (values.size() < 2 || times_ms.size() != values.size()) return std::nullopt;
  const std::int64_t last = *std::max_element(times_ms.begin(), times_ms.end());
  double latest = 0;
  std::optional<double> lowest;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] > 0) || !std::isfinite(values[i])) return std::nullopt;
    if (times_ms[i] == last)
      latest = std::max(latest, values[i]);
    else if (last - times_ms[i] <= days * day_ms)
      lowest = std::min(lowest.value_or(values[i]), values[i]);
  }
  if (!lowest) return std::nullopt;
  return latest / *lowest;
}

/// Whether the filtration rate has been under 60 for three months (KDIGO, 90 days): true if the
/// latest and one at least 90 days older are under 60 and none between is not; false if the latest
/// is 60 or more; no result if the latest is under 60 and nothing older decides, or if an input is
/// missing. Rates in mL/min per 1.73 m2, `times_ms` as long as `egfrs`, in order of time.
inline std::optional<bool> reduced_for_three_months(std::span<const double> egfrs,
                                                    std::span<const std::int64_t> times_ms) {
  if (egfrs.empty() || times_ms.size() != egfrs.size()) return std::nullopt;
  for (const double egfr : egfrs)
    if (!(egfr > 0) || !std::isfinite(egfr)) return std::nullopt;
  if (std::round(egfrs.back()) >= 60) return false;
  for (std::size_t i = egfrs.size(); i-- > 0;) {
    if (std::round(egfrs[i]) >= 60) return std::nullopt;
    if (times_ms.back() - times_ms[i] >= 90 * day_ms) return true;
  }
  return std::nullopt;
}

/// What is known for the ADA criteria. Missing numbers are NaN.
struct Glycemia {
  double hba1c_percent = std::nan("");
  double fasting_glucose_mmol_l = std::nan("");
  double two_hour_glucose_mmol_l = std::nan("");  ///< oral glucose tolerance test
  double random_glucose_mmol_l = std::nan("");    ///< any glucose not known to be fasting
  std::optional<bool> classic_symptoms;           ///< thirst or passing much urine
};

struct DiabetesCriteria {
  std::optional<bool> in_range;     ///< one criterion is met; without symptoms it must be repeated
  std::optional<bool> confirmed;    ///< two are met, or random glucose with classic symptoms
  std::optional<bool> prediabetes;  ///< none is met, and one value lies in the range below
};

/// ADA Standards of Care 2025: diabetes if HbA1c >= 6.5 %, fasting glucose >= 7.0 mmol/L (126
/// mg/dL), two-hour glucose >= 11.1 mmol/L (200 mg/dL), or random glucose >= 11.1 mmol/L with
/// classic symptoms; without unequivocal hyperglycemia two abnormal results are needed. Glucose is
/// rounded to one decimal, for 126 mg/dL is 6.99 mmol/L; HbA1c isn't, for 47 mmol/mol (6.45 %) is
/// below the criterion. Prediabetes: HbA1c 5.7-6.4 %, fasting glucose 5.6-6.9, two-hour glucose
/// 7.8-11.0 mmol/L. Random glucose without symptoms decides nothing. The caller leaves HbA1c
/// out where it misleads (dialysis, pregnancy). Nothing known: both unknown.
inline DiabetesCriteria diabetes_criteria(const Glycemia& given) {
  const auto tenths = [](double value) { return std::round(value * 10) / 10; };
  int tests = 0;
  int met = 0;
  int raised = 0;
  const auto count = [&](double value, double prediabetes_limit, double limit) {
    if (!(value > 0) || !std::isfinite(value)) return;
    ++tests;
    if (value >= limit)
      ++met;
    else if (value >= prediabetes_limit)
      ++raised;
  };
  count(given.hba1c_percent, 5.7, 6.5);
  count(tenths(given.fasting_glucose_mmol_l), 5.6, 7.0);
  count(tenths(given.two_hour_glucose_mmol_l), 7.8, 11.1);
  const bool high_random =
      std::isfinite(given.random_glucose_mmol_l) && tenths(given.random_glucose_mmol_l) >= 11.1;
  const bool unequivocal = high_random && given.classic_symptoms.value_or(false);

  DiabetesCriteria result;
  if (met > 0 || unequivocal)
    result.in_range = true;
  else if (tests > 0)
    result.in_range = false;
  if (met >= 2 || unequivocal)
    result.confirmed = true;
  else if (result.in_range == false && !high_random)
    result.confirmed = false;
  if (result.in_range == false) result.prediabetes = raised > 0;
  return result;
}

inline constexpr std::size_t zulewski_items = 12;

/// Clinical score for hypothyroidism of Zulewski (as reproduced by Medical Algorithms), one point
/// each, in this order: diminished sweating, hoarseness, paresthesia, dry skin, constipation,
/// impaired hearing, weight increase, slow movements, delayed ankle reflex, coarse skin,
/// periorbital puffiness, cold skin. Over 5 hypothyroid, 3-5 intermediate, under 3 euthyroid; it
/// prompts a TSH and decides nothing. An item that wasn't asked is unknown: a result is given only
/// if all 12 are known, or if the known ones already pass 5 (then it is a lower bound).
inline std::optional<double> zulewski_score(
    std::span<const std::optional<bool>, zulewski_items> items) {
  int score = 0;
  bool complete = true;
  for (const auto& item : items) {
    if (!item)
      complete = false;
    else if (*item)
      ++score;
  }
  if (!complete && score <= 5) return std::nullopt;
  return score;
}

/// Likelihood ratio of overt hypothyroidism for the number of 13 hypothyroid symptoms (Carle A et
/// al., Eur J Endocrinol 2014;171:593). The abstract doesn't list all 13, so the count must come
/// from whoever used the instrument. No result for a number that isn't a whole one from 0 to 13.
inline std::optional<double> carle_likelihood_ratio(double symptoms) {
  if (!(symptoms >= 0) || !(symptoms <= 13) || symptoms != std::floor(symptoms))
    return std::nullopt;
  if (symptoms == 0) return 0.21;
  if (symptoms <= 2) return 0.47;
  if (symptoms <= 3) return 1.16;
  if (symptoms <= 6) return 1.90;
  if (symptoms <= 9) return 3.52;
  return 6.29;
}

}  // namespace causa::chronic_disease
