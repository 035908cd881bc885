// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion/words.hpp"

namespace causa::cli::completion {

namespace {

constexpr const char* begin = R"(# What can follow causa, for bash. Made by `causa completion bash`.
_causa() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local verb=${COMP_WORDS[1]-} actions= options= words= files=
  # bash parts --to=json at the sign.
  [[ $current == = ]] && current=
  [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD-2]}
  COMPREPLY=()
)";

constexpr const char* end = R"(  if [[ -z $words$files ]]; then
    if [[ $current == -* ]]; then
      words=$options
    elif ((COMP_CWORD == 2)) && [[ -n $actions ]]; then
      words=$actions
    else
      files=file
    fi
  fi
  [[ -n $words && $words != - ]] && mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ $files == file || $files == folder ]]; then
    compopt -o filenames 2>/dev/null
    local kind=-f
    [[ $files == folder ]] && kind=-d
    local found
    mapfile -t found < <(compgen "$kind" -- "$current")
    COMPREPLY+=("${found[@]}")
  fi
}
complete -F _causa causa
)";

/// What may follow an option; `words=-`: nothing can be proposed.
std::string after(const Option& option) {
  const char* files = option.takes == Takes::file     ? "file"
                      : option.takes == Takes::folder ? "folder"
                                                      : "";
  if (option.words.empty() && *files == '\0') return "words='-' files=";
  return fmt::format("words='{}' files={}", fmt::join(option.words, " "), files);
}

}  // namespace

std::string bash_script(const std::vector<VerbWords>& verbs) {
  std::vector<std::string> names;
  for (const auto& verb : verbs) names.push_back(verb.name);
  std::string script = begin;
  script += fmt::format("  if ((COMP_CWORD == 1)); then\n    words='{} --version --help'\n  fi\n",
                        fmt::join(names, " "));
  script += "  [[ $verb == --version ]] && verb=version\n";
  script += "  ((COMP_CWORD > 1)) && case $verb in\n";
  for (const auto& verb : verbs) {
    std::vector<std::string> options{"--help"};
    for (const auto& option : verb.options) options.push_back(option.name);
    script += fmt::format("    {})\n      actions='{}'\n      options='{}'\n", verb.name,
                          fmt::join(verb.actions, " "), fmt::join(options, " "));
    script += "      case $previous in\n";
    for (const auto& option : verb.options)
      if (option.takes != Takes::nothing)
        script += fmt::format("        {}) {} ;;\n", option.name, after(option));
    script += "      esac ;;\n";
  }
  script += "  esac\n";
  script += end;
  return script;
}

}  // namespace causa::cli::completion
