// SPDX-License-Identifier: Apache-2.0
//
// The arithmetic of evidence (docs/clinical-model.md). Pure functions; probabilities in (0, 1),
// likelihood ratios > 0, weights in millibans = 1000 x log10(LR).
#pragma once

#include <cstdint>
#include <optional>

#include "assess/constants.hpp"
#include "knowledge/manifest.hpp"

namespace causa::assess {

/// Keeps a probability away from 0 and 1, where its logit is infinite: [0.0005, 0.9995].
double clamp_probability(double p);
double logit(double p);
double from_logit(double x);

/// Standard normal distribution function.
double normal_cdf(double z);

/// Likelihood ratios of an exposure from an odds ratio and the prevalence of exposure among those
/// without the state: LR+ = OR / (1 - p + p OR), LR- = 1 / (1 - p + p OR).
double lr_positive_from_odds_ratio(double odds_ratio, double exposure);
double lr_negative_from_odds_ratio(double odds_ratio, double exposure);

/// One side of a rule, ready to add up.
struct Weight {
  std::int32_t millibans = 0;       ///< after shrinkage
  double variance = 0;              ///< of the weight after shrinkage, log10 units squared
  double lr = 1;                    ///< after shrinkage
  std::optional<double> published;  ///< as in the source
  std::optional<knowledge::Interval> ci;
};

/// Shrinks a measured log10 likelihood ratio by its precision: w t^2 / (t^2 + v), where v is the
/// squared standard error, from the published 95 % interval or from Constants.
Weight measured_weight(double lr, const std::optional<knowledge::Interval>& ci,
                       std::optional<int> n, const Constants& constants);

/// A judgement in words; not shrunk.
Weight expert_weight(knowledge::Grade grade, bool in_favor, const Constants& constants);

/// The weight that a rule's strength states (`present_exposure` picks LR+ or LR- of an odds ratio).
Weight weight_of(const knowledge::Strength& strength, bool present_exposure,
                 const Constants& constants);

/// X of a grade; p = 0 for none.
Estimate estimate_of(knowledge::Grade grade, const Constants& constants);

/// Attributable fraction among the exposed, (ratio - 1) / ratio, never below 0; the lower end is 0
/// if the interval includes 1.
Estimate attributable_fraction(double ratio, const std::optional<knowledge::Interval>& ci);

/// Variance of a probability's logit from its 95 % range.
double logit_variance(const Estimate& estimate);

/// E = P x X with its range: s^2 = (1-P)^2 Var(logit P) + (1-X)^2 Var(logit X);
/// logit E +- 1.96 s / (1-E).
Estimate explains(double p, double variance_p, double x, double variance_x);

/// A probability with the range that a variance of its logit gives.
Estimate with_range(double p, double variance);

}  // namespace causa::assess
