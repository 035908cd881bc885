// SPDX-License-Identifier: Apache-2.0
//
// The sections [modules.NAME] of causa.toml: settings of a module's library, as its manifest
// declares them under `config`, and `isolation`, which every module has. Pure.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "plugin/registry.hpp"

namespace causa::cli {

/// Settings as JSON objects, by the module's short name or id.
using ModuleSettings = std::map<std::string, std::string>;

/// Where the libraries of modules run, by short name or id.
using ModuleIsolation = std::map<std::string, plugin::Isolation, std::less<>>;

/// The words of the setting `isolation`, by plugin::Isolation from 1.
std::span<const std::string_view> isolation_words();

/// Nothing if it is none of the words.
std::optional<plugin::Isolation> isolation_named(std::string_view word);

/// Reads `isolation` of each section of [modules]. Error: file, line and column.
Result<ModuleIsolation> read_module_isolation(const toml::table& section,
                                              const std::filesystem::path& file);

/// Reads all else of [modules]. Error: file, line and column.
Result<ModuleSettings> read_module_settings(const toml::table& section,
                                            const std::filesystem::path& file);

/// Checks names and types against the manifests of loaded modules, and gives the settings by id.
/// Settings of a module that isn't loaded are left out. Error: the name that may have been meant,
/// or the ids of those that share it.
Result<ModuleSettings> settings_by_id(const ModuleSettings& settings,
                                      std::span<const plugin::Module> modules);

/// Sentences on sections of modules that aren't there, by a name that is spelled nearly as that of
/// one that is: its library would run where it shouldn't, with the settings that it shouldn't have.
/// One that is only not installed is left alone.
std::vector<std::string> misspelled_sections(const ModuleSettings& settings,
                                             const ModuleIsolation& isolation,
                                             const plugin::Registry& registry);

}  // namespace causa::cli
