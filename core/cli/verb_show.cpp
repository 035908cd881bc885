// SPDX-License-Identifier: Apache-2.0

#include "cli/printer.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {version_option};
constexpr const char* settings[] = {
    "store",   "to",      "top",    "cards",       "lint",
    "plugins", "without", "plugin", "plugin-path", "temporary-folder"};

void run(const Arguments& arguments, Outcome& outcome) {
  if (arguments.words.size() != 1) return misuse(show_verb, "it takes one assessment ID", outcome);
  const auto version = version_of(show_verb, arguments, outcome);
  if (!version) return;
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(show_verb, "there is no store to read (--store none)", outcome);
  const auto id = whole_id(**store, arguments.words.front());
  if (!id) return report(id.error(), outcome);
  const auto stored = load_stored(arguments.settings, **store, *id, *version);
  if (!stored) return report(stored.error(), outcome);
  Printer printer(arguments.settings);
  report::Context context = stored->context();
  if (printer.asks()) {
    Tried tried = try_would_change(arguments.settings, **store, stored->assessment);
    context.would_change = std::move(tried.changes);
    context.not_tried = std::move(tried.why_not);
  }
  printer.print(stored->assessment, context);
  printer.end();
}

}  // namespace

const Verb show_verb{"show",
                     "ID",
                     "Show a stored assessment as it was given",
                     run,
                     options,
                     settings,
                     "causa show 2f1c… --to json"};

}  // namespace causa::cli
