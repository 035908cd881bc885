// SPDX-License-Identifier: Apache-2.0
//
// By which texts concepts are called, folded, for a text that is a name and nothing else, and for
// drugs within the name of a product. Made by Vocabulary when the first text asks for it; read-only
// and safe for any number of threads afterwards. Nothing here can fail.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/synonyms.hpp"
#include "terminology/text_table.hpp"
#include "terminology/written_out.hpp"

namespace causa::terminology {

using ConceptId = std::uint32_t;
struct Concept;

/// The concepts with all their words, wherever they come from: a view.
class WordsOfConcepts {
 public:
  WordsOfConcepts(const std::vector<Concept>& concepts, const std::vector<Synonyms>& synonyms,
                  const std::map<std::string, ConceptId, std::less<>>& by_id,
                  const std::map<ConceptId, std::string>& first_names);

  [[nodiscard]] const std::vector<Concept>& concepts() const { return concepts_; }

  /// By which texts are matched, however it is shown.
  [[nodiscard]] const std::string& name(ConceptId id) const;

  /// Calls `each(std::string_view)` for every other text of a concept; one may come twice.
  template <class Each>
  void for_texts(ConceptId id, Each&& each) const {
    for (const auto& text : own_texts(id)) each(std::string_view(text));
    for (const Synonyms* further : synonyms_of_[id])
      for (const auto& phrase : further->text) for_phrases(phrase, each);
  }

  /// The same texts for a visitor as in written_out.hpp.
  template <class Visitor>
  void write_texts(ConceptId id, Visitor& visitor) const {
    for (const auto& text : own_texts(id)) write_out_plain(text, visitor);
    for (const Synonyms* further : synonyms_of_[id])
      for (const auto& phrase : further->text) write_out(phrase, visitor);
  }

  /// The words that say that it is absent.
  template <class Visitor>
  void write_absent(ConceptId id, Visitor& visitor) const {
    for (const Synonyms* further : synonyms_of_[id])
      for (const auto& phrase : further->absent) write_out(phrase, visitor);
  }

 private:
  [[nodiscard]] const std::vector<std::string>& own_texts(ConceptId id) const;

  const std::vector<Concept>& concepts_;
  const std::map<ConceptId, std::string>& first_names_;
  std::vector<std::vector<const Synonyms*>> synonyms_of_;  ///< by concept
};

class Names {
 public:
  Names() = default;
  /// Of two concepts with the same words the narrower one is meant.
  explicit Names(const WordsOfConcepts& words);

  /// The concept that a text names, which is folded already.
  [[nodiscard]] std::optional<ConceptId> find(std::string_view folded) const;

  /// Drugs named as whole words of a folded text. Appends, each once.
  void find_drugs(std::string_view folded, std::vector<ConceptId>& found) const;

 private:
  void name(std::string_view folded, ConceptId id, const std::vector<Concept>& concepts);
  void name_drug(std::string_view folded, ConceptId id, const std::vector<Concept>& concepts);

  TextTable by_words_;
  TextTable drug_words_;                       ///< places in drugs_
  std::vector<std::vector<ConceptId>> drugs_;  ///< several for a product of several drugs
  std::size_t longest_drug_name_words_ = 1;
};

}  // namespace causa::terminology
