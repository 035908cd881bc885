// SPDX-License-Identifier: Apache-2.0

#include "terminology/units.hpp"

#include "base/file.hpp"
#include "base/json.hpp"

namespace causa::terminology {

Result<UnitAliases> UnitAliases::load(const std::string& file) {
  const auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  const auto document = JsonDocument::parse(*bytes);
  const JsonValue aliases = document ? document->root().find("aliases") : JsonValue();
  if (!aliases.is_list())
    return Error{Fault::usage, file, "no list \"aliases\"", "reinstall the terminology"};
  UnitAliases result;
  for (const JsonValue entry : aliases.items()) {
    const JsonValue written = entry.find("written"), unit = entry.find("unit");
    if (!written.is_text() || !unit.is_text())
      return Error{Fault::usage, file, "an alias needs \"written\" and \"unit\"", {}};
    result.aliases_.emplace(written.text(), unit.text());
  }
  return result;
}

std::string_view UnitAliases::ucum(std::string_view written) const {
  while (!written.empty() && written.front() == ' ') written.remove_prefix(1);
  while (!written.empty() && written.back() == ' ') written.remove_suffix(1);
  const auto found = aliases_.find(written);
  return found == aliases_.end() ? written : std::string_view(found->second);
}

}  // namespace causa::terminology
