// SPDX-License-Identifier: Apache-2.0

#include "assess/arithmetic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace causa::assess {

namespace {

constexpr double z95 = 1.96;
constexpr double smallest_probability = 0.0005;

double square(double x) { return x * x; }

Weight finish(double log10_lr, double variance, std::optional<double> published,
              const std::optional<knowledge::Interval>& ci) {
  Weight weight;
  weight.millibans = static_cast<std::int32_t>(std::lround(1000 * log10_lr));
  weight.variance = variance;
  weight.lr = std::pow(10.0, log10_lr);
  weight.published = published;
  weight.ci = ci;
  return weight;
}

}  // namespace

double clamp_probability(double p) {
  return std::clamp(p, smallest_probability, 1 - smallest_probability);
}

double logit(double p) {
  const double inside = clamp_probability(p);
  return std::log(inside / (1 - inside));
}

double from_logit(double x) { return 1 / (1 + std::exp(-x)); }

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double lr_positive_from_odds_ratio(double odds_ratio, double exposure) {
  return odds_ratio / (1 - exposure + exposure * odds_ratio);
}

double lr_negative_from_odds_ratio(double odds_ratio, double exposure) {
  return 1 / (1 - exposure + exposure * odds_ratio);
}

Weight measured_weight(double lr, const std::optional<knowledge::Interval>& ci,
                       std::optional<int> n, const Constants& constants) {
  double se =
      n && *n < constants.small_study ? constants.unpublished_se_small : constants.unpublished_se;
  if (ci && ci->low > 0 && ci->high > ci->low)
    se = (std::log10(ci->high) - std::log10(ci->low)) / (2 * z95);
  const double v = square(se);
  const double t2 = square(constants.shrinkage_t);
  return finish(std::log10(lr) * t2 / (t2 + v), t2 * v / (t2 + v), lr, ci);
}

Weight expert_weight(knowledge::Grade grade, bool in_favor, const Constants& constants) {
  double lr = 1;
  switch (grade) {
    case knowledge::Grade::strong:
      lr = constants.expert_lr_strong;
      break;
    case knowledge::Grade::moderate:
      lr = constants.expert_lr_moderate;
      break;
    case knowledge::Grade::weak:
      lr = constants.expert_lr_weak;
      break;
    case knowledge::Grade::minimal:
      lr = constants.expert_lr_minimal;
      break;
    case knowledge::Grade::none:
      break;
  }
  const double se = 2 * std::log10(constants.expert_range_factor) / (2 * z95);
  return finish(in_favor ? std::log10(lr) : -std::log10(lr), square(se), std::nullopt,
                std::nullopt);
}

Weight weight_of(const knowledge::Strength& strength, bool present_exposure,
                 const Constants& constants) {
  if (strength.grade) return expert_weight(*strength.grade, strength.in_favor, constants);
  if (strength.lr) return measured_weight(*strength.lr, strength.ci, strength.n, constants);
  if (strength.odds_ratio && strength.exposure) {
    const auto convert = [&](double odds_ratio) {
      return present_exposure ? lr_positive_from_odds_ratio(odds_ratio, *strength.exposure)
                              : lr_negative_from_odds_ratio(odds_ratio, *strength.exposure);
    };
    std::optional<knowledge::Interval> ci;
    if (strength.ci) {
      const double a = convert(strength.ci->low);
      const double b = convert(strength.ci->high);
      ci = knowledge::Interval{std::min(a, b), std::max(a, b)};
    }
    Weight weight = measured_weight(convert(*strength.odds_ratio), ci, strength.n, constants);
    weight.published = strength.odds_ratio;
    weight.ci = strength.ci;
    return weight;
  }
  return {};
}

Estimate estimate_of(knowledge::Grade grade, const Constants& constants) {
  switch (grade) {
    case knowledge::Grade::strong:
      return constants.strong;
    case knowledge::Grade::moderate:
      return constants.moderate;
    case knowledge::Grade::weak:
      return constants.weak;
    case knowledge::Grade::minimal:
      return constants.minimal;
    case knowledge::Grade::none:
      break;
  }
  return {};
}

Estimate attributable_fraction(double ratio, const std::optional<knowledge::Interval>& ci) {
  const auto fraction = [](double r) { return r > 1 ? (r - 1) / r : 0.0; };
  Estimate estimate{fraction(ratio), fraction(ratio), fraction(ratio)};
  if (ci) {
    estimate.low = fraction(ci->low);
    estimate.high = fraction(ci->high);
  }
  return estimate;
}

double logit_variance(const Estimate& estimate) {
  const double width = logit(estimate.high) - logit(estimate.low);
  return width > 0 ? square(width / (2 * z95)) : 0;
}

Estimate with_range(double p, double variance) {
  const double s = std::sqrt(variance);
  return {p, from_logit(logit(p) - z95 * s), from_logit(logit(p) + z95 * s)};
}

Estimate explains(double p, double variance_p, double x, double variance_x) {
  const double e = p * x;
  if (e <= 0) return {};
  const double s = std::sqrt(square(1 - p) * variance_p + square(1 - x) * variance_x);
  // Not clamped from below, as a probability is: the range must hold its middle however small.
  const double middle = std::min(e, 1 - smallest_probability);
  const double half_width = z95 * s / (1 - middle);
  const double center = std::log(middle / (1 - middle));
  return {e, from_logit(center - half_width), std::max(e, from_logit(center + half_width))};
}

}  // namespace causa::assess
