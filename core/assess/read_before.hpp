// SPDX-License-Identifier: Apache-2.0
//
// How a record was read before modules came that bring terms into the vocabulary: it is read once
// more without them, and what both say is compared, since new words, codes and wishes may change
// how others are understood. One thread; borrows the Prepared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "assess/prepared.hpp"
#include "facts/known_words.hpp"
#include "lint/linter.hpp"

namespace causa::assess {

enum class ReadAs : std::uint8_t {
  before = 1,
  otherwise,
  /// So that a step of an earlier module that doesn't run again would compute something else.
  computed_otherwise,
};

class ReadBefore {
 public:
  /// Of a Prepared that has a vocabulary of before.
  explicit ReadBefore(const Prepared& prepared);

  /// `facts` and `findings`: as the vocabulary of now gives them.
  ReadAs compare(const record::Record& record, std::int64_t as_of_ms,
                 const facts::PatientFacts& facts, std::span<const lint::Finding> findings);

 private:
  using Concepts = std::vector<terminology::ConceptId>;

  [[nodiscard]] bool is_same(const facts::Fact& now, const facts::Fact& before) const;
  void find_changed(const std::vector<facts::Fact>& now, const std::vector<facts::Fact>& before);
  [[nodiscard]] bool is_computed_from(terminology::ConceptId id) const;

  const Prepared& prepared_;
  Concepts now_;                     ///< by concept of before
  std::vector<bool> computed_from_;  ///< by concept: steps that don't run read it
  facts::KnownWords known_words_;
  lint::Linter linter_;
  facts::PatientFacts facts_;
  std::vector<lint::Finding> findings_;
  Concepts changed_;
  std::unordered_multimap<std::size_t, const facts::Fact*> unmatched_;  ///< by their hash
};

}  // namespace causa::assess
