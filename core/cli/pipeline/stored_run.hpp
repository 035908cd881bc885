// SPDX-License-Identifier: Apache-2.0
//
// What the earlier part of a run has stored, met again while its input is read once more from the
// start. Position by position: an error stands for itself, a patient is the next one that was
// stored, or was refused. That the input is the same is not believed: the record that was kept must
// be the record that is read. Borrows the store; one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "assess/assessment.hpp"
#include "intake/patient_input.hpp"
#include "store/store.hpp"

namespace causa::cli::pipeline {

class StoredRun {
 public:
  StoredRun(store::Store& store, const store::Run& run)
      : store_(store), run_(run.id), left_(run.position) {}

  /// True once all that the earlier part has dealt with was met.
  [[nodiscard]] bool met_all() const { return left_ == 0; }

  /// An error in the place of a patient.
  void meet_error() { --left_; }

  /// The patient's stored assessment; nothing: they have none. Error: Fault::store.
  Result<std::optional<assess::Assessment>> meet(const intake::PatientInput& patient);

 private:
  Result<void> fetch();

  store::Store& store_;
  std::int64_t run_;
  std::uint64_t left_;           ///< patients and errors
  std::deque<std::string> ids_;  ///< the next ones
  std::string last_id_;          ///< of those that were fetched
};

}  // namespace causa::cli::pipeline
