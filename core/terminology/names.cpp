// SPDX-License-Identifier: Apache-2.0

#include "terminology/names.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

namespace {

bool is_broader(ConceptId broad, ConceptId narrow, const std::vector<Concept>& concepts) {
  const auto& ancestors = concepts[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

}  // namespace

WordsOfConcepts::WordsOfConcepts(const std::vector<Concept>& concepts,
                                 const std::vector<Synonyms>& synonyms,
                                 const std::map<std::string, ConceptId, std::less<>>& by_id,
                                 const std::map<ConceptId, std::string>& first_names)
    : concepts_(concepts), first_names_(first_names), synonyms_of_(concepts.size()) {
  for (const Synonyms& further : synonyms)
    if (const auto found = by_id.find(further.concept_id); found != by_id.end())
      synonyms_of_[found->second].push_back(&further);
}

const std::string& WordsOfConcepts::name(ConceptId id) const {
  const auto first = first_names_.find(id);
  return first == first_names_.end() ? concepts_[id].definition.name : first->second;
}

const std::vector<std::string>& WordsOfConcepts::own_texts(ConceptId id) const {
  return concepts_[id].definition.text;
}

Names::Names(const WordsOfConcepts& words) {
  std::string folded;
  const auto& concepts = words.concepts();
  for (ConceptId id = 0; id < concepts.size(); ++id) {
    fold(words.name(id), folded);
    name(folded, id, concepts);
    const bool drug = concepts[id].definition.id.starts_with("drug.");
    words.for_texts(id, [&](std::string_view text) {
      fold(text, folded);
      name(folded, id, concepts);
      if (drug) name_drug(folded, id, concepts);
    });
  }
}

void Names::name(std::string_view folded, ConceptId id, const std::vector<Concept>& concepts) {
  const auto [known, is_new] = by_words_.add(folded, id);
  if (!is_new && is_broader(known, id, concepts)) known = id;
}

void Names::name_drug(std::string_view folded, ConceptId id, const std::vector<Concept>& concepts) {
  const auto [place, is_new] = drug_words_.add(folded, static_cast<std::uint32_t>(drugs_.size()));
  if (is_new) drugs_.emplace_back();
  const auto count = static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' '));
  longest_drug_name_words_ = std::max(longest_drug_name_words_, count + 1);
  auto& named = drugs_[place];
  for (const ConceptId other : named)
    if (other == id || is_broader(id, other, concepts)) return;
  std::erase_if(named, [&](ConceptId other) { return is_broader(other, id, concepts); });
  named.push_back(id);
}

std::optional<ConceptId> Names::find(std::string_view folded) const {
  const std::uint32_t id = by_words_.find(folded);
  if (id == TextTable::nothing) return std::nullopt;
  return id;
}

void Names::find_drugs(std::string_view folded, std::vector<ConceptId>& found) const {
  std::vector<std::size_t> starts{0};
  for (std::size_t at = 0; at < folded.size(); ++at)
    if (folded[at] == ' ') starts.push_back(at + 1);
  starts.push_back(folded.size() + 1);
  for (std::size_t word = 0; word + 1 < starts.size(); ++word)
    for (std::size_t count = 1; count <= longest_drug_name_words_; ++count) {
      if (word + count >= starts.size()) break;
      const std::uint32_t place =
          drug_words_.find(folded.substr(starts[word], starts[word + count] - 1 - starts[word]));
      if (place == TextTable::nothing) continue;
      for (const ConceptId id : drugs_[place])
        if (std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
    }
}

}  // namespace causa::terminology
