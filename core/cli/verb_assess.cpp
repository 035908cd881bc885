// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>

#include "cli/assess_run.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"from",   "to",          "plugins", "without", "plugin",
                                    "plugin-path", "policy", "store",   "as-of",   "top",
                                    "batch",  "fail-on",     "summary"};

/// A setting whose word isn't one of `words`; null if it is.
std::optional<Error> wrong_word(const Settings& chosen, const char* name,
                                const std::vector<std::string>& words) {
  const std::string& text = chosen.text(name);
  if (std::find(words.begin(), words.end(), text) != words.end()) return std::nullopt;
  return Error{Fault::usage, fmt::format("--{} ({})", name, chosen.origin(name)),
               fmt::format("\"{}\" is not understood", text),
               fmt::format("write one of: {}", fmt::join(words, ", "))};
}

std::optional<Error> wrong_number(const Settings& chosen, const char* name) {
  const std::string& text = chosen.text(name);
  const bool number = !text.empty() && text.size() < 8 &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (number) return std::nullopt;
  return Error{Fault::usage, fmt::format("--{} ({})", name, chosen.origin(name)),
               fmt::format("\"{}\" is no number", text), "write digits"};
}

std::optional<Error> check(const Settings& chosen) {
  if (auto error = wrong_word(chosen, "to", {"text", "json"})) return error;
  if (auto error = wrong_word(chosen, "from", {"auto", "fhir", "ndjson"})) return error;
  if (auto error = wrong_number(chosen, "top")) return error;
  if (auto error = wrong_number(chosen, "batch")) return error;
  if (!chosen.text("fail-on").empty())
    return wrong_word(chosen, "fail-on", {"emergency", "same-day", "urgent"});
  return std::nullopt;
}

void run(const Arguments& arguments, Outcome& outcome) {
  if (const auto error = check(arguments.settings)) return report(*error, outcome);
  const auto date = as_of(arguments.settings);
  if (!date) return report(date.error(), outcome);
  std::vector<std::string> inputs = arguments.words;
  if (inputs.empty()) {
    if (::isatty(STDIN_FILENO) == 1)
      return misuse(assess_verb, "it needs an input: a file, a folder, or - for standard input",
                    outcome);
    inputs.emplace_back("-");
  }
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  auto reader = intake::Reader::open(inputs);
  if (!reader) {
    Error error = reader.error();
    error.fault = Fault::usage;
    return report(error, outcome);
  }
  auto store = open_store(arguments.settings, store::Mode::create);
  if (!store) return report(store.error(), outcome);
  AssessRun assess_run(arguments.settings, *prepared, std::move(*store), *date, outcome);
  if (auto begun = assess_run.begin(inputs); !begun) return report(begun.error(), outcome);
  assess_run.run(*reader);
  assess_run.finish();
}

}  // namespace

const Verb assess_verb{"assess",
                       "[INPUT...]",
                       "Read patients, weigh the evidence of all modules, store and print the "
                       "assessments; INPUT is a file, a folder or - (FHIR R4 JSON, NDJSON)",
                       run,
                       {},
                       settings,
                       "causa assess patient.json --as-of 2026-11-20 --to json"};

}  // namespace causa::cli
