// SPDX-License-Identifier: Apache-2.0
//
// Two assessments of one patient, compared without what is of the run and not of the patient: its
// id, how long modules took, and the order in which equal things are listed. Pure.
#pragma once

#include <string>

#include "assess/assessment.hpp"

namespace causa::properties {

assess::Assessment in_one_order(assess::Assessment assessment);

/// What differs first, to the bit; empty: nothing.
std::string difference(const assess::Assessment& a, const assess::Assessment& b);

const assess::CauseResult* find_cause(const assess::Assessment& assessment, const std::string& id);
const assess::RaisedAlert* find_alert(const assess::Assessment& assessment,
                                      const assess::RaisedAlert& like);

}  // namespace causa::properties
