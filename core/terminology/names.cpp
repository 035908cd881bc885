// SPDX-License-Identifier: Apache-2.0

#include "terminology/names.hpp"

#include <algorithm>

#include "terminology/vocabulary.hpp"

namespace causa::terminology {

namespace {

using Kind = Saying::Kind;

/// Of two drugs with the same name the narrower one; several for a product of several drugs.
void add_drug(std::vector<ConceptId>& named, ConceptId id, std::span<const Concept> concepts) {
  for (const ConceptId other : named)
    if (other == id || is_broader(id, other, concepts)) return;
  std::erase_if(named, [&](ConceptId other) { return is_broader(other, id, concepts); });
  named.push_back(id);
}

Meaning mean(std::span<const Saying> sayings, std::span<const Concept> concepts) {
  Meaning meaning;
  for (const Saying& saying : sayings) {
    const ConceptId id = saying.number;
    if (meaning.concepts.empty()) meaning.concepts.push_back(id);
    ConceptId& known = meaning.concepts.front();
    if (is_broader(known, id, concepts)) known = id;
    if (saying.kind == Kind::drug) add_drug(meaning.drugs, id, concepts);
  }
  return meaning;
}

/// Takes the first word off a folded text.
FoldedWord take_word(std::string_view& folded) {
  const std::size_t end = std::min(folded.find(' '), folded.size());
  const FoldedWord word(folded.substr(0, end));
  folded.remove_prefix(std::min(end + 1, folded.size()));
  return word;
}

}  // namespace

bool is_broader(ConceptId broad, ConceptId narrow, std::span<const Concept> concepts) {
  const auto& ancestors = concepts[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

WordsOfConcepts::WordsOfConcepts(std::span<const Concept> concepts,
                                 std::span<const Synonyms> synonyms, const ById& by_id,
                                 const std::map<ConceptId, std::string>& first_names)
    : concepts_(concepts), by_id_(by_id), first_names_(first_names), synonyms_of_(concepts.size()) {
  for (const Synonyms& further : synonyms)
    if (const auto id = find(further.concept_id)) synonyms_of_[*id].push_back(&further);
}

std::optional<ConceptId> WordsOfConcepts::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

const std::string& WordsOfConcepts::name(ConceptId id) const {
  const auto first = first_names_.find(id);
  return first == first_names_.end() ? concepts_[id].definition.name : first->second;
}

const std::vector<std::string>& WordsOfConcepts::own_texts(ConceptId id) const {
  return concepts_[id].definition.text;
}

Names::Names(const WordsOfConcepts& words)
    : tree_([concepts = words.concepts()](
                std::span<const Saying> sayings) { return mean(sayings, concepts); },
            {}) {
  for (ConceptId id = 0; id < words.concepts().size(); ++id) {
    const bool is_drug = words.concepts()[id].definition.id.starts_with("drug.");
    tree_.add(words.name(id), false, {Kind::present, id});
    // The name of a drug isn't looked for in the name of a product.
    const Saying saying{is_drug ? Kind::drug : Kind::present, id};
    for (const auto& text : words.own_texts(id)) tree_.add(text, false, saying);
    for (const Synonyms* further : words.synonyms(id))
      for (const auto& text : further->text) tree_.add(text, true, saying);
  }
}

std::optional<ConceptId> Names::find(std::string_view folded) const {
  const auto* node = tree_.root();
  while (node != nullptr && !folded.empty()) node = tree_.step(node, take_word(folded));
  const Meaning& meaning = WordTree::meaning(node);
  if (meaning.concepts.empty()) return std::nullopt;
  return meaning.concepts.front();
}

void Names::find_drugs(std::string_view folded, std::vector<ConceptId>& found) const {
  for (; !folded.empty(); take_word(folded)) {
    const auto* node = tree_.root();
    for (std::string_view rest = folded; node != nullptr && !rest.empty();) {
      node = tree_.step(node, take_word(rest));
      for (const ConceptId id : WordTree::meaning(node).drugs)
        if (std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
    }
  }
}

}  // namespace causa::terminology
