// SPDX-License-Identifier: Apache-2.0

#include "cli/file_error.hpp"

#include <fmt/core.h>

namespace causa::cli {

std::string place_of(const std::filesystem::path& file, const toml::source_region& place) {
  return fmt::format("{}:{}:{}", file.string(), place.begin.line, place.begin.column);
}

Error file_error(const std::filesystem::path& file, const toml::source_region& place,
                 std::string message, std::string cure) {
  return {Fault::usage, place_of(file, place), std::move(message), std::move(cure)};
}

}  // namespace causa::cli
