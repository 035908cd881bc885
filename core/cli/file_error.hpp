// SPDX-License-Identifier: Apache-2.0
//
// Faults in causa.toml, told with file, line and column. Pure.
#pragma once

#include <toml++/toml.h>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace causa::cli {

/// "causa.toml:3:7".
std::string place_of(const std::filesystem::path& file, const toml::source_region& place);

/// Fault::usage.
Error file_error(const std::filesystem::path& file, const toml::source_region& place,
                 std::string message, std::string cure);

}  // namespace causa::cli
