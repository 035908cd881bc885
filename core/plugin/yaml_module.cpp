// SPDX-License-Identifier: Apache-2.0

#include "plugin/yaml_module.hpp"

#include <fmt/core.h>

#include "base/byte_order_mark.hpp"
#include "knowledge/yaml.hpp"

namespace causa::plugin {

Result<std::string> yaml_to_json(std::string_view yaml, const std::filesystem::path& path) {
  auto document = knowledge::YamlDocument::parse(yaml);
  if (document) return document->json();
  Error error = document.error();
  error.place = fmt::format("{}:{}", path.string(), error.place);
  return error;
}

bool looks_like_manifest(std::string_view yaml) {
  yaml = without_byte_order_mark(yaml);
  for (std::size_t at = yaml.find("causa.manifest/"); at != std::string_view::npos;
       at = yaml.find("causa.manifest/", at + 1)) {
    const std::size_t newline = yaml.substr(0, at).rfind('\n');
    const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    if (yaml.substr(start).starts_with("schema") || yaml.substr(start).starts_with("\"schema"))
      return true;
  }
  return false;
}

}  // namespace causa::plugin
