// SPDX-License-Identifier: Apache-2.0
//
// From judged causes to the answer: chains, order, what can't be missed, what is left unexplained,
// whether there is enough to rank. Pure functions of one row.
#pragma once

#include <vector>

#include "assess/judge.hpp"

namespace causa::assess {

/// Fills causes, states, must_not_miss, unexplained, ranking. Alerts must be there already.
/// `judged` is all causes in their order.
void rank(Patient& patient, const std::vector<Judged>& judged, const Judging& judging);

/// The cause that would stand first, by its index into Prepared::causes; no_index: none.
std::uint32_t first_ranked(Patient& patient, const std::vector<Judged>& judged);

}  // namespace causa::assess
