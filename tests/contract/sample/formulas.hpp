// SPDX-License-Identifier: Apache-2.0
//
// The sample's one formula, also called directly by the benchmark. Pure.
#pragma once

namespace causa::sample {

/// Total calcium adjusted for albumin, mmol/L (Payne 1973); albumin in g/L.
inline double adjusted_calcium_mmol_l(double calcium_mmol_l, double albumin_g_l,
                                      double middle_g_l = 40) {
  return calcium_mmol_l + 0.02 * (middle_g_l - albumin_g_l);
}

}  // namespace causa::sample
