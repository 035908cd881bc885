// SPDX-License-Identifier: Apache-2.0
//
// What Names answers for one text, without a table of all names: only those are written out that
// have no other words than the text. A hundred times cheaper than making the table, so that a
// program that looks a few texts up needn't make it. Borrows the folded text and the concepts; one
// thread. Nothing here can fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "terminology/first_word.hpp"
#include "terminology/names.hpp"
#include "terminology/synonyms.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

/// The further words of each concept, by its id.
using SynonymsByConcept = std::vector<std::vector<const Synonyms*>>;

class SingleNames {
 public:
  SingleNames(std::string_view folded, const std::vector<Concept>& concepts,
              const SynonymsByConcept& synonyms);

  /// As Names::find(). `first_names`: those by which concepts are matched that are shown otherwise.
  [[nodiscard]] std::optional<ConceptId> find(const std::map<ConceptId, std::string>& first_names);

  /// As Names::find_drugs().
  void find_drugs(std::vector<ConceptId>& found);

  // What written_out.hpp calls.
  struct State {};
  bool word(State&, std::string_view word) const { return words_.has(word); }
  void end(State, std::string_view name);

 private:
  struct Drugs {
    std::string name;
    std::vector<ConceptId> ids;
  };

  void write_texts(ConceptId id);
  void add_drug(std::string_view name);
  [[nodiscard]] bool is_broader(ConceptId broad, ConceptId narrow) const;

  std::string_view folded_;
  const std::vector<Concept>& concepts_;
  const SynonymsByConcept& synonyms_;
  FirstWords words_;
  ConceptId id_ = 0;
  bool of_drugs_ = false;
  std::optional<ConceptId> named_;
  std::vector<Drugs> drugs_;
};

}  // namespace causa::terminology
