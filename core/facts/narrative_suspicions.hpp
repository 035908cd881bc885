// SPDX-License-Identifier: Apache-2.0
//
// What a text suspects, and what it says of that elsewhere. "No signs of DVT. Impression: ?DVT"
// suspects it; what is denied of it later, and that it is there, wherever it stands, answers.
// A denied past doesn't, nor what is said of the other side or of a narrower condition. Linear in
// what is said; reuses its memory; for one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "facts/said.hpp"

namespace causa::facts {

class NarrativeSuspicions {
 public:
  explicit NarrativeSuspicions(const terminology::Vocabulary& vocabulary)
      : vocabulary_(vocabulary) {}

  void clear();
  void suspect(const Said& said) { open_.push_back(said); }
  void refute(const Said& said) { refuted_.push_back(said); }

  /// What is suspected, if it is but one.
  [[nodiscard]] std::optional<terminology::ConceptId> only_one() const;
  [[nodiscard]] std::size_t open() const { return open_.size(); }

  /// Appends those that nothing in the text answers; leaves refuted() with what it only refutes.
  void settle(std::vector<Said>& said);

  [[nodiscard]] const std::vector<Said>& refuted() const { return refuted_; }

 private:
  struct Answer {
    terminology::ConceptId suspicion = terminology::no_concept;
    Side side = Side::unknown;
    std::uint32_t denied_at = 0;  ///< the last time, in bytes
    bool is_there = false;
  };
  void note(const Said& said);
  [[nodiscard]] bool is_answered(const Said& suspicion) const;

  const terminology::Vocabulary& vocabulary_;
  std::vector<Said> open_, refuted_;
  std::vector<Answer> answers_;  ///< one a suspicion and side
};

}  // namespace causa::facts
