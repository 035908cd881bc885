// SPDX-License-Identifier: Apache-2.0
//
// One run over one source: patients in, batches of assessments stored, then printed. What is
// printed is stored already. A run that was cut off can be gone on with: what it stored is printed
// again and not assessed again.
//
// The first batch is assessed in the caller's thread, so that a few patients cost no threads,
// unless several are to assess an input that is known to be long; then as many threads assess as
// the plan says, and the caller's stores (pipeline/crew.hpp). Whatever their number, what is
// printed, told and counted is the same, in the order of the input. To the caller: one thread.
#pragma once

#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/engine.hpp"
#include "cli/outcome.hpp"
#include "cli/pipeline/assess_stage.hpp"
#include "cli/pipeline/run_plan.hpp"
#include "cli/pipeline/store_stage.hpp"
#include "cli/pipeline/stored_run.hpp"
#include "cli/printer.hpp"
#include "cli/settings.hpp"
#include "cli/summary.hpp"
#include "intake/reader.hpp"

namespace causa::cli {

enum class RunEnd : std::uint8_t { finished = 1, stopped };

class AssessRun {
 public:
  /// All of these outlive it.
  AssessRun(const Settings& settings, Engine& engine, Printer& printer, const RunPlan& plan,
            Counts& counts, Outcome& outcome);

  /// Opens the run in the store, under the digest of what is read, while the first patients are
  /// assessed: an error is that of run(), which then stores nothing.
  void begin(std::string_view source_sha256);

  /// Goes on with an earlier run of this version of the program over the same source: another
  /// version may read in another order. What it has stored must be of these settings, modules and
  /// day, or run() ends as with other input: half of a run in another way is no run.
  Result<void> go_on(const store::Run& run);

  /// Reads, assesses, stores and prints until the end or the plan's stop. Error: Fault::store; what
  /// was printed before is stored.
  Result<RunEnd> run(intake::Reader& reader);

  /// True if run() ended with an error because the input isn't what the earlier run had read, or
  /// it was read in another way; nothing more was stored.
  [[nodiscard]] bool met_other_input() const { return met_other_input_; }

  /// True if run() has met all that the earlier run had stored, or there was none. If not, it can't
  /// tell of what it didn't read whether it is stored.
  [[nodiscard]] bool has_met_stored() const { return has_met_stored_; }

  /// Notes in the store that all is done, so that nothing goes on with this run.
  Result<void> end();

 private:
  Result<std::int64_t> open_run(const std::string& source_sha256);
  Result<void> await_begun();
  Result<void> run_first(intake::Reader& reader);
  Result<void> run_together(intake::Reader& reader);
  Result<void> meet_stored(intake::Reader& reader);
  Result<void> meet_again(const Result<intake::PatientInput>& input);
  Result<void> print_again(const assess::Assessment& assessment);
  Error other_input(const std::string& place);
  Result<void> check_way(const assess::Assessment& assessment);
  [[nodiscard]] bool is_of_day(std::int64_t as_of_ms) const;

  const Settings& settings_;
  Engine& engine_;
  const Printer& printer_;
  const RunPlan& plan_;
  Counts& counts_;
  Outcome& outcome_;
  const std::size_t batch_size_;
  pipeline::AssessStage assess_;
  pipeline::StoreStage store_;
  std::int64_t run_ = 0;
  std::int64_t started_ms_ = 0;  ///< of a run that is gone on with
  bool knows_way_ = false;       ///< its first assessment was looked at
  bool ended_before_ = false;
  std::optional<pipeline::StoredRun> stored_;  ///< the earlier part of the run
  bool has_met_stored_ = false;
  bool met_other_input_ = false;
  std::uint64_t read_ = 0;
  bool at_end_ = false;  ///< of the input
  /// The number of the run, if there is a store; nobody else may use the store until it is known.
  std::future<Result<std::int64_t>> beginning_;
};

}  // namespace causa::cli
