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

bool is_broader(ConceptId broad, ConceptId narrow, const std::vector<Concept>& concepts) {
  const auto& ancestors = concepts[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

void add_meaning(Meaning& meaning, ConceptId id, const std::vector<Concept>& concepts,
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

}  // namespace

Phrases::Phrases() : roles_(1), meaning_of_(2), meanings_(1) {}

/// Goes down the tree with the words of a concept's phrases, as written_out.hpp gives them.
class Phrases::Taker {
 public:
  enum class What : std::uint8_t { present, absent, drug };
  struct State {
    Node node = root;
    std::uint32_t words = 0;
    bool positive_first = false, positive_last = false;
  };

  Taker(Phrases& phrases, const std::vector<Concept>& concepts, const TextTable* only)
      : phrases_(phrases), concepts_(concepts), only_(only) {}

  void begin(ConceptId id, What what) {
    id_ = id;
    what_ = what;
  }

  /// Articles count nowhere. Where "positive" stands a text may say "negative".
  bool word(State& state, std::string_view text) {
    const bool positive = text == "positive";
    if (only_ != nullptr && !positive && only_->find(text) == TextTable::nothing)
      return phrases_.is_article(text);
    const WordId word = phrases_.add_word(text);
    if (phrases_.roles_[word] & WordRole::article) return true;
    state.node = phrases_.add_step(state.node, word);
    if (state.words++ == 0) state.positive_first = positive;
    state.positive_last = positive;
    return true;
  }

  void end(const State& state, std::string_view folded) {
    if (state.words == 0) return;
    if (what_ == What::drug) return phrases_.add_drug(state.node, id_);
    add_meaning(phrases_.meaning_at(state.node), id_, concepts_, what_ == What::absent);
    const bool has_result = state.positive_first || state.positive_last;
    if (what_ == What::present && state.words > 1 && has_result)
      phrases_.add_results(phrases_.words_of(folded), id_, concepts_);
  }

 private:
  Phrases& phrases_;
  const std::vector<Concept>& concepts_;
  const TextTable* only_;
  ConceptId id_ = 0;
  What what_ = What::present;
};

Phrases::Phrases(const NarrativeTable& table, const WordsOfConcepts& words, const TextTable* only)
    : Phrases() {
  const auto& concepts = words.concepts();
  for (const auto word : grammar_words) add_word(word);
  for (const auto& [role, word] : table.words) roles_[add_word(fold(word))] |= role;
  for (const auto& [cue, cues] : table.cues) meaning_at(add_words(words_of(fold(cues)))).cue = cue;
  Taker taker(*this, concepts, only);
  for (ConceptId id = 0; id < concepts.size(); ++id) add_words_of(words, id, taker);
  for (const auto& phrase : table.passed_over) {
    Meaning& meaning = meaning_at(add_words(words_of(fold(phrase))));
    meaning.is_phrase = true;
    meaning.concepts.clear();
  }
  for (const auto& measured : table.numbers) add_quantity(measured, concepts);
  find_lasting(table, concepts);
}

void Phrases::find_lasting(const NarrativeTable& table, const std::vector<Concept>& concepts) {
  std::vector<bool> named(concepts.size());
  for (ConceptId id = 0; id < concepts.size(); ++id)
    named[id] = std::find(table.lasting.begin(), table.lasting.end(), concepts[id].definition.id) !=
                table.lasting.end();
  lasting_ = named;
  for (ConceptId id = 0; id < concepts.size(); ++id)
    for (const ConceptId ancestor : concepts[id].ancestors)
      if (named[ancestor]) lasting_[id] = true;
}

void Phrases::add_words_of(const WordsOfConcepts& all, ConceptId id, Taker& taker) {
  const Concept& entry = all.concepts()[id];
  const bool drug = is_drug(entry);
  if (!drug && !is_stated_in_prose(entry)) return;
  taker.begin(id, drug ? Taker::What::drug : Taker::What::present);
  write_out_plain(all.name(id), taker);
  all.write_texts(id, taker);
  if (drug) return;
  taker.begin(id, Taker::What::absent);
  all.write_absent(id, taker);
}

void Phrases::add_drug(Node node, ConceptId id) {
  auto& drugs = meaning_at(node).drugs;
  if (std::find(drugs.begin(), drugs.end(), id) == drugs.end()) drugs.push_back(id);
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
    meaning_at(add_words(words_of(folded))).quantity =
        static_cast<std::uint32_t>(quantities_.size());
  }
}

WordId Phrases::add_word(std::string_view folded) {
  const auto [word, is_new] = words_.add(folded, static_cast<WordId>(roles_.size()));
  if (is_new) roles_.push_back(0);
  return word;
}

Node Phrases::add_words(const Words& words) {
  Node node = root;
  for (const auto text : words) node = add_step(node, add_word(text));
  return node;
}

Node Phrases::add_step(Node node, WordId word) {
  const auto fresh = static_cast<Node>(meaning_of_.size());
  const Node next = next_.add(std::uint64_t{node} << 32 | word, fresh);
  if (next == fresh) meaning_of_.push_back(0);
  return next;
}

Meaning& Phrases::meaning_at(Node node) {
  std::uint32_t& place = meaning_of_[node];
  if (place == 0) {
    place = static_cast<std::uint32_t>(meanings_.size());
    meanings_.emplace_back();
  }
  return meanings_[place];
}

/// Words between spaces; articles count nowhere.
Phrases::Words Phrases::words_of(std::string_view folded) const {
  Words words;
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    const std::string_view text = folded.substr(0, end);
    if (!text.empty() && !is_article(text)) words.push_back(text);
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return words;
}

/// Of a test: its result may be said before it or behind it.
void Phrases::add_results(const Words& words, ConceptId id, const std::vector<Concept>& concepts) {
  for (const bool at_end : {false, true}) {
    add_concept(with_result(words, at_end, "positive"), id, concepts, false);
    add_concept(with_result(words, at_end, "negative"), id, concepts, true);
  }
}

void Phrases::add_concept(const Words& words, ConceptId id, const std::vector<Concept>& concepts,
                          bool absent) {
  add_meaning(meaning_at(add_words(words)), id, concepts, absent);
}

WordId Phrases::word(std::string_view folded) const {
  const std::uint32_t word = words_.find(folded);
  return word == TextTable::nothing ? 0 : word;
}

Node Phrases::step(Node node, WordId word) const {
  return word == 0 ? 0 : next_.find(std::uint64_t{node} << 32 | word);
}

std::size_t Phrases::Steps::place_of(std::uint64_t key) const {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15u;  // spreads keys that differ in few bits
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = (key * odd) >> 32 & mask;
  while (slots_[at].node != 0 && slots_[at].key != key) at = (at + 1) & mask;
  return at;
}

Node Phrases::Steps::add(std::uint64_t key, Node node) {
  if ((used_ + 1) * 2 > slots_.size()) {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.node != 0) slots_[place_of(slot.key)] = slot;
  }
  Slot& slot = slots_[place_of(key)];
  if (slot.node == 0) {
    slot = {key, node};
    ++used_;
  }
  return slot.node;
}

}  // namespace causa::terminology
