// SPDX-License-Identifier: Apache-2.0
//
// The stage that does most: patients -> assessments, with all of their storing and printing that
// can be done before their turn. One a thread; it makes its assessor there, with the first batch.
#pragma once

#include <optional>
#include <vector>

#include "cli/pipeline/batch.hpp"
#include "cli/printer.hpp"

namespace causa::cli::pipeline {

class AssessStage {
 public:
  /// `keeps_records`: there is a store. All that is borrowed outlives it.
  AssessStage(const Settings& settings, const Printer& printer, std::int64_t as_of_ms,
              bool keeps_records);

  /// Answers the inputs by the modules of the batch.
  void run(std::vector<Result<intake::PatientInput>> inputs, Batch& batch);

  /// The same with an assessor of the caller's.
  void run(std::vector<Result<intake::PatientInput>> inputs, Batch& batch, Assessor& assessor);

 private:
  void assess(std::span<intake::PatientInput> patients, std::span<Answer* const> answers,
              std::int64_t created_ms, Assessor& assessor);

  const Settings& settings_;
  const Printer& printer_;
  const std::int64_t as_of_ms_;
  const bool keeps_records_;
  const std::size_t most_together_;
  std::optional<Assessor> assessor_;
};

/// At most so many are assessed and stored together: --batch.
std::size_t batch_size(const Settings& settings);

}  // namespace causa::cli::pipeline
