// SPDX-License-Identifier: Apache-2.0
//
// One run of `assess`: patients in, batches of assessments stored, then printed. What is printed is
// stored already. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assess/worker.hpp"
#include "cli/outcome.hpp"
#include "cli/printer.hpp"
#include "cli/progress.hpp"
#include "cli/settings.hpp"
#include "cli/summary.hpp"
#include "intake/reader.hpp"
#include "store/store.hpp"

namespace causa::cli {

class AssessRun {
 public:
  AssessRun(const Settings& settings, std::shared_ptr<const assess::Prepared> prepared,
            std::optional<store::Store> store, std::int64_t as_of_ms, Counts& counts,
            Outcome& outcome);

  /// Keeps the modules in the store and opens the run. Error: Fault::store.
  Result<void> begin(const std::vector<std::string>& inputs);

  /// Reads, assesses, stores and prints until the end or a signal.
  void run(intake::Reader& reader);

 private:
  bool flush();
  bool save();
  report::Context context_of(const assess::Assessment& assessment) const;
  void note(const assess::Assessment& assessment);
  void note_failed_modules(const assess::Assessment& assessment);

  const Settings& settings_;
  std::shared_ptr<const assess::Prepared> prepared_;
  std::optional<store::Store> store_;
  const std::int64_t as_of_ms_;
  Counts& counts_;
  Outcome& outcome_;
  std::string config_sha256_;
  assess::Worker worker_;
  Printer printer_;
  Progress progress_;
  std::int64_t run_ = 0;
  std::size_t batch_size_ = 1;
  std::vector<intake::PatientInput> patients_;
  std::vector<assess::Assessment> assessments_;
  std::vector<std::string> failures_told_;
  std::uint64_t read_ = 0;
};

}  // namespace causa::cli
