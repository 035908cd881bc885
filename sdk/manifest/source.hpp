// SPDX-License-Identifier: Apache-2.0
//
// One manifest file, read and judged: its JSON, its parsed form, and every fault as a line that
// names file, line and column, as compilers do.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "knowledge/parse.hpp"
#include "knowledge/yaml.hpp"

namespace causa::manifest {

struct Source {
  std::filesystem::path path;
  knowledge::YamlDocument document;
  knowledge::Parsed parsed;
};

/// Error: the file can't be read, or isn't YAML; place is file:line:column.
Result<Source> read_source(const std::filesystem::path& path);

/// "file:line:column: message; hint", in order of place; `label` ("note: ") before the message.
std::vector<std::string> lines_of(const Source& source,
                                  const std::vector<knowledge::Problem>& problems,
                                  std::string_view label = {});

}  // namespace causa::manifest
