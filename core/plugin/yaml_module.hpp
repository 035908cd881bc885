// SPDX-License-Identifier: Apache-2.0
//
// A module that is a YAML file alone: its JSON, through a cache of files by hash so that a start
// with many modules reads YAML once. The cache is never trusted for policy, and only if it belongs
// to this user, nobody else may touch it, and its own hash is right. Any thread; processes may
// share a cache folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::plugin {

/// JSON of `yaml`, whose hash is `sha256`. `cache_folder` may be empty: no cache. A cache that
/// can't be written is done without. Error: place is "path:line:column".
Result<std::string> yaml_to_json(std::string_view yaml, std::string_view sha256,
                                 const std::filesystem::path& path,
                                 const std::filesystem::path& cache_folder);

/// True if the text means to be a manifest: a line names its schema.
bool looks_like_manifest(std::string_view yaml);

}  // namespace causa::plugin
