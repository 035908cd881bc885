// SPDX-License-Identifier: Apache-2.0
//
// A patient's facts by concept: who asks for all values of one needn't look at all facts.
// Internal to this room. One thread; used again for the next patient, so that it allocates nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "facts/fact.hpp"

namespace causa::facts {

class ByConcept {
 public:
  /// Facts of concepts from `concepts` on are asked for by nobody.
  explicit ByConcept(std::size_t concepts) : lists_(concepts) {}

  void set(std::span<const Fact> facts) {
    for (const terminology::ConceptId concept_id : met_) lists_[concept_id] = {};
    met_.clear();
    for (const Fact& fact : facts)
      if (fact.concept_id < lists_.size() && lists_[fact.concept_id].size++ == 0)
        met_.push_back(fact.concept_id);
    std::uint32_t first = 0;
    for (const terminology::ConceptId concept_id : met_) {
      List& list = lists_[concept_id];
      list.first = first;
      first += list.size;
      list.size = 0;
    }
    indexes_.resize(first);
    for (std::uint32_t index = 0; index < facts.size(); ++index)
      if (facts[index].concept_id < lists_.size()) {
        List& list = lists_[facts[index].concept_id];
        indexes_[list.first + list.size++] = index;
      }
  }

  /// Indexes of the facts of the concept itself, in their order.
  [[nodiscard]] std::span<const std::uint32_t> of(terminology::ConceptId concept_id) const {
    const List list = lists_[concept_id];
    return std::span(indexes_).subspan(list.first, list.size);
  }

 private:
  struct List {
    std::uint32_t first = 0, size = 0;
  };
  std::vector<List> lists_;                  ///< by concept
  std::vector<terminology::ConceptId> met_;  ///< concepts that have a list
  std::vector<std::uint32_t> indexes_;
};

}  // namespace causa::facts
