// SPDX-License-Identifier: Apache-2.0
//
// What one thread needs to assess patients: a worker of the loaded modules, and what asks for what
// is still unknown. Makes assessments; stores and prints nothing. One thread, the one that made it,
// since libraries in processes of their own end with it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "assess/ask_next.hpp"
#include "assess/worker.hpp"
#include "cli/lint_mode.hpp"
#include "cli/settings.hpp"
#include "intake/patient_input.hpp"
#include "report/context.hpp"

namespace causa::cli {

/// Parallel to Assessment::modules; null for a module that isn't there in the version that took
/// part.
std::vector<const knowledge::Manifest*> manifests_of(const assess::Prepared& prepared,
                                                     const assess::Assessment& assessment);

class Assessor {
 public:
  Assessor(const Settings& settings, std::shared_ptr<const assess::Prepared> prepared);

  /// Assesses patients, but for those whom the setting `lint` refuses. `created_ms` is stamped on
  /// all.
  void assess(std::span<const intake::PatientInput> patients, std::int64_t as_of_ms,
              std::int64_t created_ms);

  /// Of the last call, in order, without those who were refused; may be moved from.
  [[nodiscard]] std::span<assess::Assessment> assessments() { return assessments_; }

  /// The place of its patient among those of the call.
  [[nodiscard]] std::size_t place_of(std::size_t assessment) const { return kept_[assessment]; }

  /// Parallel to the patients of the call: why each was refused; empty: they weren't.
  [[nodiscard]] std::span<std::vector<Error>> refused() { return refused_; }

  /// What a report of an assessment needs; a module that isn't loaded in the version that took part
  /// has no manifest in it. Without questions it leaves out what to ask next, and what the first
  /// place hangs on, which not every report tells.
  report::Context context_of(const assess::Assessment& assessment, bool with_questions);

  /// The same with what the first place of the record's assessment hangs on.
  report::Context context_of(const assess::Assessment& assessment, const record::Record& record,
                             bool with_questions);

  [[nodiscard]] const std::shared_ptr<const assess::Prepared>& prepared() const {
    return prepared_;
  }
  [[nodiscard]] assess::Worker& worker() { return worker_; }

 private:
  std::shared_ptr<const assess::Prepared> prepared_;
  LintMode lint_;
  assess::Worker worker_;
  std::optional<assess::Asker> asker_;
  std::vector<const knowledge::Manifest*> asker_manifests_;  ///< what asker_ was made of
  std::vector<assess::Assessment> assessments_;
  std::vector<std::size_t> kept_;  ///< by assessment
  std::vector<std::vector<Error>> refused_;
};

}  // namespace causa::cli
