// SPDX-License-Identifier: Apache-2.0
//
// What was not recorded and would decide whether a leading cause is present. Pure.
#pragma once

#include <string>
#include <vector>

#include "report/context.hpp"

namespace causa::report {

struct MissingFact {
  std::string concept_id;
  std::vector<std::string> for_causes;  ///< names
};

/// For the first places, for causes that must not be missed and for those that an alert names: the
/// measurements that would decide them (of a derived fact: those it is derived from), and what
/// their undecided rules lack. In order of the causes, each once.
std::vector<MissingFact> missing_facts(const assess::Assessment& assessment,
                                       const Context& context);

}  // namespace causa::report
