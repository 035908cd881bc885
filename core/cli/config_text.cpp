// SPDX-License-Identifier: Apache-2.0

#include "cli/config_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>

#include "plugin/called.hpp"

namespace causa::cli {

namespace {

namespace json = boost::json;

/// They stand last.
constexpr std::string_view modules_begin = ", \"modules\": {";

json::object parts_of(std::string_view text) {
  boost::system::error_code code;
  auto value = json::parse(text, code);
  return !code && value.is_object() ? std::move(value.get_object()) : json::object();
}

bool is_one_called(const std::set<std::string>& ids, const std::string& name) {
  return std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return plugin::is_called(id, name); });
}

}  // namespace

LintMode lint_mode_of(std::string_view config_text) {
  const json::object parts = parts_of(config_text);
  const auto* lint = parts.if_contains("lint");
  for (const LintMode mode : {LintMode::minimal, LintMode::strict})
    if (lint && *lint == word(mode)) return mode;
  return LintMode::lenient;
}

bool differ_in_lint_at_most(std::string_view one, std::string_view other) {
  json::object first = parts_of(one), second = parts_of(other);
  first.erase("lint");
  second.erase("lint");
  return first == second;
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

void add_module_settings(const ModuleSettings& settings, std::string& config_text) {
  if (settings.empty()) return;
  std::string modules;
  for (const auto& [name, text] : settings)
    modules += fmt::format("{}\"{}\": {}", modules.empty() ? "" : ", ", name, text);
  config_text.insert(config_text.size() - 1, fmt::format("{}{}}}", modules_begin, modules));
}

Result<std::string> with_settings_of(const std::set<std::string>& coming,
                                     const std::set<std::string>& earlier,
                                     const ModuleSettings& settings, std::string config_text) {
  const ModuleSettings then = module_settings_of(config_text);
  ModuleSettings all;
  for (const auto& [name, text] : then) {
    if (!is_one_called(coming, name)) {
      all.emplace(name, text);
      continue;
    }
    // A short name meant the only module that was called so then.
    const auto id = plugin::id_called(name, earlier, plugin::module_section(name));
    if (!id) return id.error();
    if (!id->empty()) all.emplace(*id, text);
  }
  std::set<std::string> ids = coming;
  ids.insert(earlier.begin(), earlier.end());
  for (const auto& [name, text] : settings) {
    if (!is_one_called(coming, name)) continue;
    if (const auto id = plugin::id_called(name, ids, plugin::module_section(name)); !id)
      return id.error();
    all.emplace(name, text);
  }
  if (all == then) return config_text;
  if (const auto at = config_text.find(modules_begin); at != std::string::npos)
    config_text.replace(at, std::string::npos, "}");
  add_module_settings(all, config_text);
  return config_text;
}

}  // namespace causa::cli
