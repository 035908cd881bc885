// SPDX-License-Identifier: Apache-2.0
//
// Where the user's own secret keys are: --key FILE, else $XDG_CONFIG_HOME/causa/keys. One thread.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "cli/verb.hpp"
#include "plugin/keys.hpp"

namespace causa::cli {

/// Empty: there is no home.
std::filesystem::path secret_key_folder();

/// All NAME.key of it, sorted.
std::vector<std::filesystem::path> secret_keys();

/// The key of --key, else the only one there is. Error: Fault::usage.
Result<plugin::SecretKeyFile> key_meant(const Arguments& arguments);

}  // namespace causa::cli
