// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion/words.hpp"

namespace causa::cli::completion {

namespace {

/// Within single quotes, where colons and brackets mean something to _arguments.
std::string in_quotes(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\'')
      safe += "'\\''";
    else if (c == ':' || c == '[' || c == ']' || c == '\\')
      safe += fmt::format("\\{}", c);
    else
      safe += c;
  }
  return safe;
}

std::string specification(const Option& option) {
  if (option.takes == Takes::nothing)
    return fmt::format("'{}[{}]'", option.name, in_quotes(option.about));
  std::string action;
  if (option.takes == Takes::file)
    action = "_files";
  else if (option.takes == Takes::folder)
    action = "_files -/";
  else if (option.takes == Takes::words)
    action = fmt::format("({})", fmt::join(option.words, " "));
  return fmt::format("'*{}=[{}]:{}:{}'", option.name, in_quotes(option.about),
                     in_quotes(option.argument), action);
}

}  // namespace

std::string zsh_script(const std::vector<VerbWords>& verbs) {
  std::string script =
      "#compdef causa\n# What can follow causa, for zsh. Made by `causa completion zsh`.\n"
      "_causa() {\n  local -a verbs\n  verbs=(\n";
  for (const auto& verb : verbs)
    script += fmt::format("    '{}:{}'\n", verb.name, in_quotes(verb.about));
  script +=
      "  )\n  if ((CURRENT == 2)); then\n    _describe verb verbs\n    return\n  fi\n"
      "  local verb=$words[2]\n  shift words\n  ((CURRENT--))\n"
      "  [[ $verb == --version ]] && verb=version\n  case $verb in\n";
  for (const auto& verb : verbs) {
    script += fmt::format("    {})\n      _arguments -s", verb.name);
    if (!verb.actions.empty())
      script += fmt::format(" \\\n        '1:action:({})'", fmt::join(verb.actions, " "));
    for (const auto& option : verb.options) script += " \\\n        " + specification(option);
    script += " \\\n        '*:file:_files' ;;\n";
  }
  script += "  esac\n}\n_causa \"$@\"\n";
  return script;
}

}  // namespace causa::cli::completion
