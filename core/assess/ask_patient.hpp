// SPDX-License-Identifier: Apache-2.0
//
// What is known of one patient, as ask_next sees it: conditions judged on the facts of a stored
// assessment, and what to ask where they can't be. Private to ask_next; one patient, one thread;
// borrows its arguments and the knowledge's batch.
#pragma once

#include <set>
#include <unordered_map>
#include <vector>

#include "assess/ask_knowledge.hpp"

namespace causa::assess {

/// A concept, or its beginning if it is known itself.
struct Asked {
  terminology::ConceptId concept_id = 0;
  bool start = false;
  friend auto operator<=>(const Asked&, const Asked&) = default;
};

class AskedPatient {
 public:
  AskedPatient(Asker::Knowledge& knowledge, const Assessment& assessment);

  [[nodiscard]] rules::Truth outcome(const rules::Program& program);
  [[nodiscard]] bool could_hold(const rules::Program& program,
                                const std::vector<std::uint32_t>& columns) const {
    return program.could_hold(batch_, 0, columns);
  }

  /// The columns for want of which a condition is unknown, and what to ask to fill them.
  [[nodiscard]] std::vector<std::uint32_t> missing_columns(const rules::Program& program) const;
  [[nodiscard]] std::vector<Asked> missing(const rules::Program& program);

  /// What to ask where a column is missing: its concept, what a step derives it from, or nothing.
  const std::vector<Asked>& asked_for(std::uint32_t column, int depth = 0);

  [[nodiscard]] bool is_known(std::uint32_t column) const;
  [[nodiscard]] bool took_part(std::uint32_t module) const;
  [[nodiscard]] bool was_measured(terminology::ConceptId concept_id) const {
    return measured_.contains(concept_id);
  }

  /// Measured, but with no value that counts: implausible, or in a doubted unit.
  [[nodiscard]] const std::set<terminology::ConceptId>& refused() const { return refused_; }
  [[nodiscard]] bool is_refused(terminology::ConceptId concept_id) const {
    return refused_.contains(concept_id);
  }

 private:
  void note(const ShownFact& fact);
  std::vector<Asked> find_asked(std::uint32_t column, int depth);
  std::vector<Asked> asked_for_step(const AskedStep& step, int depth);

  const Asker::Knowledge& knowledge_;
  const Assessment& it_;
  facts::Batch& batch_;
  rules::Mask mask_;
  rules::Program::Scratch scratch_;
  /// The same for every condition. References into it stay valid.
  std::unordered_map<std::uint32_t, std::vector<Asked>> asked_for_;
  std::set<terminology::ConceptId> present_, started_, measured_, refused_;
};

}  // namespace causa::assess
