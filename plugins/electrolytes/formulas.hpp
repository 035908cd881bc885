// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the electrolytes module. Every function is pure. An input that is missing
// (NaN), infinite or outside the valid range of its formula gives no result, never a guess.
#pragma once

#include <cmath>
#include <optional>

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

}  // namespace causa::electrolytes
