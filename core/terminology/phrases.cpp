// SPDX-License-Identifier: Apache-2.0

#include "terminology/phrases.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

namespace {

using Words = std::vector<std::string_view>;

bool is_drug(const Concept& entry) { return entry.definition.id.starts_with("drug."); }

bool is_stated_in_prose(const Concept& entry) {
  return entry.definition.kind == ConceptKind::truth && !entry.derived && !is_drug(entry);
}

/// The same words with `positive` moved to the other end, or replaced there.
Words with_result(Words words, bool at_end, std::string_view result) {
  if (words.front() == "positive")
    words.erase(words.begin());
  else
    words.pop_back();
  words.insert(at_end ? words.end() : words.begin(), result);
  return words;
}

}  // namespace

Phrases::Phrases() : Phrases(NarrativeTable{}, std::vector<Concept>()) {}

Phrases::Phrases(const NarrativeTable& table, const std::vector<Concept>& concepts)
    : roles_(1), meanings_(2) {
  for (const auto& [role, word] : table.words) roles_[add_word(fold(word))] |= role;
  for (const auto& [cue, words] : table.cues) meanings_[add_words(words_of(fold(words)))].cue = cue;
  for (ConceptId id = 0; id < concepts.size(); ++id) {
    if (is_drug(concepts[id])) add_drug(concepts[id], id);
    if (!is_stated_in_prose(concepts[id])) continue;
    add_phrase(concepts[id].definition.name, id, concepts);
    for (const auto& text : concepts[id].definition.text) add_phrase(text, id, concepts);
    for (const auto& text : concepts[id].definition.absent_text) {
      const std::string folded = fold(text);
      if (const Words words = words_of(folded); !words.empty())
        add_concept(words, id, concepts, true);
    }
  }
  for (const auto& phrase : table.passed_over) {
    Meaning& meaning = meanings_[add_words(words_of(fold(phrase)))];
    meaning.is_phrase = true;
    meaning.concepts.clear();
  }
  for (const auto& measured : table.numbers) add_quantity(measured, concepts);
  lasting_.assign(concepts.size(), false);
  for (ConceptId id = 0; id < concepts.size(); ++id) {
    const auto& ancestors = concepts[id].ancestors;
    lasting_[id] = std::any_of(table.lasting.begin(), table.lasting.end(), [&](const auto& name) {
      return name == concepts[id].definition.id ||
             std::any_of(ancestors.begin(), ancestors.end(), [&](ConceptId ancestor) {
               return name == concepts[ancestor].definition.id;
             });
    });
  }
}

void Phrases::add_drug(const Concept& drug, ConceptId id) {
  const auto add = [&](std::string_view text) {
    const std::string folded = fold(text);
    const Words words = words_of(folded);
    if (words.empty()) return;
    auto& drugs = meanings_[add_words(words)].drugs;
    if (std::find(drugs.begin(), drugs.end(), id) == drugs.end()) drugs.push_back(id);
  };
  add(drug.definition.name);
  for (const auto& text : drug.definition.text) add(text);
}

/// Of a quantity that no loaded module defines, nothing.
void Phrases::add_quantity(const Measured& measured, const std::vector<Concept>& concepts) {
  const auto find = [&](const std::string& name) {
    return std::find_if(concepts.begin(), concepts.end(), [&](const Concept& entry) {
      return entry.definition.id == name && entry.definition.kind == ConceptKind::number;
    });
  };
  if (measured.concepts.empty()) return;
  const auto first = find(measured.concepts.front());
  const auto second = find(measured.concepts.back());
  if (first == concepts.end() || second == concepts.end()) return;
  Quantity quantity;
  quantity.concept_id = static_cast<ConceptId>(first - concepts.begin());
  quantity.second = static_cast<ConceptId>(second - concepts.begin());
  quantity.unit_may_lack = measured.unit_may_lack;
  for (const auto& code : first->definition.codes)
    if (code.code == measured.as_code) quantity.code = &code;
  quantities_.push_back(quantity);
  for (const auto& name : measured.names) {
    const std::string folded = fold(name);
    meanings_[add_words(words_of(folded))].quantity =
        static_cast<std::uint32_t>(quantities_.size());
  }
}

WordId Phrases::add_word(std::string_view folded) {
  if (const WordId known = word(folded)) return known;
  words_.emplace(folded, static_cast<WordId>(roles_.size()));
  roles_.push_back(0);
  return static_cast<WordId>(roles_.size() - 1);
}

Node Phrases::add_words(const Words& words) {
  Node node = root;
  for (const auto text : words) {
    const std::uint64_t key = std::uint64_t{node} << 32 | add_word(text);
    const auto [found, added] = next_.emplace(key, static_cast<Node>(meanings_.size()));
    if (added) meanings_.emplace_back();
    node = found->second;
  }
  return node;
}

/// Words between spaces; articles count nowhere.
Words Phrases::words_of(std::string_view folded) const {
  Words words;
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    const std::string_view text = folded.substr(0, end);
    if (!text.empty() && !(roles_[word(text)] & WordRole::article)) words.push_back(text);
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return words;
}

void Phrases::add_concept(const Words& words, ConceptId id, const std::vector<Concept>& concepts,
                          bool absent) {
  Meaning& meaning = meanings_[add_words(words)];
  auto& known = meaning.concepts;
  if (!known.empty() && meaning.absent != absent) return;
  const auto is_broader = [&](ConceptId broad, ConceptId narrow) {
    const auto& ancestors = concepts[narrow].ancestors;
    return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
  };
  meaning.is_phrase = true;
  meaning.absent = absent;
  for (const ConceptId other : known)
    if (other == id || is_broader(id, other)) return;
  std::erase_if(known, [&](ConceptId other) { return is_broader(other, id); });
  known.push_back(id);
}

void Phrases::add_phrase(std::string_view text, ConceptId id,
                         const std::vector<Concept>& concepts) {
  const std::string folded = fold(text);
  const Words words = words_of(folded);
  if (words.empty()) return;
  add_concept(words, id, concepts, false);
  if (words.size() < 2 || (words.front() != "positive" && words.back() != "positive")) return;
  for (const bool at_end : {false, true}) {
    add_concept(with_result(words, at_end, "positive"), id, concepts, false);
    add_concept(with_result(words, at_end, "negative"), id, concepts, true);
  }
}

WordId Phrases::word(std::string_view folded) const {
  const auto found = words_.find(folded);
  return found == words_.end() ? 0 : found->second;
}

Node Phrases::step(Node node, WordId word) const {
  if (word == 0) return 0;
  const auto found = next_.find(std::uint64_t{node} << 32 | word);
  return found == next_.end() ? 0 : found->second;
}

}  // namespace causa::terminology
