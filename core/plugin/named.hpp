// SPDX-License-Identifier: Apache-2.0
//
// What options and settings name must be there, and be one module. It is checked before any is
// loaded: code that a namesake brought in, or that should run apart, would have run by then. Pure;
// any thread.
#pragma once

#include <set>
#include <string>

#include "base/error.hpp"
#include "plugin/registry.hpp"

namespace causa::plugin {

/// What was found, by its ids.
struct FoundIds {
  std::set<std::string> to_load, left_out, all;
};

/// The names of --plugins, --without, --allow-unapproved and [modules.NAME]. Error: Fault::usage;
/// the place is that of the name.
Result<void> check_names(const LoadOptions& options, const FoundIds& ids);

}  // namespace causa::plugin
