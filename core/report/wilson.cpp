// SPDX-License-Identifier: Apache-2.0

#include "report/wilson.hpp"

#include <algorithm>
#include <cmath>

namespace causa::report {

Share wilson_share(std::uint64_t some, std::uint64_t all) {
  constexpr double z = 1.959963984540054;  // 97.5th percentile of the normal distribution
  const auto n = static_cast<double>(all);
  const double p = static_cast<double>(some) / n;
  const double center = p + z * z / (2 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {p, std::max(0.0, (center - spread) / scale), std::min(1.0, (center + spread) / scale)};
}

}  // namespace causa::report
