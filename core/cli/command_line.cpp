// SPDX-License-Identifier: Apache-2.0

#include "cli/command_line.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/program_options.hpp>

#include "cli/lint_mode.hpp"
#include "cli/log.hpp"
#include "cli/verb_settings.hpp"

namespace causa::cli {

namespace {

namespace options = boost::program_options;

using Values = std::vector<std::string>;

/// What the verb and the settings know of an option.
struct Known {
  bool is_setting = false;
  bool may_repeat = false;
};

Known known(const Verb& verb, std::string_view name) {
  for (const auto& setting : setting_definitions())
    if (name == setting.name) return {true, setting.may_repeat};
  for (const auto& option : verb.options)
    if (name == option.name) return {false, option.may_repeat};
  return {};
}

options::options_description describe(const Verb& verb) {
  options::options_description description;
  const auto add = [&](const char* name, const char* argument) {
    if (*argument == '\0')
      description.add_options()(name, options::value<Values>()->zero_tokens()->composing());
    else
      description.add_options()(name, options::value<Values>()->composing());
  };
  for (const auto& setting : setting_definitions()) add(setting.name, setting.argument);
  for (const auto& option : verb.options) add(option.name, option.argument);
  description.add_options()("words", options::value<Values>());
  return description;
}

options::variables_map parse(const Verb& verb, const Values& words) {
  options::positional_options_description positional;
  positional.add("words", -1);
  const auto description = describe(verb);
  options::variables_map parsed;
  using Style = options::command_line_style::style_t;
  options::store(options::command_line_parser(words)
                     .options(description)
                     .positional(positional)
                     .style(Style::unix_style & ~Style::allow_guessing)
                     .run(),
                 parsed);
  return parsed;
}

/// Options that may be repeated are joined: folders by colons, everything else by commas.
std::string join(const std::string& name, const Values& values) {
  std::string joined;
  for (const auto& value : values) {
    if (!joined.empty()) joined += name == "plugin-path" || name == "trusted-keys" ? ':' : ',';
    joined += value;
  }
  return joined;
}

/// What is wrong with the values of an option, if anything is. A switch has none.
std::optional<Error> fault_of(const Verb& verb, const std::string& name, const Values& values) {
  // --to is left to the verb, which tells in which forms it writes.
  if (name != "to" && known(verb, name).is_setting && !takes_setting(verb, name))
    return not_taken(verb, name);
  const std::string place = fmt::format("causa {}", verb.name);
  if (values.size() > 1 && !known(verb, name).may_repeat)
    return Error{Fault::usage, place, fmt::format("--{} is given more than once", name),
                 "give it once"};
  // Taken for "not set" it would mean the default: every patient, never an alert, another store.
  if (std::any_of(values.begin(), values.end(), [](const auto& value) { return value.empty(); }))
    return Error{Fault::usage, place, fmt::format("--{} has no value", name),
                 "write one behind it, or leave the option out; a variable of the shell may not be "
                 "set"};
  return std::nullopt;
}

}  // namespace

std::optional<Arguments> read_arguments(const Verb& verb, const Values& words, Outcome& outcome) {
  Arguments arguments;
  std::map<std::string, std::string> given;
  try {
    for (const auto& [name, value] : parse(verb, words)) {
      const auto& values = value.as<Values>();
      if (name == "words") {
        arguments.words = values;
        continue;
      }
      if (const auto fault = fault_of(verb, name, values)) {
        report(*fault, outcome);
        return std::nullopt;
      }
      (known(verb, name).is_setting ? given : arguments.options)[name] =
          values.empty() ? "true" : join(name, values);
    }
  } catch (const options::error& error) {
    misuse(verb, error.what(), outcome);
    return std::nullopt;
  }
  if (const std::string wrong = take_lint_switches(arguments.options, given); !wrong.empty()) {
    misuse(verb, wrong, outcome);
    return std::nullopt;
  }
  auto settings = Settings::read(given);
  if (!settings) {
    report(settings.error(), outcome);
    return std::nullopt;
  }
  arguments.settings = std::move(*settings);
  if (auto done = set_log_level(arguments.settings.text("log-level")); !done) {
    report(done.error(), outcome);
    return std::nullopt;
  }
  return arguments;
}

}  // namespace causa::cli
