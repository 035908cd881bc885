// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <iterator>
#include <string_view>
#include <system_error>

#include "base/memory_pages.hpp"
#include "cli/command_line.hpp"
#include "cli/forms.hpp"
#include "cli/help.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/verb.hpp"
#include "cli/version.hpp"
#include "plugin/worker/server.hpp"

namespace causa::cli {

namespace {

constexpr const char* output_cure = "make room, or write elsewhere";

constexpr const Verb* all_verbs[] = {
    &assess_verb,        &interview_verb, &lint_verb,     &watch_verb,    &cds_hooks_verb,
    &questionnaire_verb, &show_verb,      &list_verb,     &history_verb,  &diff_verb,
    &explain_verb,       &replay_verb,    &extend_verb,   &feedback_verb, &store_verb,
    &plugins_verb,       &knowledge_verb, &validate_verb, &doctor_verb,   &completion_verb};

void flush_output() {
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category());
}

void report_output(const std::system_error& error, const char* cure, Outcome& outcome) {
  report({Fault::usage, "standard output", error.code().message(), cure}, outcome);
}

bool stores(const Verb& verb, const Settings& settings) {
  constexpr const Verb* storing[] = {&assess_verb, &interview_verb, &watch_verb, &cds_hooks_verb,
                                     &extend_verb};
  return settings.text("store") != "none" &&
         std::any_of(std::begin(storing), std::end(storing),
                     [&](const Verb* one) { return std::string_view(one->name) == verb.name; });
}

const char* output_cure_of(const Verb& verb, const Settings& settings) {
  if (!stores(verb, settings)) return output_cure;
  if (std::string_view(verb.name) == extend_verb.name)
    return "make room, or write elsewhere; what was extended so far is in the store, and the next "
           "call of extend prints its new alerts";
  return "make room, or write elsewhere; what was assessed so far is in the store";
}

void run_verb(const Verb& verb, const Arguments& arguments, Outcome& outcome) {
  try {
    verb.run(arguments, outcome);
    flush_output();
  } catch (const std::system_error& error) {
    // What fmt throws when it can't write; nothing else here throws this.
    report_output(error, output_cure_of(verb, arguments.settings), outcome);
  }
}

bool is_help(std::string_view word) { return word == "--help" || word == "-h"; }

void run(std::vector<std::string> words, Outcome& outcome) {
  const std::string name = words.empty() ? "help" : words.front();
  if (!words.empty()) words.erase(words.begin());
  if (name == "--version" || name == "version") {
    const bool asks_help = std::any_of(words.begin(), words.end(), is_help);
    if (asks_help) print_help("version");
    if (!asks_help) print_version(words, outcome);
    return;
  }
  if (name == "help" || name == "--help" || name == "-h") {
    if (!print_help(words.empty() ? std::string() : words.front())) {
      report({Fault::usage, "causa help", fmt::format("there is no verb {}", words.front()),
              suggest_verb(words.front())},
             outcome);
    }
    return;
  }
  for (const Verb* verb : all_verbs) {
    if (name != verb->name) continue;
    if (std::any_of(words.begin(), words.end(), is_help)) {
      print_help(name);
      return;
    }
    const auto arguments = read_arguments(*verb, words, outcome);
    if (arguments && takes_form(*verb, arguments->settings, outcome))
      run_verb(*verb, *arguments, outcome);
    return;
  }
  report({Fault::usage, "causa", fmt::format("there is no verb {}", name), suggest_verb(name)},
         outcome);
}

}  // namespace

std::span<const Verb> verbs() {
  static const std::vector<Verb> copies = [] {
    std::vector<Verb> made;
    for (const Verb* verb : all_verbs) made.push_back(*verb);
    return made;
  }();
  return copies;
}

void report(const Error& error, Outcome& outcome) {
  log_error("{}", to_string(error));
  outcome.add(error);
}

void misuse(const Verb& verb, const std::string& message, Outcome& outcome) {
  report({Fault::usage, fmt::format("causa {}", verb.name), message,
          fmt::format("see causa help {}", verb.name)},
         outcome);
}

}  // namespace causa::cli

int main(int count, char** values) {
  namespace worker = causa::plugin::worker;
  if (count > 1 && std::string_view(values[1]) == worker::verb)
    return worker::serve({values + 2, values + count});
  causa::keep_freed_memory();
  causa::use_large_pages();
  causa::cli::name_library_that_ends_it();
  causa::cli::Outcome outcome;
  try {
    causa::cli::run({values + 1, values + count}, outcome);
    causa::cli::flush_output();
  } catch (const std::system_error& error) {
    causa::cli::report_output(error, causa::cli::output_cure, outcome);
  } catch (const std::exception& exception) {
    causa::cli::report({causa::Fault::internal, "causa", exception.what(),
                        "this is a fault of the program; please report it"},
                       outcome);
  }
  // One code needs no last line, since its error was printed just before; an alert is no error.
  if (outcome.codes().size() > 1 || outcome.code() == causa::cli::Exit::alert)
    // Nobody may read it; the code is what counts.
    std::fputs(("causa: " + outcome.line() + "\n").c_str(), stderr);
  causa::cli::finish();
  return static_cast<int>(outcome.code());
}
