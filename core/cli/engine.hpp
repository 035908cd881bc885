// SPDX-License-Identifier: Apache-2.0
//
// What all runs of the program share: the knowledge of the modules, an assessor, the store. Made
// once; each call assesses some patients and stores them together. What is returned is stored
// already. One thread, but for read_modules().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/assessor.hpp"
#include "cli/outcome.hpp"
#include "cli/settings.hpp"
#include "intake/patient_input.hpp"
#include "report/context.hpp"
#include "store/store.hpp"

namespace causa::cli {

/// Where in the store a batch belongs; run 0: to none.
struct RunPosition {
  std::int64_t run = 0;
  std::uint64_t position = 0;  ///< how far the source is dealt with, after this batch
  /// The form in which it is given out, noted with it. Nothing: it isn't, or whoever makes cards
  /// notes each of them.
  std::optional<store::Channel> shown_as = {};
  std::uint64_t moved_by = 0;  ///< how far this batch moves the position
};

class Engine {
 public:
  /// Without a store nothing is kept. The settings outlive it.
  Engine(const Settings& settings, std::shared_ptr<const assess::Prepared> prepared,
         std::optional<store::Store> store);

  /// Whether the store can be written to now; waits for another process that does. Opens it again
  /// if somebody put another file in its place: what is saved into a file that has no name any more
  /// would be lost. Error: Fault::store.
  Result<void> check_store();

  /// Keeps the modules in the store, which the assessments refer to; once. Error: Fault::store.
  Result<void> keep_modules();

  using Modules = Result<std::shared_ptr<const assess::Prepared>>;

  /// Reads the modules again and tells nobody. Any thread.
  [[nodiscard]] Modules read_modules() const;

  /// Takes what was read in place of the modules that there are, for the assessments to come; for a
  /// reader of input the old vocabulary stays valid. What is wrong with a module is told as at the
  /// start; if nothing could be read at all, the modules stay as they are. True: they were taken.
  bool take_modules(const Modules& fresh, Outcome& outcome);

  /// Both.
  bool reload(Outcome& outcome) { return take_modules(read_modules(), outcome); }

  /// One assessment a patient, in order, without those whom the setting `lint` refuses; valid until
  /// the next call. Error: Fault::store, and nothing of the batch is kept.
  Result<std::span<const assess::Assessment>> assess(std::span<const intake::PatientInput> patients,
                                                     std::int64_t as_of_ms, const RunPosition& at);

  /// Stores assessments together, or none of them.
  Result<void> save(std::span<const store::Entry> entries, const RunPosition& at);

  /// What the first place of a stored assessment hangs on, tried with the loaded modules, which
  /// must be those that it was made with. Nothing if no record was kept.
  std::optional<std::vector<assess::WouldChange>> try_stored(const assess::Assessment& assessment);

  /// Parallel to the patients of the last call: why each was refused; empty: they weren't.
  [[nodiscard]] std::span<const std::vector<Error>> refused() { return assessor().refused(); }

  /// See Assessor.
  report::Context context_of(const assess::Assessment& assessment, bool with_questions) {
    return assessor().context_of(assessment, with_questions);
  }

  /// The same of an assessment of the last call of assess(), whose patients are still there.
  report::Context context_of(std::size_t place, std::span<const intake::PatientInput> patients,
                             bool with_questions);

  [[nodiscard]] const assess::Prepared& prepared() const { return *prepared_; }
  [[nodiscard]] const std::shared_ptr<const assess::Prepared>& modules() const { return prepared_; }

  /// Of the caller's thread, which makes it when it asks first.
  Assessor& assessor();

  [[nodiscard]] bool has_store() const { return store_.has_value(); }
  /// Null: nothing is kept.
  [[nodiscard]] store::Store* store() { return store_ ? &*store_ : nullptr; }

 private:
  const Settings& settings_;
  std::shared_ptr<const assess::Prepared> prepared_;
  std::optional<store::Store> store_;
  std::vector<std::shared_ptr<const assess::Prepared>> earlier_;  ///< before each reload
  std::optional<Assessor> assessor_;                              ///< once it was asked for
};

}  // namespace causa::cli
