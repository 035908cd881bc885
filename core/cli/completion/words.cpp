// SPDX-License-Identifier: Apache-2.0

#include "cli/completion/words.hpp"

#include <algorithm>
#include <string_view>

#include "cli/parts_of.hpp"
#include "cli/setting_values.hpp"
#include "cli/verb.hpp"
#include "cli/verb_settings.hpp"
#include "cli/version.hpp"

namespace causa::cli::completion {

namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }

std::string first_word(std::string_view text) {
  return std::string(text.substr(0, text.find(' ')));
}

/// Of "stats|check|backup FILE", if it is such a list.
std::vector<std::string> actions_of(const Verb& verb) {
  std::vector<std::string> actions;
  for (const auto& part : verb.parts) actions.push_back(first_word(part.form));
  const std::string_view arguments = verb.arguments;
  if (actions.empty() && !arguments.empty() && is_small(arguments.front()))
    for (const auto& form : parts_of(arguments, '|')) actions.push_back(first_word(form));
  return actions;
}

Option option_of(std::string_view name, std::string_view argument, const char* about) {
  Option option{"--" + std::string(name), about, std::string(argument), Takes::nothing, {}};
  if (argument.empty()) return option;
  for (const auto word : words_of(name)) option.words.emplace_back(word);
  if (option.words.empty())
    for (const auto& word : parts_of(argument, '|'))
      if (is_small(word.front()) && word.find(',') == std::string::npos)
        option.words.push_back(word);
  if (argument.find("FILE") != std::string_view::npos)
    option.takes = Takes::file;
  else if (argument.find("DIR") != std::string_view::npos ||
           argument.find("FOLDER") != std::string_view::npos)
    option.takes = Takes::folder;
  else
    option.takes = option.words.empty() ? Takes::anything : Takes::words;
  return option;
}

}  // namespace

std::vector<VerbWords> all_verbs() {
  std::vector<VerbWords> all;
  for (const auto& verb : verbs()) {
    VerbWords words{verb.name, verb.about, actions_of(verb), {}};
    for (const auto& option : verb.options)
      words.options.push_back(option_of(option.name, option.argument, option.about));
    for (const auto& setting : setting_definitions()) {
      if (takes_setting(verb, setting.name))
        words.options.push_back(option_of(setting.name, setting.argument, setting.about));
    }
    all.push_back(std::move(words));
  }
  VerbWords help{"help", "what a verb takes, with an example", {}, {}};
  for (const auto& verb : all) help.actions.push_back(verb.name);
  all.push_back(std::move(help));
  VerbWords version{"version", "the version, and notices of the code systems", {}, {}};
  for (const auto& option : version_options)
    version.options.push_back(option_of(option.name, option.argument, option.about));
  all.push_back(std::move(version));
  return all;
}

}  // namespace causa::cli::completion
