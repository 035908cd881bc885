// SPDX-License-Identifier: Apache-2.0
//
// The words by which concepts are called, and the words around them that say whether a thing is
// there, absent, doubtful or somebody else's, as one tree of folded words (word_tree.hpp). It is
// made by Vocabulary, when the first running text asks for it, from the concepts of all modules and
// narratives.json, and knows words and meanings only; the grammar is that of facts/narrative.hpp.
// Borrows what it is made of; safe for any number of threads. Nothing here can fail.
//
// Truths that a record can state are phrases of it; derived facts are not. A drug is none either,
// for a drug in prose is as often stopped, refused or given long ago: its name only tells of which
// drug a start is stated. Quantities stand in it by the names that a number may follow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/meaning.hpp"
#include "terminology/names.hpp"
#include "terminology/narratives.hpp"
#include "terminology/word_tree.hpp"

namespace causa::terminology {

using Node = const WordTree::Node*;  ///< place in the tree; null: no phrase goes on so

/// Whose number may follow.
struct Quantity {
  ConceptId concept_id = 0;
  ConceptId second = 0;                  ///< the other one of a pair, else the same
  const CodeDefinition* code = nullptr;  ///< of the Vocabulary, if the name implies one
  bool unit_may_lack = false;
};

class Phrases {
 public:
  /// Of two concepts with the same words the narrower one is meant.
  Phrases(const NarrativeTable& table, const WordsOfConcepts& words);

  [[nodiscard]] WordRoles roles(const FoldedWord& word) const {
    const std::uint32_t roles = roles_.find(word);
    return roles == WordTable::nothing ? 0 : roles;
  }

  [[nodiscard]] Node root() const { return tree_.root(); }

  /// The phrases that begin with `word`, or null.
  [[nodiscard]] Node first(const FoldedWord& word) const { return step(root(), word); }

  /// Where those at `node` go on with `word`, or null.
  [[nodiscard]] Node step(Node node, const FoldedWord& word) const {
    return tree_.step(node, word);
  }

  [[nodiscard]] static const Meaning& meaning(Node node) { return WordTree::meaning(node); }
  [[nodiscard]] const std::vector<Quantity>& quantities() const { return quantities_; }

  /// True if somebody who had it has it still.
  [[nodiscard]] bool is_lasting(ConceptId id) const { return lasting_[id]; }

 private:
  void add_concept(ConceptId id, const WordsOfConcepts& words);
  void add_text(std::string_view text, bool has_choices, Saying saying);
  void add_test(std::string_view phrase, ConceptId id);
  [[nodiscard]] std::string_view between_articles(std::string_view text) const;
  void add_quantity(const Measured& measured, const WordsOfConcepts& words);
  void find_lasting(const NarrativeTable& table, const WordsOfConcepts& words);

  WordTable roles_;  ///< of words that have any
  std::vector<Quantity> quantities_;
  std::vector<bool> lasting_;  ///< by concept
  WordTree tree_;
};

}  // namespace causa::terminology
