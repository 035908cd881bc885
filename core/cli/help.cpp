// SPDX-License-Identifier: Apache-2.0

#include "cli/help.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "cli/verb.hpp"
#include "cli/verb_settings.hpp"
#include "cli/version.hpp"

namespace causa::cli {

namespace {

constexpr std::size_t width = 100;
constexpr std::size_t column = 28;

void print_entry(const std::string& left, const std::string& right) {
  const auto lines = wrap(right, width - column);
  std::string first = "  " + left;
  if (first.size() + 1 > column) {
    fmt::print("{}\n", first);
    first.clear();
  }
  for (const auto& line : lines) {
    fmt::print("{:<{}}{}\n", first, column, line);
    first.clear();
  }
}

std::string with_repeats(const char* about, bool may_repeat) {
  return may_repeat ? fmt::format("{} (may be repeated)", about) : std::string(about);
}

void print_setting(const Verb& verb, const SettingDefinition& setting) {
  const bool has_own_forms = std::string_view(setting.name) == "to" && verb.forms != nullptr;
  std::string about = has_own_forms ? verb.forms : with_repeats(setting.about, setting.may_repeat);
  if (*setting.fallback != '\0') about += fmt::format(" [{}]", setting.fallback);
  print_entry(fmt::format("--{} {}", setting.name, setting.argument), about);
}

void print_program_help() {
  fmt::print("causa {}: what causes this patient's leg cramps? Evidence by modules, explained.\n\n",
             CAUSA_VERSION);
  fmt::print("usage: causa VERB [ARGUMENTS] [OPTIONS]\n\n");
  for (const auto& verb : verbs())
    print_entry(fmt::format("{} {}", verb.name, verb.arguments), verb.about);
  print_entry("help VERB", "what a verb takes, with an example");
  print_entry("version",
              "The version, with --licenses the notices of the code systems; also --version");
  fmt::print(
      "\nResults go to standard output, everything else to standard error. Exit codes: 0 done,\n"
      "1 some input could not be assessed, 2 usage or configuration, 3 a plugin was refused or\n"
      "failed, 4 store, 5 a check found a fault, 10 an alert at or above --fail-on, 130 or 143 on\n"
      "a signal. Options that help VERB lists as settings can also stand in causa.toml or in a\n"
      "variable of the environment: --plugin-path as CAUSA_PLUGIN_PATH.\n"
      "Decision support only: a clinician reviews every answer.\n");
}

}  // namespace

bool print_help(const std::string& name) {
  if (name.empty() || name == "help") {
    print_program_help();
    return true;
  }
  if (name == "version") {
    fmt::print("usage: causa version [OPTIONS], or causa --version [OPTIONS]\n\n");
    for (const auto& option : version_options)
      print_entry(fmt::format("--{}", option.name), option.about);
    fmt::print("\nexample: causa --version --licenses\n");
    return true;
  }
  for (const auto& verb : verbs()) {
    if (name != verb.name) continue;
    fmt::print("usage: causa {} {}{}[OPTIONS]\n\n", verb.name, verb.arguments,
               *verb.arguments == '\0' ? "" : " ");
    for (const auto& line : wrap(fmt::format("{}.", verb.about), width)) fmt::print("{}\n", line);
    fmt::print("\n");
    for (const auto& part : verb.parts) print_entry(part.form, part.about);
    if (!verb.parts.empty()) fmt::print("\n");
    for (const auto& option : verb.options)
      print_entry(fmt::format("--{} {}", option.name, option.argument),
                  with_repeats(option.about, option.may_repeat));
    fmt::print("{}settings, which can also stand in causa.toml or in a variable, as CAUSA_STORE:\n",
               verb.options.empty() ? "" : "\n");
    for (const auto& setting : setting_definitions())
      if (takes_setting(verb, setting.name)) print_setting(verb, setting);
    fmt::print("\nexample: {}\n", verb.example);
    return true;
  }
  return false;
}

std::string suggest_verb(const std::string& word) {
  std::vector<std::string> names{"help", "version"};
  for (const auto& verb : verbs()) names.emplace_back(verb.name);
  const std::string near = nearest(word, names);
  return near.empty() ? "see causa help" : fmt::format("did you mean {}?", near);
}

bool wants_color(const Settings& settings, std::FILE* out) {
  const std::string& color = settings.text("color");
  if (color == "always") return true;
  const char* no_color = std::getenv("NO_COLOR");
  return color == "auto" && !(no_color && *no_color) && ::isatty(::fileno(out)) == 1;
}

}  // namespace causa::cli
