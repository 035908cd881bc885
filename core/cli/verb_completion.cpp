// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/completion/words.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

void run(const Arguments& arguments, Outcome& outcome) {
  if (arguments.words.size() == 1 && arguments.words[0] == "bash")
    return fmt::print("{}", completion::bash_script(completion::all_verbs()));
  if (arguments.words.size() == 1 && arguments.words[0] == "zsh")
    return fmt::print("{}", completion::zsh_script(completion::all_verbs()));
  misuse(completion_verb, "it takes bash or zsh", outcome);
}

}  // namespace

const Verb completion_verb{
    "completion",
    "bash|zsh",
    "Write what completes verbs, options and their values in a shell; the "
    "installed program has it already",
    run,
    {},
    {},
    "causa completion bash > ~/.local/share/bash-completion/completions/causa"};

}  // namespace causa::cli
