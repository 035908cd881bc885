// SPDX-License-Identifier: Apache-2.0
//
// What a prior weighs by itself, worked out once for all patients.
#pragma once

#include "assess/prepared.hpp"

namespace causa::assess {

/// Fills what depends on the prior alone. One that is none is as unlikely as can be said.
void weigh(PreparedPrior& prior);

}  // namespace causa::assess
