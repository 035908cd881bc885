// SPDX-License-Identifier: Apache-2.0
//
// Runs the steps of the libraries on a batch and writes the derived facts into the patients' facts
// and columns. One Deriver a thread: it owns that thread's instances.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/prepared.hpp"

namespace causa::assess {

/// How a module fared in one batch.
struct ModuleRun {
  std::uint64_t microseconds = 0;
  std::vector<std::string> failures;  ///< by row, the library's words; no entries: none failed

  /// Why it failed for a row; empty: it didn't.
  [[nodiscard]] std::string_view failure_of(std::uint32_t row) const {
    return failures.empty() ? std::string_view() : std::string_view(failures[row]);
  }
};

class Deriver {
 public:
  /// Makes the instances, or starts the workers; a library that can't make one has failed for good,
  /// with its reason in every run.
  explicit Deriver(const Prepared& prepared);
  ~Deriver();

  /// Fills derived facts of all rows; `runs` has one entry a module. A step that fails is run again
  /// row by row, so that one patient's data can't take the fact from all others. One that gives
  /// what is no value has failed for that row, and its other facts are taken.
  void run(facts::Batch& batch, std::span<facts::PatientFacts> patients,
           std::vector<ModuleRun>& runs);

 private:
  struct Column;
  struct Output;
  bool run_step(const PreparedStep& step, facts::Batch& batch,
                std::span<facts::PatientFacts> patients, std::uint32_t first, std::uint32_t count,
                ModuleRun& run, std::string& failure);
  void run_by_row(const PreparedStep& step, facts::Batch& batch,
                  std::span<facts::PatientFacts> patients, ModuleRun& run, std::string failure);
  void fill_column(Column& column, const PreparedStep::Need& need, const facts::Batch& batch,
                   std::span<const facts::PatientFacts> patients, std::uint32_t first,
                   std::uint32_t count) const;
  static void fill_numbers(Column& column, const PreparedStep::Need& need,
                           const facts::Batch& batch, std::span<const facts::PatientFacts> patients,
                           std::uint32_t first, std::uint32_t count);
  static void fill_truths(Column& column, const PreparedStep::Need& need, const facts::Batch& batch,
                          std::span<const facts::PatientFacts> patients, std::uint32_t first,
                          std::uint32_t count);
  void fill_list(Column& column, const PreparedStep::Need& need, const facts::Batch& batch,
                 std::span<const facts::PatientFacts> patients, std::uint32_t first,
                 std::uint32_t count) const;
  void take_output(const PreparedStep& step, std::size_t provided, const Output& output,
                   facts::Batch& batch, std::span<facts::PatientFacts> patients,
                   std::uint32_t first, std::uint32_t count, ModuleRun& run) const;

  const Prepared& prepared_;
  std::vector<std::unique_ptr<plugin::StepRunner>> runners_;  ///< by module
  std::vector<std::string> broken_;                           ///< by module: why there is none
  std::vector<std::unique_ptr<Column>> columns_;
  std::vector<std::unique_ptr<Output>> outputs_;
};

}  // namespace causa::assess
