// SPDX-License-Identifier: Apache-2.0
//
// What --fail-on asks of an assessment. Pure.
#pragma once

#include "assess/assessment.hpp"
#include "cli/settings.hpp"

namespace causa::cli {

/// True if --fail-on names a level and an alert reaches it.
bool reaches_fail_on(const Settings& settings, const assess::RaisedAlert& alert);
bool reaches_fail_on(const Settings& settings, const assess::Assessment& assessment);

}  // namespace causa::cli
