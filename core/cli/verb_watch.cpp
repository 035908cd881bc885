// SPDX-License-Identifier: Apache-2.0

#include <charconv>
#include <csignal>

#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/overwriting.hpp"
#include "cli/setup.hpp"
#include "cli/summary.hpp"
#include "cli/verb.hpp"
#include "cli/watch/watcher.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings_used[] = {
    "out",        "done",        "failed",  "acks",  "quiet",   "poll",
    "notify",     "from",        "mapping", "to",    "plugins", "without",
    "plugin",     "plugin-path", "policy",  "store", "as-of",   "top",
    "batch",      "fail-on",     "summary", "lint",  "cards",   "temporary-folder",
    "audit-user", "isolation"};

constexpr VerbOption options[] = {
    {"once", "", "deal with the files that are there and complete, then end"}};

std::chrono::seconds seconds_of(const Settings& settings, const char* name) {
  unsigned number = 0;
  const std::string& text = settings.text(name);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::chrono::seconds(number);
}

void watch_folder(const Arguments& arguments, Counts& counts, Outcome& outcome) {
  if (arguments.words.size() != 1) return misuse(watch_verb, "it takes one FOLDER", outcome);
  const Settings& settings = arguments.settings;
  if (const auto date = as_of(settings); !date) return report(date.error(), outcome);
  const auto folders = watch::Folders::open(arguments.words.front(), settings);
  if (!folders) return report(folders.error(), outcome);
  watch_signals();
  const auto prepared = prepare(settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  auto options_of_input = intake_options(settings, **prepared);
  if (!options_of_input) return report(options_of_input.error(), outcome);
  auto store = open_store(settings, store::Mode::create, Patience::some);
  if (!store) return report(store.error(), outcome);
  Engine engine(settings, *prepared, std::move(*store));
  const watch::Pace pace{seconds_of(settings, "quiet"), seconds_of(settings, "poll"),
                         settings.text("notify") == "auto"};
  const auto reload = [&] {
    if (!engine.reload(outcome)) return;
    auto renewed = intake_options(settings, engine.prepared());
    if (!renewed) return report(renewed.error(), outcome);
    *options_of_input = std::move(*renewed);
  };
  watch::Watcher watcher(*folders, pace, settings, *options_of_input, engine, reload, counts,
                         outcome);
  const int number = arguments.options.contains("once") ? watcher.run_once() : watcher.run();
  if (number == 0) return;
  outcome.add(number == SIGINT ? Exit::interrupted : Exit::terminated);
  log_info("stopped by a signal; every file is untouched or dealt with");
}

void run(const Arguments& arguments, Outcome& outcome) {
  static constexpr const char* outputs[] = {"summary"};
  if (const auto refused = would_replace(arguments, arguments.words, outputs))
    return report(*refused, outcome);
  for (const std::string& folder : arguments.words)
    if (const auto refused = lies_in_watched(arguments, folder)) return report(*refused, outcome);
  if (const auto refused = cannot_write(arguments, outputs)) return report(*refused, outcome);
  if (const auto refused = reads_store(arguments.settings, arguments.words))
    return report(*refused, outcome);
  Counts counts;
  watch_folder(arguments, counts, outcome);
  log_info("{} assessed, {} could not be read, {} with an alert at or above --fail-on",
           counts.assessed, counts.failed, counts.alerted);
  write_summary(arguments.settings, counts, outcome);
}

}  // namespace

const Verb watch_verb{"watch",
                      "FOLDER",
                      "Assess files as they arrive in a folder: write the answer to a folder, move "
                      "the file to done, or to failed with a reason beside it",
                      run,
                      options,
                      settings_used,
                      "causa watch /srv/causa/in --out /srv/causa/out --to json --quiet 5"};

}  // namespace causa::cli
