// SPDX-License-Identifier: Apache-2.0

#include "assess/said_before.hpp"

namespace causa::assess {

SaidBefore said_before(const Assessment& assessment) {
  SaidBefore said;
  for (const CauseResult& cause : assessment.causes)
    if (cause.present.p >= likely_p) said.likely.push_back(cause.id);
  for (const GivenAdvice& advice : assessment.advice) said.advice.push_back(advice.id);
  return said;
}

}  // namespace causa::assess
