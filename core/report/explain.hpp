// SPDX-License-Identifier: Apache-2.0
//
// Every rule that counted, did not count, or could not be judged, with facts, numbers and sources.
// Made from a stored assessment and the manifests that were kept with it, so that it says the same
// after the modules are gone. At most 100 columns. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "knowledge/manifest.hpp"

namespace causa::report {

/// `manifests` are parallel to Assessment::modules (empty ids for modules that were never read).
/// `cause`: only this one; empty: all that were ranked.
std::string explain(const assess::Assessment& assessment,
                    const std::vector<knowledge::Manifest>& manifests, std::string_view cause = {});

}  // namespace causa::report
