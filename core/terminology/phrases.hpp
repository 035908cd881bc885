// SPDX-License-Identifier: Apache-2.0
//
// The words by which concepts are called, and the words around them that say whether a thing is
// there, absent, doubtful or somebody else's, as one tree of folded words. It is made by
// Vocabulary, when the first running text asks for it, from the concepts of all modules and
// narratives.json, and knows words and meanings only; the grammar is that of facts/narrative.hpp.
// For a few texts it is made of those phrases alone that can stand in one of them.
// Read-only and safe for any number of threads afterwards. Nothing here can fail.
//
// Truths that a record can state are phrases of it; derived facts are not. A drug is none either,
// for a drug in prose is as often stopped, refused or given long ago: its name only tells of which
// drug a start is stated. Quantities stand in it by the names that a number may follow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/names.hpp"
#include "terminology/narratives.hpp"
#include "terminology/text_table.hpp"

namespace causa::terminology {

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

/// Words that the grammar asks for by themselves, whatever the text says: "pain radiating from the
/// back" is read as "pain in the back", "cramps at night" as "leg cramps at night". Every tree
/// knows them.
inline constexpr std::string_view grammar_words[] = {
    "as",   "both", "calf", "cramps",    "from", "in",    "leg", "legs",
    "like", "of",   "pain", "radiating", "that", "thigh", "to",  "which"};

class Phrases {
 public:
  static constexpr Node root = 1;

  Phrases();
  /// Of two concepts with the same words the narrower one is meant. `only`: the phrases of concepts
  /// are followed up to the first word that isn't one of these, among which are the grammar's. In a
  /// text that has no other words nobody can tell.
  Phrases(const NarrativeTable& table, const WordsOfConcepts& words,
          const TextTable* only = nullptr);

  [[nodiscard]] WordId word(std::string_view folded) const;
  [[nodiscard]] WordRoles roles(WordId word) const { return roles_[word]; }

  /// Where the tree goes on with `word`, or 0.
  [[nodiscard]] Node step(Node node, WordId word) const;
  [[nodiscard]] const Meaning& meaning(Node node) const { return meanings_[meaning_of_[node]]; }
  [[nodiscard]] const std::vector<Quantity>& quantities() const { return quantities_; }

  /// True if somebody who had it has it still.
  [[nodiscard]] bool is_lasting(ConceptId id) const { return lasting_[id]; }

 private:
  /// Where the tree goes on, by node << 32 | word: a table with open addresses, for most of the
  /// work of making a tree is to find the next node.
  class Steps {
   public:
    Steps() : slots_(least_slots) {}
    [[nodiscard]] Node find(std::uint64_t key) const { return slots_[place_of(key)].node; }
    /// The node of a key, `node` if it is new.
    Node add(std::uint64_t key, Node node);

   private:
    struct Slot {
      std::uint64_t key = 0;
      Node node = 0;  ///< 0: free
    };
    static constexpr std::size_t least_slots = 1024;
    [[nodiscard]] std::size_t place_of(std::uint64_t key) const;
    std::vector<Slot> slots_;  ///< a power of two, at most half full
    std::size_t used_ = 0;
  };

  class Taker;
  using Words = std::vector<std::string_view>;
  WordId add_word(std::string_view folded);
  Node add_step(Node node, WordId word);
  Node add_words(const Words& words);
  Meaning& meaning_at(Node node);
  [[nodiscard]] bool is_article(std::string_view folded) const {
    return (roles_[word(folded)] & WordRole::article) != 0;
  }
  [[nodiscard]] Words words_of(std::string_view folded) const;
  void add_concept(const Words& words, ConceptId id, const std::vector<Concept>& concepts,
                   bool absent);
  void add_results(const Words& words, ConceptId id, const std::vector<Concept>& concepts);
  void add_words_of(const WordsOfConcepts& all, ConceptId id, Taker& taker);
  void add_drug(Node node, ConceptId id);
  void add_quantity(const Measured& measured, const std::vector<Concept>& concepts);
  void find_lasting(const NarrativeTable& table, const std::vector<Concept>& concepts);

  TextTable words_;
  std::vector<WordRoles> roles_;  ///< by word
  Steps next_;
  std::vector<std::uint32_t> meaning_of_;  ///< by node; 0: none
  std::vector<Meaning> meanings_;          ///< the first one is of a node that means nothing
  std::vector<Quantity> quantities_;
  std::vector<bool> lasting_;  ///< by concept
};

}  // namespace causa::terminology
