// SPDX-License-Identifier: Apache-2.0

#include "cli/assess_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>

#include "base/hash.hpp"
#include "base/time.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/verb.hpp"
#include "record/codec.hpp"

namespace causa::cli {

namespace {

constexpr std::size_t largest_batch = 4096;

/// At least one; what isn't a number is told by the verb before the run.
std::size_t number_of(const std::string& text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::clamp<std::size_t>(number, 1, largest_batch);
}

knowledge::Urgency urgency_of(const std::string& level) {
  if (level == "emergency") return knowledge::Urgency::emergency;
  if (level == "same-day") return knowledge::Urgency::same_day;
  return knowledge::Urgency::urgent;
}

}  // namespace

AssessRun::AssessRun(const Settings& settings, std::shared_ptr<const assess::Prepared> prepared,
                     std::optional<store::Store> store, std::int64_t as_of_ms, Counts& counts,
                     Outcome& outcome)
    : settings_(settings),
      prepared_(std::move(prepared)),
      store_(std::move(store)),
      as_of_ms_(as_of_ms),
      counts_(counts),
      outcome_(outcome),
      config_sha256_(sha256_hex(settings.config_text())),
      worker_(prepared_, config_sha256_),
      printer_(settings),
      batch_size_(number_of(settings.text("batch"))) {}

Result<void> AssessRun::begin(const std::vector<std::string>& inputs) {
  if (!store_) return {};
  std::vector<store::ModuleSource> modules;
  for (const auto& module : prepared_->registry.modules())
    modules.push_back(
        {module.manifest.id, module.manifest.version, module.sha256, module.manifest_json});
  if (auto kept = store_->keep_modules(modules); !kept) return kept.error();
  std::string names;
  for (const auto& input : inputs) names += input + '\n';
  auto run = store_->begin_run(sha256_hex(names), CAUSA_VERSION);
  if (!run) return run.error();
  run_ = *run;
  return {};
}

void AssessRun::run(intake::Reader& reader) {
  watch_signals();
  while (auto patient = reader.next()) {
    ++read_;
    if (patient->has_error()) {
      progress_.clear();
      report(patient->error(), outcome_);
      ++counts_.failed;
    } else {
      patients_.push_back(std::move(**patient));
    }
    const auto at = reader.progress();
    progress_.update(read_, at.bytes_done, at.bytes_total);
    if (patients_.size() >= batch_size_ && !flush()) return printer_.end();
    if (const int number = signal_seen(); number != 0) {
      flush();
      printer_.end();
      outcome_.add(number == SIGINT ? Exit::interrupted : Exit::terminated);
      log_warning("stopped by a signal after {} patients; what was printed is stored",
                  counts_.assessed);
      return;
    }
  }
  const bool whole = flush();
  printer_.end();
  if (whole && store_)
    if (auto ended = store_->end_run(run_); !ended) report(ended.error(), outcome_);
}

bool AssessRun::flush() {
  if (patients_.empty()) return true;
  std::vector<const record::Record*> records;
  records.reserve(patients_.size());
  for (const auto& patient : patients_) records.push_back(&patient.record);
  worker_.assess(records, as_of_ms_, now_ms(), assessments_);
  const bool saved = save();
  progress_.clear();
  if (saved)
    for (const auto& assessment : assessments_) {
      printer_.print(assessment, context_of(assessment));
      note(assessment);
      ++counts_.assessed;
    }
  std::fflush(stdout);
  patients_.clear();
  return saved;
}

bool AssessRun::save() {
  if (!store_) return true;
  std::vector<std::string> bytes;
  std::vector<store::Entry> entries;
  bytes.reserve(patients_.size());
  entries.reserve(patients_.size());
  for (const auto& patient : patients_) bytes.push_back(record::encode(patient.record));
  for (std::size_t i = 0; i < assessments_.size(); ++i)
    entries.push_back({&assessments_[i], bytes[i]});
  store::Batch batch;
  batch.entries = entries;
  batch.config_text = settings_.config_text();
  batch.run = run_;
  batch.position = read_;
  auto saved = store_->save(batch);
  if (saved) return true;
  report(saved.error(), outcome_);
  log_error("stopped: the last {} patients are neither stored nor printed", assessments_.size());
  return false;
}

report::Context AssessRun::context_of(const assess::Assessment& assessment) const {
  report::Context context{&prepared_->vocabulary, {}};
  for (const auto& used : assessment.modules) {
    const knowledge::Manifest* manifest = nullptr;
    for (const auto& module : prepared_->registry.modules())
      if (module.manifest.id == used.id && module.sha256 == used.sha256)
        manifest = &module.manifest;
    context.manifests.push_back(manifest);
  }
  return context;
}

void AssessRun::note(const assess::Assessment& assessment) {
  note_failed_modules(assessment);
  const std::string& level = settings_.text("fail-on");
  if (level.empty()) return;
  const bool reached =
      std::any_of(assessment.alerts.begin(), assessment.alerts.end(),
                  [&](const auto& alert) { return alert.urgency >= urgency_of(level); });
  if (!reached) return;
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
