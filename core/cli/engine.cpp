// SPDX-License-Identifier: Apache-2.0

#include "cli/engine.hpp"

#include <utility>

#include "base/time.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "cli/verb.hpp"
#include "record/codec.hpp"

namespace causa::cli {

Engine::Engine(const Settings& settings, std::shared_ptr<const assess::Prepared> prepared,
               std::optional<store::Store> store)
    : settings_(settings), prepared_(std::move(prepared)), store_(std::move(store)) {}

Assessor& Engine::assessor() {
  if (!assessor_) assessor_.emplace(settings_, prepared_);
  return *assessor_;
}

Engine::Modules Engine::read_modules() const {
  return prepare_with(settings_, load_options(settings_), settings_.constants());
}

bool Engine::take_modules(const Modules& fresh, Outcome& outcome) {
  if (!fresh) {
    report(fresh.error(), outcome);
    log_error("the modules were not read again; those that were loaded go on");
    return false;
  }
  tell_modules(**fresh, outcome);
  earlier_.push_back(std::exchange(prepared_, *fresh));
  assessor_.reset();
  if (auto kept = keep_modules(); !kept) report(kept.error(), outcome);
  log_info("the modules were read again: {} are loaded", prepared_->registry.modules().size());
  return true;
}

Result<void> Engine::check_store() {
  if (!store_) return {};
  if (!store_->in_place()) {
    auto opened = open_store(settings_, store::Mode::create, Patience::some);
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
        {module.manifest.id, module.manifest.version, module.sha256, *module.manifest_json});
  return store_->keep_modules(modules);
}

Result<std::span<const assess::Assessment>> Engine::assess(
    std::span<const intake::PatientInput> patients, std::int64_t as_of_ms, const RunPosition& at) {
  assessor().assess(patients, as_of_ms, now_ms());
  const std::span<const assess::Assessment> assessments = assessor().assessments();
  if (!store_) return assessments;
  std::vector<std::string> records;
  std::vector<store::Entry> entries;
  records.reserve(assessments.size());
  for (std::size_t i = 0; i < assessments.size(); ++i) {
    records.push_back(record::encode(patients[assessor().place_of(i)].record));
    entries.push_back({&assessments[i], records.back()});
  }
  if (auto saved = save(entries, at); !saved) return saved.error();
  return assessments;
}

Result<void> Engine::save(std::span<const store::Entry> entries, const RunPosition& at) {
  if (!store_) return {};
  std::vector<store::Showing> shown;
  if (at.shown_as)
    for (const auto& entry : entries)
      shown.push_back({entry.assessment->id,
                       entry.assessment->version,
                       *at.shown_as,
                       entry.assessment->created_ms,
                       {}});
  store::Batch batch;
  batch.entries = entries;
  batch.config_text = settings_.config_text();
  batch.run = at.run;
  batch.position = at.position;
  batch.moved_by = at.moved_by;
  batch.shown = shown;
  return store_->save(batch);
}

std::optional<std::vector<assess::WouldChange>> Engine::try_stored(
    const assess::Assessment& assessment) {
  return try_would_change(*store_, assessor().worker(), assessment);
}

report::Context Engine::context_of(std::size_t place,
                                   std::span<const intake::PatientInput> patients,
                                   bool with_questions) {
  return assessor().context_of(assessor().assessments()[place],
                               patients[assessor().place_of(place)].record, with_questions);
}

}  // namespace causa::cli
