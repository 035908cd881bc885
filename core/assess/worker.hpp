// SPDX-License-Identifier: Apache-2.0
//
// Assesses patients in batches. One Worker a thread, all sharing one Prepared; a Worker owns its
// instances of libraries and its buffers, which it reuses.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "assess/derive.hpp"
#include "assess/interest.hpp"
#include "assess/judge.hpp"
#include "assess/patient.hpp"
#include "assess/ranking.hpp"
#include "assess/read_before.hpp"
#include "assess/said_before.hpp"
#include "facts/known_words.hpp"
#include "lint/linter.hpp"

namespace causa::assess {

class Worker {
 public:
  Worker(std::shared_ptr<const Prepared> prepared, std::string config_sha256);

  /// One assessment a record, in order. Ids are new UUIDs, `created_ms` is stamped on all. Without
  /// words they are neither for the store nor for people, and have no id.
  void assess(std::span<const record::Record* const> records, std::int64_t as_of_ms,
              std::int64_t created_ms, std::vector<Assessment>& assessments,
              Words words = Words::yes);

  /// The two halves of assess(): from records to facts and findings, and from these to answers,
  /// once.
  void read(std::span<const record::Record* const> records, std::int64_t as_of_ms);
  void answer(std::span<const record::Record* const> records, std::int64_t as_of_ms,
              std::int64_t created_ms, std::vector<Assessment>& assessments,
              Words words = Words::yes);

  /// A record that was assessed before, with some of the modules.
  struct Earlier {
    const Assessment* assessment = nullptr;
    const record::Record* record = nullptr;
    bool read_otherwise = false;  ///< since modules came
  };

  /// The next version of each assessment, all of which are as of one date (assess/extension.hpp).
  /// `added` are the ids of the modules that come to those of before. Findings are those of the
  /// linter as it sees the record with all modules.
  void extend(std::span<const Earlier> earlier, const std::set<std::string>& added,
              std::int64_t created_ms, std::vector<Assessment>& assessments);

  /// As much of an assessment as tells whether the modules may have something to say.
  struct Known {
    const record::Record* record = nullptr;
    AgeRange age;
    record::Sex sex = record::Sex::unknown;
    bool complaint_present = false;
    bool alerted = false;              ///< the version before has an alert
    const SaidBefore* said = nullptr;  ///< must be there
  };

  struct Concerned {
    std::size_t place = 0;
    bool read_otherwise = false;  ///< what comes changes how the record is read
    /// And so what steps that don't run here would compute: all steps must run for the next version
    /// to be right.
    bool computed_otherwise = false;
  };

  /// The two halves of extend(). Those, in their order, to whom the modules may have something to
  /// say: whose record is read otherwise since they came, or of whom they say something. Of all
  /// others only unchanged_version() can come. The Prepared was made with `added` as those that
  /// come.
  std::vector<Concerned> concerned(std::span<const Known> known, std::int64_t as_of_ms,
                                   const std::set<std::string>& added);
  /// The next versions of those.
  void extend_concerned(std::span<const Earlier> earlier, const std::set<std::string>& added,
                        std::int64_t created_ms, std::span<Assessment> assessments);
  /// How the added modules stand in an assessment to which they have nothing to say; after
  /// concerned().
  [[nodiscard]] std::vector<ModuleUsed> looked(const std::set<std::string>& added) const;

  /// One record as assess() would, but that the alerts of the version before stay as they do where
  /// modules have come to it.
  Assessment assess_after(const Earlier& earlier, std::int64_t created_ms);

  using Concepts = std::vector<terminology::ConceptId>;

  /// The cause that would stand first if nothing were known of some concepts, nor of what is
  /// derived from them: its id, one a set; empty if nothing would be ranked.
  std::vector<std::string> first_without(const record::Record& record, std::int64_t as_of_ms,
                                         std::span<const Concepts> left_out);

  [[nodiscard]] const Prepared& prepared() const { return *prepared_; }

 private:
  /// Columns from the facts of `rows` patients.
  void fill(std::uint32_t rows, std::int64_t as_of_ms);
  void read_known(std::span<const Known> known, std::int64_t as_of_ms);
  void find_concerned(std::span<const Known> known, std::size_t first, std::int64_t as_of_ms,
                      std::vector<Concerned>& concerned);
  [[nodiscard]] bool says_something(std::uint32_t row) const;
  bool may_change(std::uint32_t row, const Known& known);
  void evaluate(std::uint32_t rows, Words words = Words::yes);
  void evaluate_mask(std::uint32_t mask);
  void find_asked();
  /// `before`: what was known with fewer modules; null: nothing.
  void assess_row(std::uint32_t row, const record::Record& record, Assessment& assessment,
                  const Assessment* before = nullptr, Words words = Words::yes);
  /// The patient's complaint, alerts and judged causes, ready to be ranked; false: they can't be.
  bool judge_row(Patient& patient, const Assessment* before = nullptr);
  std::string first_of(std::uint32_t row, const record::Record& record);
  [[nodiscard]] std::vector<ModuleUsed> modules_that_ran() const;
  void describe_input(std::uint32_t row, const record::Record& record,
                      Assessment& assessment) const;
  void describe_modules(std::uint32_t row, Assessment& assessment) const;
  void show_what_was_read(std::uint32_t row, Patient& patient);

  std::shared_ptr<const Prepared> prepared_;
  std::string config_sha256_;
  lint::Linter linter_;
  std::optional<Interest> interest_;  ///< of the modules that are added, once some are
  std::set<std::string> interested_;
  std::optional<ReadBefore> read_before_;  ///< where what comes changes the vocabulary
  std::vector<ReadAs> read_as_;            ///< by row
  Deriver deriver_;
  facts::Batch batch_;
  facts::KnownWords known_words_;
  std::vector<facts::PatientFacts> facts_;
  std::vector<std::vector<lint::Finding>> findings_;  ///< by row
  std::vector<std::uint32_t> complaints_from_;        ///< by row: no fact before is a complaint
  std::vector<ModuleRun> runs_;
  std::vector<std::uint8_t> asked_;  ///< by condition: something that it reads is known of somebody
  std::vector<rules::Mask> masks_;   ///< what every condition says of the batch
  Outcomes outcomes_;                ///< the same, by patient
  rules::Program::Scratch scratch_;
  PatientMemory patient_memory_;
  Judging judging_;
  Ranking ranking_;
  std::vector<std::uint32_t> facts_read_;
};

}  // namespace causa::assess
