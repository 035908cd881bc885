// SPDX-License-Identifier: Apache-2.0
//
// How much an answer would tell (docs/clinical-model.md, "What to ask next"): the entropy of E = P
// x X now, minus the entropy that is expected once a finding is known. Pure functions;
// probabilities in [0, 1], likelihood ratios > 0.
#pragma once

#include <optional>

namespace causa::assess {

/// Of a yes-or-no question whose yes has this probability.
double entropy_bits(double p);

/// How often a finding is there with the cause, and without it.
struct FindingRates {
  double sensitivity = 1, false_positive = 0;
};

/// The rates that likelihood ratios stand for. With both of them they follow; with one, the false
/// positive rate is taken to be `false_positive`, and less where that would give a sensitivity
/// above `most_sensitive`. Nothing if no ratio tells anything.
std::optional<FindingRates> rates_of(std::optional<double> lr_present,
                                     std::optional<double> lr_absent, double false_positive,
                                     double most_sensitive);

/// Bits about p * factor that a finding tells which depends on p.
double bits_told(double p, double factor, const FindingRates& rates);

}  // namespace causa::assess
