// SPDX-License-Identifier: Apache-2.0
//
// What can be judged only when the whole manifest has been read: ids that must be unique, sources
// that must exist, steps that must fit the rest. Internal to this room. Pure.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "knowledge/parse.hpp"

namespace causa::knowledge {

void check_manifest(JsonValue json, const Manifest& manifest, std::vector<Problem>& problems);

}  // namespace causa::knowledge
