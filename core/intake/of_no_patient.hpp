// SPDX-License-Identifier: Apache-2.0
//
// What several readers of one run have read that belongs to no patient, counted together. Pure.
#pragma once

#include <vector>

#include "record/record.hpp"

namespace causa::intake {

/// Adds to the groups of `all`, which stay sorted by source and reason: whoever read what first
/// doesn't show.
void count_in(std::vector<record::Ignored>& all, std::vector<record::Ignored> more);

}  // namespace causa::intake
