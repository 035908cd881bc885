// SPDX-License-Identifier: Apache-2.0

#include <unistd.h>

#include <csignal>

#include "base/hash.hpp"
#include "cli/acknowledgments.hpp"
#include "cli/assess_run.hpp"
#include "cli/interrupt.hpp"
#include "cli/lint_mode.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/summary.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"from",   "mapping",     "to",       "plugins", "without",
                                    "plugin", "plugin-path", "policy",   "store",   "as-of",
                                    "top",    "batch",       "fail-on",  "summary", "ack",
                                    "lint",   "cards",       "isolation"};

void assess_all(const Arguments& arguments, Counts& counts, Outcome& outcome) {
  const auto date = as_of(arguments.settings);
  if (!date) return report(date.error(), outcome);
  std::vector<std::string> inputs = arguments.words;
  if (inputs.empty()) {
    if (::isatty(STDIN_FILENO) == 1)
      return misuse(assess_verb, "it needs an input: a file, a folder, or - for standard input",
                    outcome);
    inputs.emplace_back("-");
  }
  Acknowledgments acknowledgments(arguments.settings);
  if (const auto conflict = acknowledgments.conflict()) return report(*conflict, outcome);
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  auto options = intake_options(arguments.settings, **prepared);
  if (!options) return report(options.error(), outcome);
  options->receipts = acknowledgments.receipts();
  auto reader = intake::Reader::open(inputs, *options);
  if (!reader) {
    Error error = reader.error();
    error.fault = Fault::usage;
    return report(error, outcome);
  }
  auto store = open_store(arguments.settings, store::Mode::create);
  if (!store) return report(store.error(), outcome);
  Engine engine(arguments.settings, *prepared, std::move(*store));
  Printer printer(arguments.settings, stdout, engine.store());
  const RunPlan plan{.as_of_ms = *date,
                     .tell_unread = [&](const Error& error) { report(error, outcome); },
                     .receipts = acknowledgments.receipts()};
  AssessRun assess_run(arguments.settings, engine, printer, plan, counts, outcome);
  std::string names;
  for (const auto& input : inputs) names += input + '\n';
  if (auto begun = assess_run.begin(sha256_hex(names)); !begun)
    return report(begun.error(), outcome);
  watch_signals();
  const auto end = assess_run.run(*reader);
  if (!end) {
    report(end.error(), outcome);
    log_error("stopped: the last {} patients are neither stored nor printed", assess_run.waiting());
  } else if (*end == RunEnd::signaled) {
    outcome.add(signal_seen() == SIGINT ? Exit::interrupted : Exit::terminated);
    log_warning("stopped by a signal after {} patients; what was printed is stored",
                counts.assessed);
  } else if (auto ended = assess_run.end(); !ended) {
    report(ended.error(), outcome);
  }
  acknowledgments.write(outcome);
}

void run(const Arguments& arguments, Outcome& outcome) {
  Counts counts;
  assess_all(arguments, counts, outcome);
  log_info("{} assessed, {} could not be read, {} with an alert at or above --fail-on",
           counts.assessed, counts.failed, counts.alerted);
  for (const auto& entry : counts.of_no_patient)
    log_info("of no patient: {} {}: {}", entry.count, entry.source, entry.reason);
  write_summary(arguments.settings, counts, outcome);
}

}  // namespace

const Verb assess_verb{"assess",
                       "[INPUT...]",
                       "Read patients, weigh the evidence of all modules, store and print the "
                       "assessments; INPUT is a file, a folder or - (FHIR R4 JSON, NDJSON, HL7 v2, "
                       "case files in YAML or JSON, CSV; gzip and zstd are unpacked)",
                       run,
                       lint_switches,
                       settings,
                       "causa assess patient.json --as-of 2026-11-20 --to json"};

}  // namespace causa::cli
