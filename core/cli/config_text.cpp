// SPDX-License-Identifier: Apache-2.0

#include "cli/config_text.hpp"

#include <boost/json.hpp>

namespace causa::cli {

namespace {

namespace json = boost::json;

json::object parts_of(std::string_view text) {
  boost::system::error_code code;
  auto value = json::parse(text, code);
  return !code && value.is_object() ? std::move(value.get_object()) : json::object();
}

}  // namespace

LintMode lint_mode_of(std::string_view config_text) {
  const json::object parts = parts_of(config_text);
  const auto* lint = parts.if_contains("lint");
  return lint && *lint == "minimal" ? LintMode::minimal : LintMode::lenient;
}

ModuleSettings module_settings_of(std::string_view config_text) {
  const json::object parts = parts_of(config_text);
  const auto* modules = parts.if_contains("modules");
  ModuleSettings settings;
  if (modules && modules->is_object())
    for (const auto& [name, value] : modules->get_object())
      settings[std::string(name)] = json::serialize(value);
  return settings;
}

}  // namespace causa::cli
