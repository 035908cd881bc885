// SPDX-License-Identifier: Apache-2.0
//
// What an administrator must see of a load although nothing was refused. Internal to this room.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plugin/keys.hpp"
#include "plugin/registry.hpp"

namespace causa::plugin {

/// One sentence for all modules that are loaded in spite of the same thing, in the order of search.
std::vector<std::string> warnings_of(const LoadOptions& options, const KeyRing& keys,
                                     std::span<const Module> modules);

}  // namespace causa::plugin
