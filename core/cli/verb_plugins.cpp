// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "cli/plugins/action.hpp"
#include "cli/setup.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"plugins", "without",          "plugin",       "plugin-path",
                                    "policy",  "allow-unapproved", "trusted-keys", "isolation"};

constexpr const PluginsAction* actions[] = {
    &list_action, &show_action,   &scan_action,   &why_action,     &new_action,  &check_action,
    &lock_action, &verify_action, &enable_action, &disable_action, &keys_action, &sign_action};

/// The options of all actions, each once.
std::span<const VerbOption> options() {
  static const std::vector<VerbOption> all = [] {
    std::vector<VerbOption> found;
    for (const PluginsAction* action : actions)
      for (const VerbOption& option : action->options) {
        const bool is_new = std::none_of(found.begin(), found.end(), [&](const VerbOption& other) {
          return std::string_view(other.name) == option.name;
        });
        if (is_new) found.push_back(option);
      }
    return found;
  }();
  return all;
}

std::span<const VerbPart> parts() {
  static const std::vector<VerbPart> all = [] {
    std::vector<VerbPart> made;
    for (const PluginsAction* action : actions)
      made.push_back({fmt::format("{} {}", action->name, action->arguments), action->about});
    return made;
  }();
  return all;
}

void wrong(const std::string& message, Outcome& outcome) { misuse(plugins_verb, message, outcome); }

bool takes(const PluginsAction& action, const std::string& option) {
  return std::any_of(action.options.begin(), action.options.end(),
                     [&](const VerbOption& its) { return option == its.name; });
}

void run(const Arguments& arguments, Outcome& outcome) {
  Arguments rest = arguments;
  const std::string name = rest.words.empty() ? "list" : rest.words.front();
  if (!rest.words.empty()) rest.words.erase(rest.words.begin());
  std::vector<std::string> names;
  for (const PluginsAction* action : actions) {
    names.emplace_back(action->name);
    if (name != action->name) continue;
    for (const auto& [option, value] : rest.options)
      if (!takes(*action, option))
        return wrong(fmt::format("plugins {} takes no --{}", name, option), outcome);
    if (rest.words.size() < action->least)
      return wrong(fmt::format("plugins {} takes {}", name, action->arguments), outcome);
    if (rest.words.size() > action->most)
      return wrong(fmt::format("plugins {} takes no {}", name, rest.words[action->most]), outcome);
    return action->run(rest, outcome);
  }
  const std::string near = nearest(name, names);
  wrong(fmt::format("there is no plugins {}{}", name,
                    near.empty() ? "" : fmt::format(", did you mean {}?", near)),
        outcome);
}

}  // namespace

void print_wrapped(const std::string& first, const std::string& text) {
  std::string margin = first;
  for (const auto& line : wrap(text, 100 - first.size())) {
    fmt::print("{}{}\n", margin, line);
    margin.assign(first.size(), ' ');
  }
}

std::shared_ptr<const assess::Prepared> prepared_for(const Arguments& arguments, Outcome& outcome) {
  auto prepared = prepare(arguments.settings, outcome);
  if (prepared) return std::move(*prepared);
  report(prepared.error(), outcome);
  return nullptr;
}

const Verb plugins_verb{
    "plugins",
    "[ACTION]",
    "Everything about modules: which there are, what they hold, why one is loaded or "
    "not",
    run,
    options(),
    settings,
    "causa plugins why electrolytes",
    parts()};

}  // namespace causa::cli
