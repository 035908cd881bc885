// SPDX-License-Identifier: Apache-2.0
//
// From judged causes to the answer: chains, order, what can't be missed, what is left unexplained,
// whether there is enough to rank. Pure functions of one row.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "assess/judge.hpp"

namespace causa::assess {

/// What ranking works with; used again for the next patient, so that it allocates nothing. One
/// thread. Places are those among the causes that were judged.
struct Ranking {
  struct Upstream {
    std::uint32_t place = no_index;  ///< none leads there
    double carried = 0;              ///< how much of the state's E it carries: F x P
    double f = 0;
  };

  std::vector<std::optional<Estimate>> explains;  ///< by place; none: not asked for yet
  std::vector<Upstream> upstream;                 ///< by place of the state
  /// In chains: how many causes stand before it, and its place.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> states;
  std::vector<std::uint32_t> head;    ///< by place: that of the head of its chain
  std::vector<double> largest;        ///< by place of a head
  std::vector<std::uint32_t> listed;  ///< places, in their order
  std::vector<SharedText> equal;      ///< ids of those about as likely as the one at hand
  std::vector<std::pair<knowledge::Urgency, const Judged*>> not_to_miss;
};

/// Fills states and must_not_miss and, of who is ranked, causes, unexplained and ranking. Alerts
/// must be there already.
void rank(Patient& patient, bool ranked, const Judging& judging, Ranking& ranking);

/// Of who is ranked: the cause that would stand first, by its index into Prepared::causes;
/// no_index: none.
std::uint32_t first_ranked(Patient& patient, const Judging& judging, Ranking& ranking);

}  // namespace causa::assess
