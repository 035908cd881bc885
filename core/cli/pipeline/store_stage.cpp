// SPDX-License-Identifier: Apache-2.0

#include "cli/pipeline/store_stage.hpp"

#include <algorithm>
#include <exception>
#include <system_error>

#include "cli/channel.hpp"
#include "cli/fail_on.hpp"
#include "cli/lint_mode.hpp"
#include "cli/log.hpp"
#include "cli/other_people.hpp"
#include "intake/of_no_patient.hpp"

namespace causa::cli::pipeline {

StoreStage::StoreStage(const Settings& settings, Engine& engine, Printer& printer,
                       const RunPlan& plan, Counts& counts, Outcome& outcome)
    : settings_(settings),
      engine_(engine),
      printer_(printer),
      plan_(plan),
      counts_(counts),
      outcome_(outcome) {
  at_.shown_as = channel_of(settings.text("to"));
  // Whoever makes cards notes each of them.
  if (at_.shown_as == store::Channel::cards) at_.shown_as.reset();
}

Result<void> StoreStage::run(std::span<Batch> batches) {
  progress_.clear();
  for (const Batch& batch : batches)
    if (batch.fresh) engine_.take_modules(*batch.fresh, outcome_);
  // What is no fault of the input (the temporary folder) would leave patients out without a word.
  for (const Batch& batch : batches)
    for (const Answer& answer : batch.answers)
      for (const Error& error : answer.errors)
        if (error.fault != Fault::input) return error;
  if (plan_.input_stands && !plan_.input_stands())
    return Error{Fault::usage, "input", "was changed while it was read", "give it in again"};
  if (auto saved = save(batches); !saved) return saved;
  give(batches);
  return note_given();
}

/// What is stored is told, counted and acknowledged also where it can't be printed.
void StoreStage::give(std::span<Batch> batches) {
  std::exception_ptr failure;
  const auto try_printing = [&](const auto& print) {
    try {
      if (!failure) print();
    } catch (const std::system_error&) {
      failure = std::current_exception();
    }
  };
  for (Batch& batch : batches) {
    for (const Answer& answer : batch.answers) {
      try_printing([&] { give(answer); });
      if (answer.assessment) count(*answer.assessment);
      if (!answer.assessment) tell(answer.errors);
    }
    intake::count_in(counts_.of_no_patient, std::move(batch.of_no_patient));
  }
  try_printing([&] { printer_.flush(); });
  if (!failure || engine_.has_store())
    for (const Batch& batch : batches)
      for (const Answer& answer : batch.answers) note_receipts(answer);
  if (failure) std::rethrow_exception(failure);
}

/// What the senders of messages will be told.
void StoreStage::note_receipts(const Answer& answer) {
  if (plan_.receipts == nullptr) return;
  if (answer.assessment)
    plan_.receipts->stored(answer.receipts);
  else if (!answer.errors.empty())
    plan_.receipts->not_assessed(answer.receipts, refusal_without_values(answer.errors));
}

Result<void> StoreStage::save(std::span<Batch> batches) {
  std::vector<store::Entry> entries;
  RunPosition after = at_;
  for (const Batch& batch : batches) {
    after.position += batch.answers.size();
    for (const Answer& answer : batch.answers)
      if (answer.assessment) entries.push_back({&*answer.assessment, answer.record});
  }
  after.moved_by = after.position - at_.position;
  if (auto saved = engine_.save(entries, after); !saved) return saved;
  at_.position = after.position;
  return {};
}

void StoreStage::give(const Answer& answer) {
  if (!answer.assessment) return;
  if (answer.text)
    printer_.put(*answer.text);
  else
    printer_.print(*answer.assessment, answer.context);
}

void StoreStage::tell(std::span<const Error> errors) {
  progress_.clear();
  for (const Error& error : errors) plan_.tell_unread(error);
  ++counts_.failed;
}

void StoreStage::print(const assess::Assessment& assessment, const report::Context& context) {
  progress_.clear();
  count(assessment);
  printer_.print(assessment, context);
}

void StoreStage::count(const assess::Assessment& assessment) {
  ++counts_.assessed;
  for (const auto& module : assessment.modules) {
    if (module.status != assess::ModuleStatus::failed) continue;
    outcome_.add(Exit::plugin);
    if (std::find(failures_told_.begin(), failures_told_.end(), module.id) != failures_told_.end())
      continue;
    failures_told_.push_back(module.id);
    log_warning("{} failed: {}; what it knows is missing from the assessments that say so",
                module.id, module.why);
  }
  if (!reaches_fail_on(settings_, assessment)) return;
  ++counts_.alerted;
  outcome_.add(Exit::alert);
}

void StoreStage::end() {
  printer_.end();
  if (engine_.store() != nullptr) cli::tell(engine_.store()->take_other_people());
}

Result<void> StoreStage::note_given() {
  if (!plan_.notes_given) return {};
  return printer_.note_given();
}

void StoreStage::show_progress(std::uint64_t patients, const intake::Progress& at) {
  progress_.update(patients, at.bytes_done, at.bytes_total);
}

}  // namespace causa::cli::pipeline
