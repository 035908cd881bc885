// SPDX-License-Identifier: Apache-2.0

#include "assess/information.hpp"

#include <algorithm>
#include <cmath>

namespace causa::assess {

namespace {

constexpr double no_weight = 1e-6;  // of a log10 likelihood ratio

bool tells(const std::optional<double>& lr) {
  return lr && *lr > 0 && std::abs(std::log10(*lr)) > no_weight;
}

}  // namespace

double entropy_bits(double p) {
  if (p <= 0 || p >= 1) return 0;
  return -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

std::optional<FindingRates> rates_of(std::optional<double> lr_present,
                                     std::optional<double> lr_absent, double false_positive,
                                     double most_sensitive) {
  const bool both = tells(lr_present) && tells(lr_absent) && (*lr_present > 1) != (*lr_absent > 1);
  if (both) {
    // LR+ = sensitivity / fp and LR- = (1 - sensitivity) / (1 - fp), solved for both.
    const double fp = (1 - *lr_absent) / (*lr_present - *lr_absent);
    return FindingRates{*lr_present * fp, fp};
  }
  if (tells(lr_present)) {
    const double fp = std::min(false_positive, most_sensitive / *lr_present);
    return FindingRates{*lr_present * fp, fp};
  }
  if (tells(lr_absent)) {
    const double sensitivity = 1 - *lr_absent * (1 - false_positive);
    return FindingRates{std::clamp(sensitivity, 1 - most_sensitive, most_sensitive),
                        false_positive};
  }
  return std::nullopt;
}

double bits_told(double p, double factor, const FindingRates& rates) {
  const double yes = p * rates.sensitivity + (1 - p) * rates.false_positive;
  const double p_if_yes = yes > 0 ? p * rates.sensitivity / yes : 0;
  const double p_if_no = yes < 1 ? p * (1 - rates.sensitivity) / (1 - yes) : 0;
  const double expected =
      yes * entropy_bits(p_if_yes * factor) + (1 - yes) * entropy_bits(p_if_no * factor);
  return std::max(0.0, entropy_bits(p * factor) - expected);
}

}  // namespace causa::assess
