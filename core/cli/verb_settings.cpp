// SPDX-License-Identifier: Apache-2.0

#include "cli/verb_settings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace causa::cli {

namespace {

constexpr std::string_view of_every_verb[] = {"config", "log-level", "color"};
constexpr std::string_view of_loading[] = {"policy",    "allow-unapproved", "trusted-keys",
                                           "isolation", "worker-seconds",   "worker-memory",
                                           "jobs"};

bool lists(const Verb& verb, std::string_view setting) {
  return std::any_of(verb.settings.begin(), verb.settings.end(),
                     [&](const char* name) { return setting == name; });
}

bool is_one_of(std::span<const std::string_view> names, std::string_view setting) {
  return std::find(names.begin(), names.end(), setting) != names.end();
}

}  // namespace

bool takes_setting(const Verb& verb, std::string_view setting) {
  const bool loads_modules = lists(verb, "plugin-path");
  return lists(verb, setting) || is_one_of(of_every_verb, setting) ||
         (loads_modules && is_one_of(of_loading, setting));
}

Error not_taken(const Verb& verb, const std::string& setting) {
  std::vector<std::string> taken;
  for (const auto& option : verb.options) taken.emplace_back(option.name);
  for (const auto& definition : setting_definitions())
    if (takes_setting(verb, definition.name)) taken.emplace_back(definition.name);
  const std::string near = nearest(setting, taken);
  return {Fault::usage, fmt::format("causa {}", verb.name),
          fmt::format("it takes no --{}", setting),
          near.empty() ? fmt::format("leave it out; causa help {} lists what it takes", verb.name)
                       : fmt::format("did you mean --{}?", near)};
}

}  // namespace causa::cli
