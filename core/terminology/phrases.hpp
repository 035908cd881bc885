// SPDX-License-Identifier: Apache-2.0
//
// The words by which concepts are called, and the words around them that say whether a thing is
// there, absent, doubtful or somebody else's, as one tree of folded words. It is made by
// Vocabulary::finish() from the concepts of all modules and narratives.json, and knows words and
// meanings only; the grammar is that of facts/narrative.hpp. Read-only and safe for any number of
// threads afterwards. Nothing here can fail.
//
// Truths that a record can state are phrases of it; derived facts are not. A drug is none either,
// for a drug in prose is as often stopped, refused or given long ago: its name only tells of which
// drug a start is stated. Quantities stand in it by the names that a number may follow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "terminology/narratives.hpp"

namespace causa::terminology {

using ConceptId = std::uint32_t;
struct Concept;
struct CodeDefinition;

using WordId = std::uint32_t;  ///< 0: a word of no phrase
using Node = std::uint32_t;    ///< place in the tree; 0: no phrase goes on so

/// Whose number may follow.
struct Quantity {
  ConceptId concept_id = 0;
  ConceptId second = 0;                  ///< the other one of a pair, else the same
  const CodeDefinition* code = nullptr;  ///< of the Vocabulary, if the name implies one
  bool unit_may_lack = false;
};

/// What a run of words means.
struct Meaning {
  std::vector<ConceptId> concepts;  ///< one; several if modules call unlike concepts the same
  Cue cue = Cue::none;
  bool is_phrase = false;  ///< of a concept, or passed over (then without concepts)
  bool absent = false;     ///< the words say that the concept is absent: "Thompson test negative"
  std::uint32_t quantity = 0;    ///< one more than its place in Phrases::quantities(); 0: none
  std::vector<ConceptId> drugs;  ///< of this name
};

class Phrases {
 public:
  static constexpr Node root = 1;

  Phrases();
  /// Of two concepts with the same words the narrower one is meant.
  Phrases(const NarrativeTable& table, const std::vector<Concept>& concepts);

  [[nodiscard]] WordId word(std::string_view folded) const;
  [[nodiscard]] WordRoles roles(WordId word) const { return roles_[word]; }

  /// Where the tree goes on with `word`, or 0.
  [[nodiscard]] Node step(Node node, WordId word) const;
  [[nodiscard]] const Meaning& meaning(Node node) const { return meanings_[node]; }
  [[nodiscard]] const std::vector<Quantity>& quantities() const { return quantities_; }

  /// True if somebody who had it has it still.
  [[nodiscard]] bool is_lasting(ConceptId id) const { return lasting_[id]; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  WordId add_word(std::string_view folded);
  Node add_words(const std::vector<std::string_view>& words);
  std::vector<std::string_view> words_of(std::string_view folded) const;
  void add_concept(const std::vector<std::string_view>& words, ConceptId id,
                   const std::vector<Concept>& concepts, bool absent);
  void add_phrase(std::string_view text, ConceptId id, const std::vector<Concept>& concepts);
  void add_drug(const Concept& drug, ConceptId id);
  void add_quantity(const Measured& measured, const std::vector<Concept>& concepts);

  std::unordered_map<std::string, WordId, Hash, std::equal_to<>> words_;
  std::vector<WordRoles> roles_;                  ///< by word
  std::unordered_map<std::uint64_t, Node> next_;  ///< node << 32 | word
  std::vector<Meaning> meanings_;                 ///< by node
  std::vector<Quantity> quantities_;
  std::vector<bool> lasting_;  ///< by concept
};

}  // namespace causa::terminology
