// SPDX-License-Identifier: Apache-2.0

#include "terminology/phrases.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

namespace {

using Kind = Saying::Kind;

constexpr std::string_view positive = "positive";
constexpr std::string_view negative = "negative";

bool is_drug(const Concept& entry) { return entry.definition.id.starts_with("drug."); }

bool is_stated_in_prose(const Concept& entry) {
  return entry.definition.kind == ConceptKind::truth && !entry.derived && !is_drug(entry);
}

void add_concept_to(Meaning& meaning, ConceptId id, std::span<const Concept> concepts,
                    bool absent) {
  auto& known = meaning.concepts;
  if (!known.empty() && meaning.absent != absent) return;
  meaning.is_phrase = true;
  meaning.absent = absent;
  for (const ConceptId other : known)
    if (other == id || is_broader(id, other, concepts)) return;
  std::erase_if(known, [&](ConceptId other) { return is_broader(other, id, concepts); });
  known.push_back(id);
}

void add_to(Meaning& meaning, const Saying& saying, std::span<const Concept> concepts) {
  auto& drugs = meaning.drugs;
  switch (saying.kind) {
    case Kind::present:
    case Kind::absent:
      return add_concept_to(meaning, saying.number, concepts, saying.kind == Kind::absent);
    case Kind::drug:
      if (std::find(drugs.begin(), drugs.end(), saying.number) == drugs.end())
        drugs.push_back(saying.number);
      return;
    case Kind::cue:
      meaning.cue = static_cast<Cue>(saying.number);
      return;
    case Kind::passed_over:
      meaning.is_phrase = true;
      meaning.concepts.clear();
      return;
    case Kind::quantity:
      meaning.quantity = saying.number;
      return;
  }
}

Meaning mean(std::span<const Saying> sayings, std::span<const Concept> concepts) {
  Meaning meaning;
  for (const Saying& saying : sayings) add_to(meaning, saying, concepts);
  return meaning;
}

std::vector<std::string> articles_of(const NarrativeTable& table) {
  std::vector<std::string> articles;
  for (const auto& [role, word] : table.words)
    if (role == WordRole::article) articles.push_back(fold(word));
  return articles;
}

bool names_positive(std::string_view text) {
  constexpr std::size_t rare = positive.find('v');
  const auto same = [](char a, char b) { return (a | 0x20) == b; };
  for (const char v : {'v', 'V'})
    for (std::size_t at = text.find(v, rare); at < text.size(); at = text.find(v, at + 1)) {
      const std::string_view word = text.substr(at - rare, positive.size());
      if (std::equal(word.begin(), word.end(), positive.begin(), positive.end(), same)) return true;
    }
  return false;
}

}  // namespace

Phrases::Phrases(const NarrativeTable& table, const WordsOfConcepts& words)
    : tree_([concepts = words.concepts()](
                std::span<const Saying> sayings) { return mean(sayings, concepts); },
            articles_of(table)) {
  for (const auto& [role, word] : table.words) roles_.add(FoldedWord(fold(word)), 0).first |= role;
  for (const auto& [cue, text] : table.cues)
    tree_.add(text, false, {Kind::cue, static_cast<std::uint32_t>(cue)});
  for (ConceptId id = 0; id < words.concepts().size(); ++id) add_concept(id, words);
  for (const auto& text : table.passed_over) tree_.add(text, false, {Kind::passed_over});
  for (const auto& measured : table.numbers) add_quantity(measured, words);
  find_lasting(table, words);
}

void Phrases::find_lasting(const NarrativeTable& table, const WordsOfConcepts& words) {
  const auto concepts = words.concepts();
  std::vector<bool> named(concepts.size());
  for (const auto& name : table.lasting)
    if (const auto id = words.find(name)) named[*id] = true;
  lasting_ = named;
  for (ConceptId id = 0; id < concepts.size(); ++id)
    for (const ConceptId ancestor : concepts[id].ancestors)
      if (named[ancestor]) lasting_[id] = true;
}

