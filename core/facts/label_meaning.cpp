// SPDX-License-Identifier: Apache-2.0

#include "facts/label_meaning.hpp"

#include "facts/written_names.hpp"

namespace causa::facts {

using record::Kind;

void understand(Kind kind, std::string_view label, const terminology::Vocabulary& vocabulary,
                NarrativeReader& reader, KnownWords::Meaning& meaning) {
  if (kind == Kind::medication) {
    vocabulary.find_drug_words(label, meaning.concepts);
    meaning.not_taken = !meaning.concepts.empty() && is_not_taken(label, vocabulary);
    if (meaning.not_taken) meaning.concepts.clear();
  } else if (const auto id = vocabulary.find_text(label);
             id && label.find('?') == std::string_view::npos) {
    meaning.concepts.push_back(*id);
  } else if (kind == Kind::condition) {
    std::vector<terminology::CodeMatch> named;
    find_condition_names(label, reader, named);
    for (const auto& match : named) meaning.concepts.push_back(match.concept_id);
  }
}

}  // namespace causa::facts
