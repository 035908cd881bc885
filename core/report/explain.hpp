// SPDX-License-Identifier: Apache-2.0
//
// Every rule that counted, did not count, or could not be judged, with facts, numbers and sources.
// Made from a stored assessment and the manifests that were kept with it, so that it says the same
// after the modules are gone. At most 100 columns. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/would_change.hpp"
#include "knowledge/manifest.hpp"

namespace causa::report {

/// `manifests` are parallel to Assessment::modules (empty ids for modules that were never read).
/// `would_change`: nothing if it can't be tried any more; `not_tried` says why. `cause`: only this
/// one; empty: all that were ranked.
std::string explain(const assess::Assessment& assessment,
                    const std::vector<knowledge::Manifest>& manifests,
                    const std::optional<std::vector<assess::WouldChange>>& would_change,
                    std::string_view not_tried, std::string_view cause = {});

}  // namespace causa::report
