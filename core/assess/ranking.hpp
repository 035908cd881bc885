// SPDX-License-Identifier: Apache-2.0
//
// From judged causes to the answer: chains, order, what can't be missed, what is left unexplained,
// whether there is enough to rank. Pure functions of one row.
#pragma once

#include "assess/judge.hpp"

namespace causa::assess {

/// Fills states and must_not_miss and, of who is ranked, causes, unexplained and ranking. Alerts
/// must be there already.
void rank(Patient& patient, bool ranked, const Judging& judging);

/// Of who is ranked: the cause that would stand first, by its index into Prepared::causes;
/// no_index: none.
std::uint32_t first_ranked(Patient& patient, const Judging& judging);

}  // namespace causa::assess
