// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/expert_weight.hpp"

#include <cmath>

namespace causa::cli::validate {

assess::Constants with_expert_weight(assess::Constants constants, double factor) {
  for (double* ratio : {&constants.expert_lr_strong, &constants.expert_lr_moderate,
                        &constants.expert_lr_weak, &constants.expert_lr_minimal})
    *ratio = std::pow(*ratio, factor);
  return constants;
}

}  // namespace causa::cli::validate
