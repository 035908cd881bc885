// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the electrolytes module. Every function is pure. An input that is missing
// (NaN), infinite or outside the valid range of its formula gives no result, never a guess.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace causa::electrolytes {

/// The albumin to which calcium and the anion gap are adjusted, g/L: the common choice, and the
/// default of the module's setting. (Figge's own was the laboratory's normal, 44.)
inline constexpr double usual_reference_albumin_g_l = 40;

/// Calcium adjusted for albumin, mmol/L: total calcium + 0.02 (40 - albumin[g/L]); the same as
/// 0.8 mg/dL for each g/dL. Source: calcium correction as printed by Medscape (medscape_ca).
/// A laboratory's own adjusted calcium is better (local equation), ionized calcium best; with eGFR
/// < 60 no formula beat the unadjusted value (Lian 2018). Valid for positive calcium and albumin
/// 0-100 g/L. No result if one input is missing: without albumin nothing is adjusted.
inline std::optional<double> adjusted_calcium_mmol_l(
    double calcium_mmol_l, double albumin_g_l,
    double reference_albumin_g_l = usual_reference_albumin_g_l) {
  if (!(calcium_mmol_l > 0) || !std::isfinite(calcium_mmol_l)) return std::nullopt;
  if (!(albumin_g_l > 0 && albumin_g_l <= 100)) return std::nullopt;
  return calcium_mmol_l + 0.02 * (reference_albumin_g_l - albumin_g_l);
}

/// Anion gap without potassium, mmol/L: Na - (Cl + HCO3) (Figge 1998). 8-12 in the classical books,
/// 3-10 with ion-selective electrodes. Valid for positive inputs; may be negative (then doubt the
/// sample). No result if one of the three is missing.
inline std::optional<double> anion_gap_mmol_l(double sodium_mmol_l, double chloride_mmol_l,
                                              double bicarbonate_mmol_l) {
  if (!(sodium_mmol_l > 0) || !(chloride_mmol_l > 0) || !(bicarbonate_mmol_l > 0))
    return std::nullopt;
  const double gap = sodium_mmol_l - (chloride_mmol_l + bicarbonate_mmol_l);
  if (!std::isfinite(gap)) return std::nullopt;
  return gap;
}

/// Anion gap corrected for albumin, mmol/L: gap + 0.25 (40 - albumin[g/L]) (Figge 1998; 2.5 for
/// each g/dL). A low albumin hides a gap. Valid for albumin 0-100 g/L. No result if one input is
/// missing.
inline std::optional<double> adjusted_anion_gap_mmol_l(
    double anion_gap_mmol_l, double albumin_g_l,
    double reference_albumin_g_l = usual_reference_albumin_g_l) {
  if (!std::isfinite(anion_gap_mmol_l)) return std::nullopt;
  if (!(albumin_g_l > 0 && albumin_g_l <= 100)) return std::nullopt;
  return anion_gap_mmol_l + 0.25 * (reference_albumin_g_l - albumin_g_l);
}

/// mg/dL of glucose in one mmol/L, as in the laboratory table of the evidence file.
inline constexpr double glucose_mg_dl_per_mmol_l = 18.016;

/// Fall of sodium, mmol/L, for each mg/dL of glucose above 100. The truth lies between; the module
/// decides by Hillier and shows both (nacorr_mdcalc).
inline constexpr double hillier_1999 = 0.024;  // from six healthy volunteers
inline constexpr double katz_1973 = 0.016;     // from theory

/// Sodium corrected for glucose, mmol/L: Na + factor (glucose[mg/dL] - 100); unchanged at or below
/// 100 mg/dL (5.55 mmol/L). Valid for positive sodium and glucose. No result if one is missing.
inline std::optional<double> glucose_corrected_sodium_mmol_l(double sodium_mmol_l,
                                                             double glucose_mmol_l,
                                                             double factor = hillier_1999) {
  if (!(sodium_mmol_l > 0) || !(glucose_mmol_l > 0)) return std::nullopt;
  const double above_normal_mg_dl =
      std::fmax(0.0, glucose_mmol_l * glucose_mg_dl_per_mmol_l - 100.0);
  const double corrected = sodium_mmol_l + factor * above_normal_mg_dl;
  if (!std::isfinite(corrected)) return std::nullopt;
  return corrected;
}

/// Rise of potassium, mmol/L: the latest value minus the lowest of the hours before it. Values in
/// order of time (ms). A rise of more than 0.5 within 6-12 hours is an alarm (acutegp_k). No result
/// without an earlier value in that time, if two values of the latest instant differ, or if a value
/// isn't positive.
inline std::optional<double> potassium_rise_mmol_l(std::span<const double> values,
                                                   std::span<const std::int64_t> times_ms,
                                                   double hours) {
  if (values.size() < 2 || times_ms.size() != values.size()) return std::nullopt;
  constexpr double hour_ms = 3'600'000;
  const double latest = values.back();
  const std::int64_t now_ms = times_ms.back();
  std::optional<double> lowest;
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    const auto ago_ms = static_cast<double>(now_ms - times_ms[i]);
    if (ago_ms > hours * hour_ms) continue;
    if (ago_ms == 0) {
      if (values[i] != latest) return std::nullopt;
      continue;
    }
    if (!(values[i] > 0)) return std::nullopt;
    lowest = lowest ? std::min(*lowest, values[i]) : values[i];
  }
  if (!lowest || !(latest > 0) || !std::isfinite(latest)) return std::nullopt;
  return std::max(0.0, latest - *lowest);
}

/// Fractional excretion, %: of what the kidney filtered, how much it let go:
/// 100 (urine x serum creatinine) / (filtered part x serum x urine creatinine). Each pair in one
/// unit. The filtered part is 1 for potassium, and 0.7 for magnesium, of which the rest is bound to
/// protein. Potassium: above 9.29 % loss by the kidney, if potassium is low (fek_tertiary, a
/// tertiary page). Magnesium: above 4 % wasting (Tucker 2020; Elisaf 1997: normal 0.5-4, wasting
/// 4-48, other causes 0.5-2.7). Not readable on supplements and diuretics. No result if an input is
/// missing or not positive.
inline std::optional<double> fractional_excretion_percent(double urine, double serum,
                                                          double urine_creatinine,
                                                          double serum_creatinine,
                                                          double filtered_part = 1) {
  if (!(urine > 0) || !(serum > 0) || !(urine_creatinine > 0) || !(serum_creatinine > 0) ||
      !(filtered_part > 0))
    return std::nullopt;
  const double percent =
      100 * (urine * serum_creatinine) / (filtered_part * serum * urine_creatinine);
  if (!std::isfinite(percent)) return std::nullopt;
  return percent;
}

/// The part of serum magnesium that is filtered.
inline constexpr double filtered_magnesium = 0.7;

/// Urine potassium to creatinine, mmol/mmol: below 1.5 (13 mmol/g) poor intake, loss from the gut
/// or a shift; from 1.5 on loss by the kidney (Assadi 2008). No result if one input is missing or
/// not positive.
inline std::optional<double> urine_potassium_creatinine(double potassium_mmol_l,
                                                        double creatinine_mmol_l) {
  if (!(potassium_mmol_l > 0) || !(creatinine_mmol_l > 0)) return std::nullopt;
  const double ratio = potassium_mmol_l / creatinine_mmol_l;
  if (!std::isfinite(ratio)) return std::nullopt;
  return ratio;
}

}  // namespace causa::electrolytes
