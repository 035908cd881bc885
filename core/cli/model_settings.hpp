// SPDX-License-Identifier: Apache-2.0
//
// The [model] section of causa.toml: the constants that are judgement, by name. Pure.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <string>

#include "assess/constants.hpp"
#include "base/error.hpp"

namespace causa::cli {

/// Reads what the section sets; the rest stays. Error: file, line and column, with the range that
/// is allowed or the name that may have been meant.
Result<void> read_model(const toml::table& section, const std::filesystem::path& file,
                        assess::Constants& constants);

/// All constants as JSON, sorted by name.
std::string model_text(const assess::Constants& constants);

/// The constants of a text that model_text() or Settings::config_text() made; one that it lacks,
/// since an older version wrote it, has its default.
assess::Constants model_of(std::string_view text);

}  // namespace causa::cli
