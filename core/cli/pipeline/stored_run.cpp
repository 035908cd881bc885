// SPDX-License-Identifier: Apache-2.0

#include "cli/pipeline/stored_run.hpp"

#include "record/codec.hpp"

namespace causa::cli::pipeline {

namespace {
constexpr std::uint32_t fetched_together = 10'000;  // ids; a run may have stored millions
}

Result<void> StoredRun::fetch() {
  if (!ids_.empty()) return {};
  auto ids = store_.assessments_of(run_, last_id_, fetched_together);
  if (!ids) return ids.error();
  ids_.assign(ids->begin(), ids->end());
  if (!ids_.empty()) last_id_ = ids_.back();
  return {};
}

Result<std::optional<assess::Assessment>> StoredRun::meet(const intake::PatientInput& patient) {
  --left_;
  if (auto fetched = fetch(); !fetched) return fetched.error();
  std::optional<assess::Assessment> met;
  if (ids_.empty()) return met;
  const auto record = store_.load_record(ids_.front(), 1);
  if (!record) return record.error();
  if (*record != record::encode(patient.record)) return met;
  auto stored = store_.load(ids_.front(), 1);
  if (!stored) return stored.error();
  met = std::move(*stored);
  ids_.pop_front();
  return met;
}

}  // namespace causa::cli::pipeline
