// SPDX-License-Identifier: Apache-2.0
//
// How two assessments of one record differ, to the bit: which cause, evidence, number, alert,
// advice or fact. What belongs to the run and not to the patient is left out: id, version, times,
// who approved a module, and the place of a fact in its list. Pure.
#pragma once

#include <string>
#include <vector>

#include "assess/assessment.hpp"

namespace causa::assess {

/// One thing that is not the same; what isn't there at all reads "not there".
struct Difference {
  std::string what;  ///< "cause electrolytes.hypokalemia: present"
  std::string then, now;
};

/// Empty: they are the same. Holds what the assessments hold, so it belongs in no log.
std::vector<Difference> differences(const Assessment& then, const Assessment& now);

}  // namespace causa::assess
