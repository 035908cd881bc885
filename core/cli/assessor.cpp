// SPDX-License-Identifier: Apache-2.0

#include "cli/assessor.hpp"

#include <utility>

#include "base/hash.hpp"

namespace causa::cli {

std::vector<const knowledge::Manifest*> manifests_of(const assess::Prepared& prepared,
                                                     const assess::Assessment& assessment) {
  std::vector<const knowledge::Manifest*> manifests;
  for (const auto& used : assessment.modules) {
    const knowledge::Manifest*& manifest = manifests.emplace_back(nullptr);
    for (const auto& module : prepared.registry.modules())
      if (module.manifest.id == used.id && module.sha256 == used.sha256)
        manifest = &module.manifest;
  }
  return manifests;
}

Assessor::Assessor(const Settings& settings, std::shared_ptr<const assess::Prepared> prepared)
    : prepared_(std::move(prepared)),
      lint_(lint_mode(settings)),
      worker_(prepared_, sha256_hex(settings.config_text())) {}

void Assessor::assess(std::span<const intake::PatientInput> patients, std::int64_t as_of_ms,
                      std::int64_t created_ms) {
  std::vector<const record::Record*> records;
  records.reserve(patients.size());
  for (const auto& patient : patients) records.push_back(&patient.record);
  worker_.assess(records, as_of_ms, created_ms, assessments_);
  kept_.clear();
  refused_.assign(patients.size(), {});
  for (std::size_t i = 0; i < patients.size(); ++i) {
    if (lint_ == LintMode::strict)
      refused_[i] = refusals(patients[i].place, assessments_[i].findings);
    if (!refused_[i].empty()) continue;
    keep_findings(lint_, assessments_[i].findings);
    if (kept_.size() != i) assessments_[kept_.size()] = std::move(assessments_[i]);
    kept_.push_back(i);
  }
  assessments_.resize(kept_.size());
}

report::Context Assessor::context_of(const assess::Assessment& assessment, bool with_questions) {
  report::Context context{&prepared_->vocabulary, manifests_of(*prepared_, assessment), {}};
  context.constants = prepared_->constants;
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

report::Context Assessor::context_of(const assess::Assessment& assessment,
                                     const record::Record& record, bool with_questions) {
  report::Context context = context_of(assessment, with_questions);
  if (with_questions) context.would_change = assess::would_change(worker_, record, assessment);
  return context;
}

}  // namespace causa::cli
