// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the hydration module. Every function is pure. An input that is missing (NaN),
// infinite or outside the valid range of its formula gives no result, never a guess.
#pragma once

#include <cmath>
#include <optional>

namespace causa::hydration {

/// Serum osmolarity after Khajuria and Krahn, mOsm/L: 1.86 (Na + K) + 1.15 glucose + urea + 14,
/// all in mmol/L; urea is urea, not urea nitrogen (mg/dL of urea nitrogen / 2.801 = mmol/L urea).
/// Above 295 it screens for water-loss dehydration from 65 years on: sensitivity 85 %, specificity
/// 59 % (Hooper 2015, 595 people, reference: measured osmolality > 300).
/// Valid for positive inputs. No result if one of the four is missing.
inline std::optional<double> calculated_osmolarity_mosm_l(double sodium_mmol_l,
                                                          double potassium_mmol_l,
                                                          double glucose_mmol_l,
                                                          double urea_mmol_l) {
  // `!(x > 0)` is also true for NaN.
  if (!(sodium_mmol_l > 0) || !(potassium_mmol_l > 0) || !(glucose_mmol_l > 0) ||
      !(urea_mmol_l > 0))
    return std::nullopt;
  const double osmolarity =
      1.86 * (sodium_mmol_l + potassium_mmol_l) + 1.15 * glucose_mmol_l + urea_mmol_l + 14;
  if (!std::isfinite(osmolarity)) return std::nullopt;
  return osmolarity;
}

/// The age from which the equation above was validated as a screen (Hooper 2015; ESPEN grade B).
inline constexpr double osmolarity_screen_from_age_years = 65;

/// Urea to creatinine ratio, mmol/mmol: 1000 urea[mmol/L] / creatinine[umol/L].
/// 81 in these units is 20 in mg/mg of urea nitrogen to creatinine (factor 4.04); never compare 20
/// with this number. Textbook ratio, no single source. No result if one input is missing or not
/// positive.
inline std::optional<double> urea_creatinine_ratio(double urea_mmol_l, double creatinine_umol_l) {
  if (!(urea_mmol_l > 0) || !(creatinine_umol_l > 0)) return std::nullopt;
  const double ratio = 1000 * urea_mmol_l / creatinine_umol_l;
  if (!std::isfinite(ratio)) return std::nullopt;
  return ratio;
}

/// Shock index: heart rate [/min] / systolic blood pressure [mmHg]. At 1 or above, with fluid loss,
/// the module alerts (judgement, docs of the clinical model). No result if one input is missing or
/// not positive.
inline std::optional<double> shock_index(double heart_rate_per_min, double systolic_mmhg) {
  if (!(heart_rate_per_min > 0) || !(systolic_mmhg > 0)) return std::nullopt;
  const double index = heart_rate_per_min / systolic_mmhg;
  if (!std::isfinite(index)) return std::nullopt;
  return index;
}

/// Acute weight loss in percent of the usual weight (both kg); negative is a gain. Meaningful over
/// days (more than 2 % counts in exercise: ACSM 2007); the caller sees to it that the weights are
/// not months apart. From 65 years on never the only test (ESPEN grade A). No result if a weight is
/// missing or not positive, or if the change is 50 % or more: then one weight is in another unit.
inline std::optional<double> weight_loss_percent(double usual_kg, double current_kg) {
  if (!(usual_kg > 0) || !(current_kg > 0)) return std::nullopt;
  const double loss = 100 * (usual_kg - current_kg) / usual_kg;
  if (!(std::abs(loss) < 50)) return std::nullopt;
  return loss;
}

/// Ultrafiltration rate of a dialysis session, mL/h/kg: volume removed / (hours x weight after the
/// session). Above 10 and above 13 mortality is higher (Assimon 2016); that cramp follows is
/// physiology, not measured. No result if an input is missing, if hours or weight is not positive
/// or if the volume is negative.
inline std::optional<double> ultrafiltration_rate_ml_h_kg(double volume_ml, double session_hours,
                                                          double weight_kg) {
  if (!(volume_ml >= 0) || !(session_hours > 0) || !(weight_kg > 0)) return std::nullopt;
  const double rate = volume_ml / (session_hours * weight_kg);
  if (!std::isfinite(rate)) return std::nullopt;
  return rate;
}

/// The same ratio in mg/dL of urea nitrogen to mg/dL of creatinine: urea[mmol/L] x 2.801 over
/// creatinine[umol/L] / 88.4. Over 20 suggests lack of volume; also gut bleeding, steroids, much
/// protein, little muscle. Textbook ratio, no single source. No result if one input is missing or
/// not positive.
inline std::optional<double> urea_nitrogen_creatinine_ratio(double urea_mmol_l,
                                                            double creatinine_umol_l) {
  if (!(urea_mmol_l > 0) || !(creatinine_umol_l > 0)) return std::nullopt;
  const double ratio = (urea_mmol_l * 2.801) / (creatinine_umol_l / 88.4);
  if (!std::isfinite(ratio)) return std::nullopt;
  return ratio;
}

/// Calculated osmolality, mosm/kg: 2 Na + glucose + urea, all in mmol/L (in mg/dL: 2 Na +
/// glucose/18
/// + urea nitrogen/2.8; osm_qxmd). About 275-295; for the osmolal gap, not the screen for lack of
/// water. No result if one of the three is missing or not positive.
inline std::optional<double> calculated_osmolality_mosm_kg(double sodium_mmol_l,
                                                           double glucose_mmol_l,
                                                           double urea_mmol_l) {
  if (!(sodium_mmol_l > 0) || !(glucose_mmol_l > 0) || !(urea_mmol_l > 0)) return std::nullopt;
  const double osmolality = 2 * sodium_mmol_l + glucose_mmol_l + urea_mmol_l;
  if (!std::isfinite(osmolality)) return std::nullopt;
  return osmolality;
}

/// Osmolal gap, mosm/kg: measured minus calculated (2 Na + glucose + urea). Above 10 is abnormal:
/// ethanol, toxic alcohols (osm_qxmd). May be negative. No result if one is missing.
inline std::optional<double> osmolal_gap_mosm_kg(double measured_mosm_kg,
                                                 double calculated_mosm_kg) {
  if (!(measured_mosm_kg > 0) || !(calculated_mosm_kg > 0)) return std::nullopt;
  const double gap = measured_mosm_kg - calculated_mosm_kg;
  if (!std::isfinite(gap)) return std::nullopt;
  return gap;
}

/// Fractional excretion, %: 100 (urine x serum creatinine) / (serum x urine creatinine), each pair
/// in one unit. Sodium below 1 % without a diuretic, urea below 35 % also with one: the kidney
/// saves (Carvounis 2002, cited by fena_pearls); low too in rhabdomyolysis, after contrast, in
/// cirrhosis and heart failure. No result if an input is missing or not positive.
inline std::optional<double> fractional_excretion_percent(double urine, double serum,
                                                          double urine_creatinine,
                                                          double serum_creatinine) {
  if (!(urine > 0) || !(serum > 0) || !(urine_creatinine > 0) || !(serum_creatinine > 0))
    return std::nullopt;
  const double percent = 100 * (urine * serum_creatinine) / (serum * urine_creatinine);
  if (!std::isfinite(percent)) return std::nullopt;
  return percent;
}

/// Change between lying and standing: how much `higher` lies above `lower`, /min or mmHg; negative
/// if it doesn't. A rise of the rate by 30 on standing is a large loss of blood (McGee 1999); a
/// fall of pressure by 20 systolic or 10 diastolic within 3 minutes is postural hypotension, 30 if
/// the pressure is high lying (oh_consensus). No result if one is missing or not positive.
inline std::optional<double> postural_change(double higher, double lower) {
  if (!(higher > 0) || !(lower > 0)) return std::nullopt;
  const double change = higher - lower;
  if (!std::isfinite(change)) return std::nullopt;
  return change;
}

/// Gain between two dialysis sessions in percent of the dry weight, both kg. Over 4 % is much
/// (judgement). No result if one is missing or the dry weight isn't positive.
inline std::optional<double> interdialytic_gain_percent(double gain_kg, double dry_weight_kg) {
  if (!(dry_weight_kg > 0) || !std::isfinite(gain_kg)) return std::nullopt;
  return 100 * gain_kg / dry_weight_kg;
}

}  // namespace causa::hydration
