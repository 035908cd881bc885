// SPDX-License-Identifier: Apache-2.0
//
// One run over one source: patients in, batches of assessments stored, then printed. What is
// printed is stored already. A run that was cut off can be gone on with: what it stored is printed
// again and not assessed again. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/engine.hpp"
#include "cli/outcome.hpp"
#include "cli/printer.hpp"
#include "cli/progress.hpp"
#include "cli/settings.hpp"
#include "cli/summary.hpp"
#include "intake/reader.hpp"

namespace causa::cli {

/// How a run goes, and where it tells.
struct RunPlan {
  std::int64_t as_of_ms = 0;
  /// A signal ends the run after a whole batch; else the run goes to its end.
  bool ends_on_signal = true;
  /// SIGHUP has the modules read again before the next batch; else the caller sees to it.
  bool reloads_on_signal = true;
  /// Gets the errors that stand for a patient who could not be read, or was refused.
  std::function<void(const Error&)> tell_unread;
  /// What was given is noted when it has left the program; else the caller has the printer note it.
  bool notes_given = true;
  /// Where it is noted which HL7 v2 messages are stored; null: nowhere.
  intake::hl7v2::Receipts* receipts = nullptr;
};

enum class RunEnd : std::uint8_t { finished = 1, signaled };

class AssessRun {
 public:
  /// All of these outlive it.
  AssessRun(const Settings& settings, Engine& engine, Printer& printer, const RunPlan& plan,
            Counts& counts, Outcome& outcome);

  /// Opens the run in the store, under the digest of what is read. Error: Fault::store.
  Result<void> begin(std::string_view source_sha256);

  /// The same; goes on with a run over this source that this version of the program began and that
  /// was cut off. Another version may read in another order: its run is left as it is.
  Result<void> begin_or_go_on(std::string_view source_sha256);

  /// Reads, assesses, stores and prints until the end or a signal. Error: Fault::store; what was
  /// printed before is stored.
  Result<RunEnd> run(intake::Reader& reader);

  /// Notes in the store that all is done, so that nothing goes on with this run.
  Result<void> end();

  /// 0: there is no store.
  [[nodiscard]] std::int64_t id() const { return run_; }

  /// Patients that were read and are not stored, after an error.
  [[nodiscard]] std::size_t waiting() const { return patients_.size(); }

 private:
  Result<void> flush();
  Error end_with(const Error& error);
  Result<void> note_given();
  Result<void> print_again();
  bool is_stored(const intake::PatientInput& patient);
  void print(const assess::Assessment& assessment, const report::Context& context);
  void note_failed_modules(const assess::Assessment& assessment);

  const Settings& settings_;
  Engine& engine_;
  Printer& printer_;
  const RunPlan& plan_;
  Counts& counts_;
  Outcome& outcome_;
  Progress progress_;
  std::int64_t run_ = 0;
  /// Of an earlier part of this run, in order; the patients who are met again are taken off.
  std::deque<std::string> stored_patients_;
  std::size_t batch_size_ = 1;
  std::vector<intake::PatientInput> patients_;
  std::vector<std::string> failures_told_;
  std::uint64_t read_ = 0;
};

}  // namespace causa::cli
