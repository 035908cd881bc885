// SPDX-License-Identifier: Apache-2.0

#include "cli/assess_run.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <set>
#include <span>
#include <utility>

#include "base/at_once.hpp"
#include "base/hash.hpp"
#include "base/time.hpp"
#include "cli/config_text.hpp"
#include "cli/interrupt.hpp"
#include "cli/lint_mode.hpp"
#include "cli/pipeline/crew.hpp"
#include "cli/pipeline/inputs.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "intake/hl7v2/receipts.hpp"
#include "intake/of_no_patient.hpp"
#include "store/forget.hpp"

namespace causa::cli {

namespace {

/// So much of the input is worth starting threads.
constexpr std::uint64_t bytes_for_one = std::uint64_t{8} << 20;

bool is_known_to_be_long(const intake::Progress& at) {
  return at.bytes_total > at.bytes_done + bytes_for_one;
}

bool has_all(const report::Context& context, const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.modules.size(); ++i) {
    const bool took_part = assessment.modules[i].status == assess::ModuleStatus::ok;
    if (took_part && context.manifests[i] == nullptr) return false;
  }
  return true;
}

}  // namespace

AssessRun::AssessRun(const Settings& settings, Engine& engine, Printer& printer,
                     const RunPlan& plan, Counts& counts, Outcome& outcome)
    : settings_(settings),
      engine_(engine),
      printer_(printer),
      plan_(plan),
      counts_(counts),
      outcome_(outcome),
      batch_size_(pipeline::batch_size(settings)),
      assess_(settings, printer, plan.as_of_ms, engine.has_store()),
      store_(settings, engine, printer, plan, counts, outcome) {}

void AssessRun::begin(std::string_view source_sha256) {
  if (engine_.store() == nullptr) return;
  beginning_ =
      begin_at_once([this, digest = std::string(source_sha256)] { return open_run(digest); });
}

Result<std::int64_t> AssessRun::open_run(const std::string& source_sha256) {
  if (auto kept = engine_.keep_modules(); !kept) return kept.error();
  return engine_.store()->begin_run(source_sha256, CAUSA_VERSION);
}

Result<void> AssessRun::await_begun() {
  if (!beginning_.valid()) return {};
  const auto run = beginning_.get();
  if (!run) return run.error();
  run_ = *run;
  store_.set_run(run_);
  return {};
}

Result<void> AssessRun::go_on(const store::Run& run) {
  if (auto kept = engine_.keep_modules(); !kept) return kept.error();
  run_ = run.id;
  started_ms_ = run.started_ms;
  ended_before_ = run.ended_ms.has_value();
  stored_.emplace(*engine_.store(), run);
  store_.set_run(run.id, run.position);
  return {};
}

/// Reads what the earlier part of the run has read; what it stored is printed again.
Result<void> AssessRun::meet_stored(intake::Reader& reader) {
  while (stored_ && !stored_->met_all()) {
    const auto input = reader.next();
    if (!input) return reader.stopped() ? Result<void>() : other_input("the end of the input");
    store_.show_progress(++read_, reader.progress());
    if (auto met = meet_again(*input); !met) return met;
  }
  has_met_stored_ = true;
  return {};
}

Result<void> AssessRun::meet_again(const Result<intake::PatientInput>& input) {
  if (input.has_error()) {
    if (input.error().fault != Fault::input) return input.error();
    stored_->meet_error();
    store_.tell(input.error());
    return {};
  }
  const auto stored = stored_->meet(*input);
  if (!stored) return stored.error();
  if (*stored) {
    if (!knows_way_) {
      if (auto same = check_way(**stored); !same) return same;
      knows_way_ = true;
    }
    ++counts_.stored_before;
    if (plan_.receipts) plan_.receipts->stored(input->receipts);
    return print_again(**stored);
  }
  // Then they were refused, and are again.
  engine_.assessor().assess(std::span(&*input, 1), plan_.as_of_ms, now_ms());
  const auto& refused = engine_.refused().front();
  if (refused.empty()) return other_input(input->place);
  store_.tell(refused);
  if (plan_.receipts)
    plan_.receipts->not_assessed(input->receipts, refusal_without_values(refused));
  return {};
}

/// The earlier part of the run must have been assessed as this part will be.
Result<void> AssessRun::check_way(const assess::Assessment& assessment) {
  const auto refuse = [&](const std::string& way, const std::string& how = "in the same way") {
    met_other_input_ = true;
    return Error{Fault::usage, "--resume", fmt::format("the run that was cut off assessed {}", way),
                 fmt::format("go on {}, or assess all of it again, without --resume", how)};
  };
  if (assessment.config_sha256 != sha256_hex(settings_.config_text())) {
    const auto config = engine_.store()->load_config(assessment.config_sha256);
    if (!config) return config.error();
    const std::string lint = word(lint_mode_of(*config));
    if (lint == settings_.text("lint")) return refuse("with other settings");
    return refuse("with --lint " + lint, "with --lint " + lint);
  }
  if (!is_of_day(assessment.as_of_ms)) {
    const std::string date = format_time(assessment.as_of_ms);
    return refuse("as of " + date, "with --as-of " + date);
  }
  const auto took_part = [](const std::vector<assess::ModuleUsed>& modules) {
    std::set<std::pair<std::string, std::string>> found;
    for (const auto& module : modules)
      if (module.status == assess::ModuleStatus::ok ||
          module.status == assess::ModuleStatus::failed)
        found.emplace(module.id, module.sha256);
    return found;
  };
  if (took_part(assessment.modules) != took_part(engine_.prepared().modules_used))
    return refuse("with other modules");
  return {};
}

