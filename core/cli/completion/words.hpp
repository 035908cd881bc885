// SPDX-License-Identifier: Apache-2.0
//
// What can be written after `causa`, taken from the tables of verbs and settings, so that
// completion never lags behind them. Plain data; pure.
#pragma once

#include <string>
#include <vector>

namespace causa::cli::completion {

enum class Takes { nothing, words, file, folder, anything };

struct Option {
  std::string name;  ///< "--from"
  std::string about;
  std::string argument;  ///< "FORMAT"
  Takes takes = Takes::nothing;
  std::vector<std::string> words;  ///< what it may be; beside files, if it takes those
};

struct VerbWords {
  std::string name;
  std::string about;
  std::vector<std::string> actions;  ///< first words that it knows; empty: any
  std::vector<Option> options;       ///< its own, then its settings
};

std::vector<VerbWords> all_verbs();

/// Scripts for the shell that is named.
std::string bash_script(const std::vector<VerbWords>& verbs);
std::string zsh_script(const std::vector<VerbWords>& verbs);

}  // namespace causa::cli::completion
