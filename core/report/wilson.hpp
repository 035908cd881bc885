// SPDX-License-Identifier: Apache-2.0
//
// The range that a share leaves open when it was counted on few. Pure.
#pragma once

#include <cstdint>

namespace causa::report {

struct Share {
  double p = 0, low = 0, high = 0;
};

/// Wilson's score interval at 95 % (J Am Stat Assoc 1927;22:209-12). `all` isn't 0.
Share wilson_share(std::uint64_t some, std::uint64_t all);

}  // namespace causa::report
