// SPDX-License-Identifier: Apache-2.0
//
// By which texts concepts are called, folded, for a text that is a name and nothing else, and for
// drugs within the name of a product. Made by Vocabulary when the first text asks for it; its words
// are taken in as they are asked for (word_tree.hpp). Borrows the concepts and their words; safe
// for any number of threads. Nothing here can fail.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/meaning.hpp"
#include "terminology/synonyms.hpp"
#include "terminology/word_tree.hpp"

namespace causa::terminology {

/// The concepts with all their words, wherever they come from: a view, whose words stay where they
/// are when a Vocabulary is moved.
class WordsOfConcepts {
 public:
  using ById = std::map<std::string, ConceptId, std::less<>>;

  WordsOfConcepts(std::span<const Concept> concepts, std::span<const Synonyms> synonyms,
                  const ById& by_id, const std::map<ConceptId, std::string>& first_names);

  [[nodiscard]] std::span<const Concept> concepts() const { return concepts_; }
  [[nodiscard]] std::optional<ConceptId> find(std::string_view id) const;

  /// By which texts are matched, however it is shown.
  [[nodiscard]] const std::string& name(ConceptId id) const;

  /// Its other texts: those without choices, and those with.
  [[nodiscard]] const std::vector<std::string>& own_texts(ConceptId id) const;
  [[nodiscard]] const std::vector<const Synonyms*>& synonyms(ConceptId id) const {
    return synonyms_of_[id];
  }

 private:
  std::span<const Concept> concepts_;
  const ById& by_id_;
  const std::map<ConceptId, std::string>& first_names_;
  std::vector<std::vector<const Synonyms*>> synonyms_of_;  ///< by concept
};

/// True if `broad` is an ancestor of `narrow`.
bool is_broader(ConceptId broad, ConceptId narrow, std::span<const Concept> concepts);

class Names {
 public:
  explicit Names(const WordsOfConcepts& words);

  /// The concept that a text names, which is folded already. Of two concepts with the same words
  /// the narrower one is meant.
  [[nodiscard]] std::optional<ConceptId> find(std::string_view folded) const;

  /// Drugs named as whole words of a folded text. Appends, each once.
  void find_drugs(std::string_view folded, std::vector<ConceptId>& found) const;

 private:
  WordTree tree_;
};

}  // namespace causa::terminology
