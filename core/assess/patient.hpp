// SPDX-License-Identifier: Apache-2.0
//
// One row of a batch while its assessment is being made: what the conditions said of it, and the
// facts that it shows. Lives for one row, on one thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/outcomes.hpp"
#include "assess/prepared.hpp"

namespace causa::assess {

/// Whether facts, sentences, advice and what was read are written, or only numbers and ids: the
/// order of causes, alerts, and evidence by rule, without the ranges of P and X, and which modules
/// looked. Who compares rankings never sees what is left out.
enum class Words : bool { no, yes };

/// What stands in a text for a value that nobody recorded.
inline constexpr std::string_view not_recorded = "not recorded";

/// What a Patient works with; used again for the next one, so that it allocates nothing. One
/// thread.
struct PatientMemory {
  std::vector<std::uint32_t> shown;  ///< by fact: its index into Assessment::facts, or no_index
  std::vector<rules::DecidingCell> cells;  ///< of the citation at hand ...
  std::vector<std::uint32_t> facts_read;   ///< ... and its facts
};

class Patient {
 public:
  /// All of these outlive it; the memory is its own as long as it lives.
  Patient(const Prepared& prepared, const facts::Batch& batch, std::uint32_t row,
          Outcomes::Row outcomes, const record::Record& record, const facts::PatientFacts& facts,
          Assessment& assessment, PatientMemory& memory, Words words = Words::yes);

  [[nodiscard]] rules::Truth outcome(const Test& test) const {
    return test.mask == no_index ? rules::Truth::yes : outcomes_.at(test.mask);
  }
  [[nodiscard]] const Outcomes::Row& outcomes() const { return outcomes_; }
  [[nodiscard]] bool holds(const Test& test) const { return outcome(test) == rules::Truth::yes; }

  /// Indexes into Assessment::facts of what made the test come out so; shows them if they weren't.
  std::vector<std::uint32_t> cite(const Test& test, rules::Truth outcome);
  /// The same, appended.
  void cite(const Test& test, rules::Truth outcome, std::vector<std::uint32_t>& cited);

  /// Ids of the concepts that would decide an unknown test.
  [[nodiscard]] std::vector<std::string> missing(const Test& test) const;

  /// Shows one of the patient's facts; its index into Assessment::facts.
  std::uint32_t show(std::uint32_t fact_index);

  /// What the condition cited last asked of each cell that decided it.
  [[nodiscard]] const std::vector<rules::DecidingCell>& cells() const { return it_.cells; }

  /// The text with its {concept} slots filled from the cited facts (indexes into
  /// Assessment::facts), and {medicine} with the names of the medicines among them. A concept that
  /// isn't cited shows the fact that counts now, which is then cited, too.
  std::string fill_slots(std::string_view text, std::vector<std::uint32_t>& cited);

  [[nodiscard]] const Prepared& prepared() const { return prepared_; }
  [[nodiscard]] const facts::Batch& batch() const { return batch_; }
  [[nodiscard]] const facts::PatientFacts& facts() const { return facts_; }
  [[nodiscard]] const record::Record& record() const { return record_; }
  [[nodiscard]] std::uint32_t row() const { return row_; }
  Assessment& assessment() { return assessment_; }
  [[nodiscard]] const Assessment& assessment() const { return assessment_; }
  [[nodiscard]] bool has_words() const { return words_ == Words::yes; }

 private:
  [[nodiscard]] ShownFact describe(const facts::Fact& fact) const;
  void describe_origin(const facts::Fact& fact, ShownFact& shown) const;
  /// Another measurement of the same time says something else.
  [[nodiscard]] bool is_tied(const facts::Fact& fact) const;
  [[nodiscard]] std::string value_of(terminology::ConceptId concept_id,
                                     std::vector<std::uint32_t>& cited);
  [[nodiscard]] std::string slot_words(const ShownFact& fact,
                                       terminology::ConceptId concept_id) const;
  [[nodiscard]] std::string medicines_of(std::span<const std::uint32_t> cited) const;

  const Prepared& prepared_;
  const facts::Batch& batch_;
  const std::uint32_t row_;
  const Outcomes::Row outcomes_;
  const record::Record& record_;
  const facts::PatientFacts& facts_;
  Assessment& assessment_;
  const Words words_;
  PatientMemory& it_;
  std::uint32_t shown_count_ = 0;
};

}  // namespace causa::assess
