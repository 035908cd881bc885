// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"store", "to", "color"};

void run(const Arguments& arguments, Outcome& outcome) {
  if (arguments.words.size() != 1) return misuse(show_verb, "it takes one assessment ID", outcome);
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(show_verb, "there is no store to read (--store none)", outcome);
  const auto assessment = (*store)->load(arguments.words.front());
  if (!assessment) return report(assessment.error(), outcome);
  if (arguments.settings.text("to") == "json")
    fmt::print("{}\n", report::to_json(*assessment));
  else
    fmt::print("{}", report::to_text(*assessment, {.color = wants_color(arguments.settings)}));
}

}  // namespace

const Verb show_verb{"show",
                     "ID",
                     "Show a stored assessment as it was given",
                     run,
                     {},
                     settings,
                     "causa show 2f1c… --to json"};

}  // namespace causa::cli
