// SPDX-License-Identifier: Apache-2.0

#include "cli/engine.hpp"

#include <utility>

#include "base/hash.hpp"
#include "base/time.hpp"
#include "cli/lint_mode.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "cli/verb.hpp"
#include "record/codec.hpp"

namespace causa::cli {

Engine::Engine(const Settings& settings, std::shared_ptr<const assess::Prepared> prepared,
               std::optional<store::Store> store)
    : settings_(settings),
      prepared_(std::move(prepared)),
      store_(std::move(store)),
      worker_(std::in_place, prepared_, sha256_hex(settings.config_text())) {}

bool Engine::reload(Outcome& outcome) {
  auto fresh = prepare(settings_, outcome);
  if (!fresh) {
    report(fresh.error(), outcome);
    log_error("the modules were not read again; those that were loaded go on");
    return false;
  }
  earlier_.push_back(std::exchange(prepared_, std::move(*fresh)));
  worker_.emplace(prepared_, sha256_hex(settings_.config_text()));
  asker_.reset();
  if (auto kept = keep_modules(); !kept) report(kept.error(), outcome);
  log_info("the modules were read again: {} are loaded", prepared_->registry.modules().size());
  return true;
}

Result<void> Engine::check_store() {
  if (!store_) return {};
  if (!store_->in_place()) {
    auto opened = open_store(settings_, store::Mode::create);
    if (!opened) return opened.error();
    store_ = std::move(*opened);
  }
  return store_->try_write();
}

Result<void> Engine::keep_modules() {
  if (!store_) return {};
  std::vector<store::ModuleSource> modules;
  for (const auto& module : prepared_->registry.modules())
    modules.push_back(
        {module.manifest.id, module.manifest.version, module.sha256, module.manifest_json});
  return store_->keep_modules(modules);
}

Result<std::span<const assess::Assessment>> Engine::assess(
    std::span<const intake::PatientInput> patients, std::int64_t as_of_ms, const RunPosition& at) {
  std::vector<const record::Record*> records;
  records.reserve(patients.size());
  for (const auto& patient : patients) records.push_back(&patient.record);
  worker_->assess(records, as_of_ms, now_ms(), assessments_);
  lint(patients);
  if (auto saved = save(patients, at); !saved) return saved.error();
  return std::span<const assess::Assessment>(assessments_);
}

/// Strict takes patients out of the batch before anything of them is stored.
void Engine::lint(std::span<const intake::PatientInput> patients) {
  const LintMode mode = lint_mode(settings_);
  kept_.clear();
  refused_.clear();
  for (std::size_t i = 0; i < patients.size(); ++i) {
    std::vector<Error> errors;
    if (mode == LintMode::strict) errors = refusals(patients[i].place, assessments_[i].findings);
    if (!errors.empty()) {
      refused_.push_back(std::move(errors));
      continue;
    }
    keep_findings(mode, assessments_[i].findings);
    if (kept_.size() != i) assessments_[kept_.size()] = std::move(assessments_[i]);
    kept_.push_back(i);
  }
  assessments_.resize(kept_.size());
}

Result<void> Engine::save(std::span<const intake::PatientInput> patients, const RunPosition& at) {
  if (!store_) return {};
  std::vector<std::string> bytes;
  std::vector<store::Entry> entries;
  bytes.reserve(kept_.size());
  entries.reserve(kept_.size());
  for (const std::size_t kept : kept_) bytes.push_back(record::encode(patients[kept].record));
  for (std::size_t i = 0; i < assessments_.size(); ++i)
    entries.push_back({&assessments_[i], bytes[i]});
  store::Batch batch;
  batch.entries = entries;
  batch.config_text = settings_.config_text();
  batch.run = at.run;
  batch.position = at.position;
  std::vector<store::Showing> shown;
  if (at.shown_as)
    for (const auto& assessment : assessments_)
      shown.push_back({assessment.id, assessment.version, *at.shown_as, assessment.created_ms, {}});
  batch.shown = shown;
  return store_->save(batch);
}

report::Context Engine::context_of(const assess::Assessment& assessment, bool with_questions) {
  report::Context context{&prepared_->vocabulary, {}, {}};
  for (const auto& used : assessment.modules) {
    const knowledge::Manifest* manifest = nullptr;
    for (const auto& module : prepared_->registry.modules())
      if (module.manifest.id == used.id && module.sha256 == used.sha256)
        manifest = &module.manifest;
    context.manifests.push_back(manifest);
  }
  if (!with_questions) return context;
  // Of a run that is gone on with, the modules may stand in another order.
  if (!asker_ || asker_manifests_ != context.manifests) {
    asker_manifests_ = context.manifests;
    asker_.emplace(context.manifests, prepared_->vocabulary, prepared_->constants,
                   &prepared_->conditions);
  }
  context.ask_next = asker_->ask(assessment);
  return context;
}

std::optional<std::vector<assess::WouldChange>> Engine::try_stored(
    const assess::Assessment& assessment) {
  return try_would_change(*store_, *worker_, assessment);
}

report::Context Engine::context_of(std::size_t place,
                                   std::span<const intake::PatientInput> patients,
                                   bool with_questions) {
  const assess::Assessment& assessment = assessments_[place];
  report::Context context = context_of(assessment, with_questions);
  if (with_questions)
    context.would_change =
        assess::would_change(*worker_, patients[kept_[place]].record, assessment);
  return context;
}

}  // namespace causa::cli
