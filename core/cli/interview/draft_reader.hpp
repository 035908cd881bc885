// SPDX-License-Identifier: Apache-2.0
//
// A draft -> a patient, read as a case file is, so that both give the same record. One thread.
#pragma once

#include "cli/interview/draft.hpp"
#include "intake/cases/case_reader.hpp"

namespace causa::cli::interview {

class DraftReader {
 public:
  /// The vocabulary outlives it.
  explicit DraftReader(const terminology::Vocabulary& vocabulary);

  /// Error: the draft is no case, as when two answers contradict each other.
  Result<intake::PatientInput> read(const Draft& draft);

 private:
  intake::cases::CaseReader reader_;
};

}  // namespace causa::cli::interview