/// Whether this part is of the same date. Nobody stated one: both are of the moment in which they
/// began, and a later day would know more days since whatever happened to the patient.
bool AssessRun::is_of_day(std::int64_t as_of_ms) const {
  constexpr std::int64_t start_ms = 60'000;  // from the program's start to that of its run
  if (!settings_.text("as-of").empty()) return as_of_ms == plan_.as_of_ms;
  return std::abs(as_of_ms - started_ms_) <= start_ms &&
         format_date(as_of_ms) == format_date(plan_.as_of_ms);
}

Result<void> AssessRun::print_again(const assess::Assessment& assessment) {
  auto context = engine_.context_of(assessment, printer_.asks());
  if (has_all(context, assessment)) {
    if (printer_.asks()) context.would_change = engine_.try_stored(assessment);
    store_.print(assessment, context);
    return {};
  }
  // A module was changed or taken away since: its manifest is in the store.
  const auto stored = load_stored(settings_, *engine_.store(), assessment.id, assessment.version);
  if (!stored) return stored.error();
  store_.print(assessment, stored->context());
  return {};
}

Error AssessRun::other_input(const std::string& place) {
  met_other_input_ = true;
  Error error{Fault::usage, place,
              "it isn't what the run that was cut off had read, or it is read in another way",
              "assess all of it again, without --resume"};
  const auto path = store_path(settings_);
  const auto forgotten = path ? store::count_forgotten(*path, started_ms_) : path.error();
  if (!forgotten || *forgotten == 0) return error;
  // Who it was is forgotten too, so a patient of whom nothing is stored may be another one.
  error.message = fmt::format(
      "the run that was cut off can't be gone on with: {} forgotten since (store forget), or this "
      "is another input",
      *forgotten == 1 ? "1 assessment was" : fmt::format("{} assessments were", *forgotten));
  error.cure =
      "take who was forgotten out of the input, and assess all of it again, without --resume";
  return error;
}

Result<RunEnd> AssessRun::run(intake::Reader& reader) {
  auto done = meet_stored(reader);
  const bool is_for_all = plan_.jobs > 1 && is_known_to_be_long(reader.progress());
  // Libraries, and workers in processes of their own, start while the input is waited for.
  if (!is_for_all) engine_.assessor();
  if (done && !reader.stopped() && !is_for_all) done = run_first(reader);
  if (done && !reader.stopped() && !at_end_) done = run_together(reader);
  if (done) done = await_begun();
  intake::count_in(counts_.of_no_patient, reader.of_no_patient());
  store_.end();
  if (!done) return done.error();
  if (auto noted = store_.note_given(); !noted) return noted.error();
  return reader.stopped() ? RunEnd::stopped : RunEnd::finished;
}

/// In this thread: as much as isn't worth others.
Result<void> AssessRun::run_first(intake::Reader& reader) {
  auto inputs = pipeline::read_inputs(reader, batch_size_, bytes_for_one);
  at_end_ = inputs.at_end;
  read_ += inputs.patients.size();
  if (inputs.patients.empty()) return {};
  if (plan_.reloads_on_signal && reload_asked()) {
    if (auto begun = await_begun(); !begun) return begun;
    engine_.reload(outcome_);
  }
  pipeline::Batch batch;
  batch.created_ms = now_ms();
  assess_.run(std::move(inputs.patients), batch, engine_.assessor());
  if (auto begun = await_begun(); !begun) return begun;
  if (auto stored = store_.run(std::span(&batch, 1)); !stored) return stored;
  store_.show_progress(read_, reader.progress());
  return {};
}

Result<void> AssessRun::run_together(intake::Reader& reader) {
  pipeline::Crew crew(settings_, engine_, printer_, plan_, reader);
  if (auto begun = await_begun(); !begun) return begun;
  for (auto batches = crew.take(); !batches.empty(); batches = crew.take()) {
    for (const auto& batch : batches) read_ += batch.answers.size();
    const intake::Progress at = batches.back().at;
    if (auto stored = store_.run(batches); !stored) return stored;
    store_.show_progress(read_, at);
    crew.give_back(std::move(batches));
  }
  return {};
}

Result<void> AssessRun::end() {
  if (run_ == 0 || ended_before_) return {};
  return engine_.store()->end_run(run_);
}

}  // namespace causa::cli
