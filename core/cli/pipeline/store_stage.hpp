// SPDX-License-Identifier: Apache-2.0
//
// The last stage: batches, in the order of the input, into the store and then out. All that are
// ready are one transaction, and what is printed is stored already. Everything that is told on
// standard error is told here. One thread, the store's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cli/engine.hpp"
#include "cli/outcome.hpp"
#include "cli/pipeline/batch.hpp"
#include "cli/pipeline/run_plan.hpp"
#include "cli/printer.hpp"
#include "cli/progress.hpp"
#include "cli/summary.hpp"

namespace causa::cli::pipeline {

class StoreStage {
 public:
  /// All of these outlive it.
  StoreStage(const Settings& settings, Engine& engine, Printer& printer, const RunPlan& plan,
             Counts& counts, Outcome& outcome);

  /// Under which run batches are stored, and how far it has come; run 0: there is no store.
  void set_run(std::int64_t run, std::uint64_t position = 0) {
    at_.run = run;
    at_.position = position;
  }

  /// Error: Fault::store; nothing of these batches is stored, told or printed. Throws
  /// std::system_error if they can't be printed; then all else is done.
  Result<void> run(std::span<Batch> batches);

  /// Why there is no assessment.
  void tell(std::span<const Error> errors);
  void tell(const Error& error) { tell(std::span(&error, 1)); }

  /// An assessment that is stored already.
  void print(const assess::Assessment& assessment, const report::Context& context);

  /// After the last batch, or before the run ends early: what was printed is whole.
  void end();

  /// Notes what has left the program. Error: Fault::store.
  Result<void> note_given();

  void show_progress(std::uint64_t patients, const intake::Progress& at);

 private:
  Result<void> save(std::span<Batch> batches);
  void give(std::span<Batch> batches);
  void give(const Answer& answer);
  void note_receipts(const Answer& answer);
  void count(const assess::Assessment& assessment);

  const Settings& settings_;
  Engine& engine_;
  Printer& printer_;
  const RunPlan& plan_;
  Counts& counts_;
  Outcome& outcome_;
  Progress progress_;
  RunPosition at_;
  std::vector<std::string> failures_told_;
};

}  // namespace causa::cli::pipeline
