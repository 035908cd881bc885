// SPDX-License-Identifier: Apache-2.0

#include "assess/prior_weight.hpp"

namespace causa::assess {

void weigh(PreparedPrior& prior) {
  Estimate estimate;
  if (prior.prior != nullptr) estimate = {prior.prior->p, prior.prior->low, prior.prior->high};
  prior.logit = logit(estimate.p);
  prior.variance = logit_variance(estimate);
  prior.alone = clamp_probability(from_logit(prior.logit));
}

}  // namespace causa::assess
