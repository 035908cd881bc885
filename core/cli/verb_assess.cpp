// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <system_error>

#include "base/stop.hpp"
#include "cli/acknowledgments.hpp"
#include "cli/assess_run.hpp"
#include "cli/early_store.hpp"
#include "cli/interrupt.hpp"
#include "cli/lint_mode.hpp"
#include "cli/log.hpp"
#include "cli/overwriting.hpp"
#include "cli/setup.hpp"
#include "cli/source_name.hpp"
#include "cli/standard_output.hpp"
#include "cli/summary.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {
    "from",   "mapping", "to",    "plugins",   "without", "plugin",           "plugin-path",
    "policy", "store",   "as-of", "top",       "batch",   "fail-on",          "summary",
    "ack",    "lint",    "cards", "isolation", "jobs",    "temporary-folder", "audit-user"};

constexpr const char* resume = "resume";

/// Lint's switches, and what only assess has.
constexpr auto own_options = [] {
  std::array<VerbOption, std::size(lint_switches) + 1> all{};
  all[0] = {resume, "", "go on with the last run over this input, if it was cut off"};
  std::copy(std::begin(lint_switches), std::end(lint_switches), all.begin() + 1);
  return all;
}();

/// Opens a run, or goes on with an earlier one.
Result<void> begin(const Arguments& arguments, const SourceName& name, Engine& engine,
                   AssessRun& assess_run) {
  const auto anew = [&] {
    assess_run.begin(name.sha256);
    return Result<void>();
  };
  if (arguments.option(resume).empty()) return anew();
  if (engine.store() == nullptr)
    return Error{Fault::usage, "--resume", "without a store there is nothing to go on from",
                 "leave it out, or name a store"};
  const auto run = engine.store()->last_run(name.sha256);
  if (!run) return run.error();
  // A file that hasn't changed is done with for good; a pipe may bring something else each time.
  const bool is_over = *run && (*run)->ended_ms && !name.tells_content;
  if (!*run || is_over) {
    log_warning(
        "no run over this input was cut off (other files, another order of them or a changed file "
        "are another input): all of it is assessed");
    return anew();
  }
  if ((*run)->program_version != CAUSA_VERSION)
    return Error{Fault::usage, "--resume",
                 fmt::format("the run was begun by causa {}, which may read in another order",
                             (*run)->program_version),
                 "go on with that version, or assess all of it again, without --resume"};
  return assess_run.go_on(**run);
}

void tell_stopped(const Counts& counts, const Engine& engine) {
  log_warning("stopped by a signal after {} patients; {}", counts.assessed,
              engine.has_store()
                  ? "what was printed is stored; to go on: the same command with --resume"
                  : "those that follow are not assessed, and nothing is stored (--store none)");
}

/// Nothing: standard output failed, which is reported.
std::optional<Result<RunEnd>> run_while_output_lasts(AssessRun& assess_run, intake::Reader& reader,
                                                     const Arguments& arguments, Outcome& outcome) {
  try {
    return assess_run.run(reader);
  } catch (const std::system_error& error) {
    report_output(error, kept_without_output(assess_verb, arguments.settings), outcome);
    return std::nullopt;
  }
}

/// Once the run is over, however it ended. False: those who wait for an answer have none yet.
bool acknowledge(const Acknowledgments& acknowledgments, const AssessRun& assess_run,
                 bool output_lasts, const Engine& engine, const Stop& stop, Outcome& outcome) {
  // Of what it didn't meet again it can't tell whether it is stored.
  if (!assess_run.has_met_stored()) {
    acknowledgments.tell_withheld();
    return false;
  }
  if ((output_lasts || !acknowledgments.are_printed()) && acknowledgments.write(stop, outcome))
    return true;
  if (engine.has_store())
    log_warning("what is stored is not acknowledged yet; the same command with --resume does it");
  return false;
}

