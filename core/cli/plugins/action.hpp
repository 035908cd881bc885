// SPDX-License-Identifier: Apache-2.0
//
// What can follow `causa plugins`: one action a file of this folder, listed in verb_plugins.cpp,
// from which help and the checks of words and options are made.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "assess/prepared.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

struct PluginsAction {
  const char* name;
  const char* arguments;  ///< for help, such as "ID"
  const char* about;      ///< for help, a phrase
  std::size_t least = 0;  ///< words that it takes, after its own name
  std::size_t most = 0;
  /// `arguments.words` are those after the action's name; at least and at most as many as above.
  void (*run)(const Arguments& arguments, Outcome& outcome);
  std::span<const VerbOption> options{};  ///< its own, beside the verb's settings
};

extern const PluginsAction list_action, show_action, scan_action, why_action, new_action,
    check_action, lock_action, verify_action, enable_action, disable_action, keys_action,
    sign_action;

/// Prints `first` and then `text`, whose further lines are indented as far, within 100 columns.
void print_wrapped(const std::string& first, const std::string& text);

/// Loads all modules that the settings allow; what went wrong is reported. Null: nothing to go on.
std::shared_ptr<const assess::Prepared> prepared_for(const Arguments& arguments, Outcome& outcome);

}  // namespace causa::cli
