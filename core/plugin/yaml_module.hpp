// SPDX-License-Identifier: Apache-2.0
//
// A module that is a YAML file alone. Its JSON is made of the bytes that were hashed, at each
// start: what is kept elsewhere could say something else than what was approved. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::plugin {

/// JSON of `yaml`. Error: place is "path:line:column".
Result<std::string> yaml_to_json(std::string_view yaml, const std::filesystem::path& path);

/// True if the text means to be a manifest: a line names its schema.
bool looks_like_manifest(std::string_view yaml);

}  // namespace causa::plugin