void Phrases::add_concept(ConceptId id, const WordsOfConcepts& words) {
  const Concept& entry = words.concepts()[id];
  if (!is_drug(entry) && !is_stated_in_prose(entry)) return;
  const Saying saying{is_drug(entry) ? Kind::drug : Kind::present, id};
  add_text(words.name(id), false, saying);
  for (const auto& text : words.own_texts(id)) add_text(text, false, saying);
  for (const Synonyms* further : words.synonyms(id))
    for (const auto& text : further->text) add_text(text, true, saying);
  if (is_drug(entry)) return;
  for (const Synonyms* further : words.synonyms(id))
    for (const auto& text : further->absent) tree_.add(text, true, {Kind::absent, id});
}

void Phrases::add_text(std::string_view text, bool has_choices, Saying saying) {
  if (saying.kind == Kind::drug || !names_positive(text))
    tree_.add(text, has_choices, saying);
  else if (has_choices)
    for_phrases(text, [&](std::string_view phrase) { add_test(phrase, saying.number); });
  else
    add_test(text, saying.number);
}

/// Of a test: its result may be said before it or behind it, and where "positive" stands a text may
/// say "negative".
void Phrases::add_test(std::string_view phrase, ConceptId id) {
  const std::string folded = fold(phrase);
  tree_.add_own(folded, {Kind::present, id});
  std::string_view test = between_articles(folded);
  if (test.starts_with(positive) && test.substr(positive.size()).starts_with(' '))
    test.remove_prefix(positive.size() + 1);
  else if (test.ends_with(positive) && test.size() > positive.size() &&
           test[test.size() - positive.size() - 1] == ' ')
    test.remove_suffix(positive.size() + 1);
  else
    return;
  test = between_articles(test);
  if (test.empty()) return;
  for (const bool at_end : {false, true})
    for (const auto& [result, kind] :
         {std::pair(positive, Kind::present), std::pair(negative, Kind::absent)})
      tree_.add_own(
          at_end ? fmt::format("{} {}", test, result) : fmt::format("{} {}", result, test),
          {kind, id});
}

/// A folded text without the articles that it begins and ends with.
std::string_view Phrases::between_articles(std::string_view text) const {
  const auto is_article = [&](std::string_view word) {
    return (roles(FoldedWord(word)) & WordRole::article) != 0;
  };
  for (;;) {
    const std::string_view first = text.substr(0, text.find(' '));
    if (!is_article(first)) break;
    text.remove_prefix(std::min(first.size() + 1, text.size()));
  }
  for (;;) {
    const std::string_view last = text.substr(text.rfind(' ') + 1);
    if (!is_article(last)) return text;
    text.remove_suffix(std::min(last.size() + 1, text.size()));
  }
}

/// Of a quantity that no loaded module defines, nothing.
void Phrases::add_quantity(const Measured& measured, const WordsOfConcepts& words) {
  const auto find = [&](std::string_view name) {
    const auto id = words.find(name);
    const bool is_number = id && words.concepts()[*id].definition.kind == ConceptKind::number;
    return is_number ? id : std::nullopt;
  };
  if (measured.concepts.empty()) return;
  const auto first = find(measured.concepts.front());
  const auto second = find(measured.concepts.back());
  if (!first || !second) return;
  Quantity quantity;
  quantity.concept_id = *first;
  quantity.second = *second;
  quantity.unit_may_lack = measured.unit_may_lack;
  for (const auto& code : words.concepts()[*first].definition.codes)
    if (code.code == measured.as_code) quantity.code = &code;
  quantities_.push_back(quantity);
  const auto number = static_cast<std::uint32_t>(quantities_.size());
  for (const auto& name : measured.names) tree_.add(name, false, {Kind::quantity, number});
}

}  // namespace causa::terminology
