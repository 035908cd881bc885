// SPDX-License-Identifier: Apache-2.0

#include "cli/assess_run.hpp"

#include <algorithm>
#include <charconv>

#include "cli/channel.hpp"
#include "cli/fail_on.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/stored.hpp"
#include "intake/hl7v2/receipts.hpp"

namespace causa::cli {

namespace {

constexpr std::size_t largest_batch = 4096;

/// At least one; what isn't a number is told by the verb before the run.
std::size_t number_of(const std::string& text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::clamp<std::size_t>(number, 1, largest_batch);
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
      batch_size_(number_of(settings.text("batch"))) {}

Result<void> AssessRun::begin(std::string_view source_sha256) {
  if (engine_.store() == nullptr) return {};
  if (auto kept = engine_.keep_modules(); !kept) return kept.error();
  auto run = engine_.store()->begin_run(source_sha256, CAUSA_VERSION);
  if (!run) return run.error();
  run_ = *run;
  return {};
}

Result<void> AssessRun::begin_or_go_on(std::string_view source_sha256) {
  if (engine_.store() == nullptr) return {};
  const auto cut_off = engine_.store()->unfinished_run(source_sha256);
  if (!cut_off) return cut_off.error();
  if (!*cut_off || (*cut_off)->program_version != CAUSA_VERSION) return begin(source_sha256);
  if (auto kept = engine_.keep_modules(); !kept) return kept.error();
  run_ = (*cut_off)->id;
  return print_again();
}

Result<void> AssessRun::print_again() {
  const auto ids = engine_.store()->assessments_of(run_);
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    const auto assessment = engine_.store()->load(id, 1);
    if (!assessment) return assessment.error();
    stored_patients_.push_back(assessment->patient_id);
    auto context = engine_.context_of(*assessment, printer_.asks());
    if (has_all(context, *assessment)) {
      if (printer_.asks()) context.would_change = engine_.try_stored(*assessment);
      print(*assessment, context);
      continue;
    }
    // A module was changed or taken away since: its manifest is in the store.
    const auto stored = load_stored(*engine_.store(), id);
    if (!stored) return stored.error();
    print(*assessment, stored->context());
  }
  return {};
}

/// The patients come again in the order in which they were stored. Who isn't among them was refused
/// by --lint strict, or wasn't reached, and is assessed.
bool AssessRun::is_stored(const intake::PatientInput& patient) {
  if (stored_patients_.empty() || stored_patients_.front() != patient.record.patient_id())
    return false;
  stored_patients_.pop_front();
  if (plan_.receipts) plan_.receipts->stored(patient.receipts);
  return true;
}

Result<RunEnd> AssessRun::run(intake::Reader& reader) {
  while (auto patient = reader.next()) {
    ++read_;
    if (patient->has_error()) {
      progress_.clear();
      plan_.tell_unread(patient->error());
      ++counts_.failed;
    } else if (!is_stored(**patient)) {
      patients_.push_back(std::move(**patient));
    }
    const auto at = reader.progress();
    progress_.update(read_, at.bytes_done, at.bytes_total);
    if (patients_.size() >= batch_size_)
      if (auto flushed = flush(); !flushed) return end_with(flushed.error());
    if (plan_.ends_on_signal && signal_seen() != 0) {
      if (auto flushed = flush(); !flushed) return end_with(flushed.error());
      printer_.end();
      return RunEnd::signaled;
    }
  }
  counts_.of_no_patient = reader.of_no_patient();
  if (auto flushed = flush(); !flushed) return end_with(flushed.error());
  printer_.end();
  if (auto noted = note_given(); !noted) return noted.error();
  return RunEnd::finished;
}

/// What was printed before is whole all the same.
Error AssessRun::end_with(const Error& error) {
  printer_.end();
  return error;
}

Result<void> AssessRun::end() {
  if (run_ == 0) return {};
  return engine_.store()->end_run(run_);
}

Result<void> AssessRun::flush() {
  if (patients_.empty()) return {};
  auto channel = channel_of(settings_.text("to"));
  if (channel == store::Channel::cards) channel.reset();
  if (plan_.reloads_on_signal && reload_asked()) engine_.reload(outcome_);
  const auto assessments = engine_.assess(patients_, plan_.as_of_ms, {run_, read_, channel});
  progress_.clear();
  if (!assessments) return assessments.error();
  for (const auto& errors : engine_.refused()) {
    for (const Error& error : errors) plan_.tell_unread(error);
    ++counts_.failed;
  }
  for (std::size_t place = 0; place < assessments->size(); ++place)
    print((*assessments)[place], engine_.context_of(place, patients_, printer_.asks()));
  printer_.flush();
  if (plan_.receipts)
    for (const auto& patient : patients_) plan_.receipts->stored(patient.receipts);
  patients_.clear();
  return note_given();
}

Result<void> AssessRun::note_given() {
  if (!plan_.notes_given) return {};
  return printer_.note_given();
}

void AssessRun::print(const assess::Assessment& assessment, const report::Context& context) {
  printer_.print(assessment, context);
  ++counts_.assessed;
  note_failed_modules(assessment);
  if (!reaches_fail_on(settings_, assessment)) return;
  ++counts_.alerted;
  outcome_.add(Exit::alert);
}

void AssessRun::note_failed_modules(const assess::Assessment& assessment) {
  for (const auto& module : assessment.modules) {
    if (module.status != assess::ModuleStatus::failed) continue;
    outcome_.add(Exit::plugin);
    if (std::find(failures_told_.begin(), failures_told_.end(), module.id) != failures_told_.end())
      continue;
    failures_told_.push_back(module.id);
    log_warning("{} failed: {}; what it knows is missing from the assessments that say so",
                module.id, module.why);
  }
}

}  // namespace causa::cli
