// SPDX-License-Identifier: Apache-2.0
//
// Steps of earlier modules that don't run again when others come: what they computed is taken from
// the assessment. Ids of concepts. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "assess/prepared.hpp"

namespace causa::assess {

/// False: a step of the module doesn't run, or there is no such module.
bool all_steps_run(const Prepared& prepared, std::string_view module_id);

/// What they compute.
std::set<std::string> provided_by_idle_steps(const Prepared& prepared);

/// What those of them that `wanted` is computed by compute it from, directly or by way of other
/// steps. "patient.age" and "patient.female" may be among it; a step that needs nothing may know
/// something of anybody, as if it needed the age.
std::set<std::string> needs_of_idle_steps(const Prepared& prepared,
                                          const std::set<std::string>& wanted);

}  // namespace causa::assess
