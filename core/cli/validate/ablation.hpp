// SPDX-License-Identifier: Apache-2.0
//
// The same cases with less knowledge: without each module, and with the rules that rest on
// judgement left out, at half and at twice their weight (in log10 of the likelihood ratio, so that
// a ratio of 6 becomes 2.4 or 36). How much an answer hangs on one of them. One thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/settings.hpp"
#include "cli/validate/tally.hpp"
#include "cli/validate/validation.hpp"
#include "plugin/registry.hpp"

namespace causa::cli::validate {

struct Ablation {
  std::string id;    ///< "without:org.causa.strain", "expert:none", "expert:half", "expert:double"
  std::string name;  ///< in words
  Tally tally;
};

/// `modules`: those of the whole run; the core stays. Error: as in preparing the whole run.
Result<std::vector<Ablation>> ablate(const Settings& settings, const CaseSet& set,
                                     std::span<const plugin::Module> modules);

}  // namespace causa::cli::validate
