// SPDX-License-Identifier: Apache-2.0
//
// What every verb gets and gives. One file a verb; help is made from this table.
#pragma once

#include <cstdio>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "cli/outcome.hpp"
#include "cli/settings.hpp"

namespace causa::cli {

struct Arguments {
  Settings settings;
  std::vector<std::string> words;              ///< what isn't an option, after the verb
  std::map<std::string, std::string> options;  ///< the verb's own options

  [[nodiscard]] std::string option(const std::string& name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::string() : found->second;
  }
};

struct VerbOption {
  const char* name;
  const char* argument;  ///< empty: a switch
  const char* about;
  bool may_repeat = false;  ///< a list of all that is given
};

/// One of the things that a verb of many does, for its help.
struct VerbPart {
  std::string form;  ///< "show ID"
  const char* about;
};

struct Verb {
  const char* name;
  const char* arguments;
  const char* about;
  void (*run)(const Arguments& arguments, Outcome& outcome);
  std::span<const VerbOption> options;
  std::span<const char* const> settings;  ///< settings that matter to it, for its help
  const char* example;
  std::span<const VerbPart> parts{};
  const char* forms = nullptr;  ///< what --to takes, for its help; null: all that there are
};

std::span<const Verb> verbs();

extern const Verb assess_verb, show_verb, list_verb, explain_verb, plugins_verb, knowledge_verb,
    lint_verb, watch_verb, cds_hooks_verb, questionnaire_verb, feedback_verb, store_verb,
    history_verb, diff_verb, doctor_verb, validate_verb, interview_verb, completion_verb,
    replay_verb, extend_verb;

/// Prints an error on standard error and counts it.
void report(const Error& error, Outcome& outcome);

/// Prints a usage error for a verb.
void misuse(const Verb& verb, const std::string& message, Outcome& outcome);

/// True if `out` is a terminal that wants color (NO_COLOR is respected).
bool wants_color(const Settings& settings, std::FILE* out = stdout);

}  // namespace causa::cli
