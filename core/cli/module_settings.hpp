// SPDX-License-Identifier: Apache-2.0
//
// The sections [modules.NAME] of causa.toml: settings of a module's library, as its manifest
// declares them under `config`. Pure.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "base/error.hpp"
#include "plugin/registry.hpp"

namespace causa::cli {

/// Settings as JSON objects, by the module's short name or id.
using ModuleSettings = std::map<std::string, std::string>;

/// Reads [modules]. Error: file, line and column.
Result<ModuleSettings> read_module_settings(const toml::table& section,
                                            const std::filesystem::path& file);

/// Checks names and types against the manifests of loaded modules, and gives the settings by id.
/// Settings of a module that isn't loaded are left out. Error: the name that may have been meant.
Result<ModuleSettings> settings_by_id(const ModuleSettings& settings,
                                      std::span<const plugin::Module> modules);

}  // namespace causa::cli
