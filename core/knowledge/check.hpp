// SPDX-License-Identifier: Apache-2.0
//
// What can be judged only when the whole manifest has been read: ids that must be unique, sources
// that must exist, steps that must fit the rest. Internal to this room. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "knowledge/parse.hpp"

namespace causa::knowledge {

void check_manifest(const boost::json::object& json, const Manifest& manifest,
                    std::vector<Problem>& problems);

}  // namespace causa::knowledge
