// SPDX-License-Identifier: Apache-2.0

#include "terminology/units.hpp"

#include <boost/json.hpp>

#include "base/file.hpp"

namespace causa::terminology {

Result<UnitAliases> UnitAliases::load(const std::string& file) {
  const auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  boost::system::error_code code;
  const auto json = boost::json::parse(*bytes, code);
  const auto* aliases =
      !code && json.is_object() ? json.as_object().if_contains("aliases") : nullptr;
  if (!aliases || !aliases->is_array())
    return Error{Fault::usage, file, "no list \"aliases\"", "reinstall the terminology"};
  UnitAliases result;
  for (const auto& entry : aliases->as_array()) {
    const auto* object = entry.if_object();
    const auto* written = object ? object->if_contains("written") : nullptr;
    const auto* unit = object ? object->if_contains("unit") : nullptr;
    if (!written || !unit || !written->is_string() || !unit->is_string())
      return Error{Fault::usage, file, "an alias needs \"written\" and \"unit\"", {}};
    result.aliases_.emplace(written->as_string(), unit->as_string());
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
