// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string_view>
#include <system_error>

#include "base/memory_pages.hpp"
#include "cli/command_line.hpp"
#include "cli/forms.hpp"
#include "cli/help.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/overwriting.hpp"
#include "cli/standard_output.hpp"
#include "cli/verb.hpp"
#include "cli/verb_settings.hpp"
#include "cli/version.hpp"
#include "plugin/worker/server.hpp"

namespace causa::cli {

namespace {

constexpr const Verb* all_verbs[] = {
    &assess_verb,        &interview_verb, &lint_verb,     &watch_verb,    &cds_hooks_verb,
    &questionnaire_verb, &show_verb,      &list_verb,     &history_verb,  &diff_verb,
    &explain_verb,       &replay_verb,    &extend_verb,   &feedback_verb, &store_verb,
    &plugins_verb,       &knowledge_verb, &validate_verb, &doctor_verb,   &completion_verb};

void run_verb(const Verb& verb, const Arguments& arguments, Outcome& outcome) {
  if (takes_setting(verb, "store"))
    if (const auto refused = prints_into_store(arguments.settings))
      return report(*refused, outcome);
  try {
    verb.run(arguments, outcome);
    flush_output();
  } catch (const std::system_error& error) {
    report_output(error, kept_without_output(verb, arguments.settings), outcome);
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

namespace {

/// Whoever started the program may have closed them. The next file to be opened would get their
/// number, and be read as the input or printed into. Standard output then fails, which is told.
void hold_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
      static_cast<void>(::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY));
}

/// What can't be written then fails like what meets a full disk: it is told, and all else that the
/// run has to write still is. Children get the usual again where they are made.
void fail_instead_of_dying() {
  for (const int number : {SIGPIPE, SIGXFSZ}) std::signal(number, SIG_IGN);
}

}  // namespace

}  // namespace causa::cli

int main(int count, char** values) {
  causa::cli::hold_standard_descriptors();
  namespace worker = causa::plugin::worker;
  if (count > 1 && std::string_view(values[1]) == worker::verb)
    return worker::serve({values + 2, values + count});
  causa::cli::fail_instead_of_dying();
  causa::keep_freed_memory();
  causa::use_large_pages();
  causa::cli::name_library_that_ends_it();
  causa::cli::Outcome outcome;
  try {
    causa::cli::run({values + 1, values + count}, outcome);
    causa::cli::flush_output();
  } catch (const std::system_error& error) {
    causa::cli::report_output(error, "", outcome);
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
