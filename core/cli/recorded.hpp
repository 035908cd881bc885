// SPDX-License-Identifier: Apache-2.0
//
// The modules that a stored assessment was made with, found again by the digests of their files in
// the plugin folders, and its settings and constants as they were kept with it. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assess/prepared.hpp"
#include "cli/settings.hpp"
#include "store/store.hpp"

namespace causa::cli {

/// Two assessments with equal keys were made with the same modules and configuration.
std::string recorded_key(const assess::Assessment& assessment);

/// A module that was never read had no part in the assessment.
bool took_part(const assess::ModuleUsed& module);

/// What of the modules with these digests the plugin folders hold, the core module too.
Result<plugin::Registry> load_recorded(const Settings& settings, std::vector<std::string> sha256);

struct Recorded {
  std::shared_ptr<const assess::Prepared> prepared;  ///< null if a module is missing
  /// One sentence for each module that isn't there as it was: its id, what was, and what is.
  std::vector<std::string> missing;
};

/// Policy, locks and signatures count as for every load. Error: the configuration isn't in the
/// store, or the terminology can't be read.
Result<Recorded> find_recorded(const Settings& settings, store::Store& store,
                               const assess::Assessment& assessment);

}  // namespace causa::cli