void assess_all(const Arguments& arguments, std::span<const std::string> inputs, Stop& stop,
                Counts& counts, Outcome& outcome) {
  const auto date = as_of(arguments.settings);
  if (!date) return report(date.error(), outcome);
  Acknowledgments acknowledgments(arguments.settings);
  if (const auto conflict = acknowledgments.conflict()) return report(*conflict, outcome);
  watch_signals(&stop);
  EarlyStore early_store(arguments.settings, inputs);
  const auto prepared = prepare(
      arguments.settings, outcome,
      [&](std::span<const plugin::Module> modules) { early_store.modules_are_read(modules); });
  if (!prepared) return report(prepared.error(), outcome);
  auto options = intake_options(arguments.settings, **prepared);
  if (!options) return report(options.error(), outcome);
  options->receipts = acknowledgments.receipts();
  options->stop = &stop;
  auto reader = open_input(inputs, *options);
  if (!reader) return report(reader.error(), outcome);
  auto store = early_store.take();
  if (!store) return report(store.error(), outcome);
  Engine engine(arguments.settings, *prepared, std::move(*store));
  Printer printer(arguments.settings, stdout, engine.store());
  const RunPlan plan{.as_of_ms = *date,
                     .jobs = jobs(arguments.settings),
                     .stop = &stop,
                     .tell_unread = [&](const Error& error) { report(error, outcome); },
                     .input_stands = {},
                     .receipts = acknowledgments.receipts()};
  AssessRun assess_run(arguments.settings, engine, printer, plan, counts, outcome);
  if (auto begun = begin(arguments, source_name(inputs), engine, assess_run); !begun)
    return report(begun.error(), outcome);
  // What an earlier part of this run acknowledged stays so until all of it can be again.
  static constexpr const char* ack[] = {"ack"};
  if (arguments.option(resume).empty()) remove_earlier(arguments, ack);
  const auto end = run_while_output_lasts(assess_run, *reader, arguments, outcome);
  if (end && !*end) {
    Error error = end->error();
    if (error.cure.find("run the same command again") != std::string::npos)
      error.cure += "; with --resume it goes on with this run";
    report(error, outcome);
    log_error("stopped after {} patients; those that follow are {}", counts.assessed,
              assess_run.has_met_stored() ? "neither stored nor printed"
                                          : "not printed; what was stored before stays");
  } else if (end && **end == RunEnd::stopped) {
    outcome.add(exit_by_signal());
    tell_stopped(counts, engine);
  }
  if (counts.stored_before > 0)
    log_warning(
        "went on with an earlier run: {} patients were stored already, and are printed again",
        counts.stored_before);
  // Of a run that has ended nothing could be acknowledged any more.
  const bool acknowledged =
      acknowledge(acknowledgments, assess_run, end.has_value(), engine, stop, outcome);
  if (!acknowledged || !end || !*end || **end != RunEnd::finished) return;
  if (auto ended = assess_run.end(); !ended) report(ended.error(), outcome);
}

void run(const Arguments& arguments, Outcome& outcome) {
  std::vector<std::string> inputs = arguments.words;
  if (inputs.empty() && ::isatty(STDIN_FILENO) == 0) inputs.emplace_back("-");
  // Before --summary is written: it may be the one that would replace an input.
  static constexpr const char* outputs[] = {"ack", "summary"};
  if (const auto refused = would_replace(arguments, inputs, outputs))
    return report(*refused, outcome);
  if (const auto refused = cannot_write(arguments, outputs)) return report(*refused, outcome);
  if (const auto refused = reads_store(arguments.settings, inputs))
    return report(*refused, outcome);
  if (const auto refused = prints_into_input(inputs)) return report(*refused, outcome);
  if (const auto refused = prints_into_output(arguments, outputs)) return report(*refused, outcome);
  static constexpr const char* summary[] = {"summary"};
  remove_earlier(arguments, summary);
  static Stop stop;  // a signal may come until the program has ended
  Counts counts;
  if (inputs.empty())
    misuse(assess_verb, "it needs an input: a file, a folder, or - for standard input", outcome);
  else
    assess_all(arguments, inputs, stop, counts, outcome);
  log_info("{} assessed, {} could not be read, {} with an alert at or above --fail-on",
           counts.assessed, counts.failed, counts.alerted);
  for (const auto& entry : counts.of_no_patient)
    log_info("of no patient: {} {}: {}", entry.count, entry.source, entry.reason);
  write_summary(arguments.settings, counts, outcome, &stop);
}

}  // namespace

const Verb assess_verb{"assess",
                       "[INPUT...]",
                       "Read patients, weigh the evidence of all modules, store and print the "
                       "assessments; INPUT is a file, a folder or - (FHIR R4 JSON, NDJSON, HL7 v2, "
                       "case files in YAML or JSON, CSV; gzip and zstd are unpacked)",
                       run,
                       own_options,
                       settings,
                       "causa assess patient.json --as-of 2026-11-20 --to json"};

}  // namespace causa::cli
