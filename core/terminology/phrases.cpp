// SPDX-License-Identifier: Apache-2.0

#include "terminology/phrases.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "terminology/vocabulary.hpp"
#include "terminology/written_out.hpp"

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

/// How far two texts are the same; eight bytes are compared at a time.
std::size_t shared_bytes(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t at = 0;
  for (std::uint64_t x = 0, y = 0; at + sizeof x <= most; at += sizeof x) {
    std::memcpy(&x, a.data() + at, sizeof x);
    std::memcpy(&y, b.data() + at, sizeof y);
    if (x != y) break;
  }
  while (at < most && a[at] == b[at]) ++at;
  return at;
}

/// The words of one text after another. What is written out of choices comes so that neighbors
/// share most of their words.
class SharedWords {
 public:
  /// How many words are those of the text before.
  std::size_t next(std::string_view text) {
    const std::size_t same = shared_bytes(text, text_);
    // A word is the same if what ends it is, too.
    while (!ends_.empty() && ends_.back() >= same) ends_.pop_back();
    const std::size_t shared = ends_.size();
    words_.resize(shared);
    read(text, ends_.empty() ? 0 : ends_.back());
    text_ = text;
    return shared;
  }

  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

  /// Words that may stand for a test and its result.
  [[nodiscard]] bool has_result() const {
    return !words_.empty() && (words_.front() == "positive" || words_.back() == "positive");
  }

 private:
  void read(std::string_view text, std::size_t at) {
    while (at < text.size()) {
      std::string word;
      for (; at < text.size(); ++at) {
        const char letter = detail::fold_ascii(text[at]);
        if (letter != ' ')
          word += letter;
        else if (!word.empty())
          break;
      }
      if (word.empty()) return;
      words_.push_back(std::move(word));
      ends_.push_back(at);
    }
  }

  std::string text_;
  std::vector<std::string> words_;
  std::vector<std::size_t> ends_;  ///< of the text, behind each word
};

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

Phrases::Phrases(const NarrativeTable& table, const WordsOfConcepts& words) : Phrases() {
  const auto& concepts = words.concepts();
  for (const auto& [role, word] : table.words) roles_[add_word(fold(word))] |= role;
  for (const auto& [cue, cues] : table.cues) meaning_at(add_words(words_of(fold(cues)))).cue = cue;
  for (ConceptId id = 0; id < concepts.size(); ++id) {
    if (is_drug(concepts[id])) add_drug(words, id);
    if (is_stated_in_prose(concepts[id])) add_truth(words, id);
  }
  for (const auto& phrase : table.passed_over) {
    Meaning& meaning = meaning_at(add_words(words_of(fold(phrase))));
    meaning.is_phrase = true;
    meaning.concepts.clear();
  }
  for (const auto& measured : table.numbers) add_quantity(measured, concepts);
  find_lasting(table, concepts);
}

void Phrases::find_lasting(const NarrativeTable& table, const std::vector<Concept>& concepts) {
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

void Phrases::add_truth(const WordsOfConcepts& all, ConceptId id) {
  SharedWords shared;
  std::vector<Node> nodes;  // behind each word
  const auto follow = [&](std::string_view text) {
    nodes.resize(shared.next(text));
    for (std::size_t i = nodes.size(); i < shared.words().size(); ++i) {
      const Node before = nodes.empty() ? root : nodes.back();
      const WordId word = add_word(shared.words()[i]);
      const auto fresh = static_cast<Node>(meaning_of_.size());
      const bool counts = !(roles_[word] & WordRole::article);
      nodes.push_back(counts ? next_.add(std::uint64_t{before} << 32 | word, fresh) : before);
      if (nodes.back() == fresh) meaning_of_.push_back(0);
    }
    return nodes.empty() ? root : nodes.back();
  };
  std::string folded;
  Words words;
  const auto add = [&](std::string_view text) {
    if (detail::is_ascii(text)) {
      if (const Node node = follow(text); node != root)
        add_meaning(meaning_at(node), id, all.concepts(), false);
      if (!shared.has_result()) return;
    }
    fold(text, folded);
    find_words(folded, words);
    if (!words.empty()) add_phrase(words, id, all.concepts());
  };
  add(all.name(id));
  all.for_texts(id, add);
  all.for_absent(id, [&](std::string_view text) {
    fold(text, folded);
    find_words(folded, words);
    if (!words.empty()) add_concept(words, id, all.concepts(), true);
  });
}

void Phrases::add_drug(const WordsOfConcepts& all, ConceptId id) {
  const auto add = [&](std::string_view text) {
    const std::string folded = fold(text);
    const Words words = words_of(folded);
    if (words.empty()) return;
    auto& drugs = meaning_at(add_words(words)).drugs;
    if (std::find(drugs.begin(), drugs.end(), id) == drugs.end()) drugs.push_back(id);
  };
  add(all.name(id));
  all.for_texts(id, add);
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
  for (const auto text : words) {
    const auto fresh = static_cast<Node>(meaning_of_.size());
    node = next_.add(std::uint64_t{node} << 32 | add_word(text), fresh);
    if (node == fresh) meaning_of_.push_back(0);
  }
  return node;
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
void Phrases::find_words(std::string_view folded, Words& words) const {
  words.clear();
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    const std::string_view text = folded.substr(0, end);
    if (!text.empty() && !(roles_[word(text)] & WordRole::article)) words.push_back(text);
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
}

Phrases::Words Phrases::words_of(std::string_view folded) const {
  Words words;
  find_words(folded, words);
  return words;
}

void Phrases::add_concept(const Words& words, ConceptId id, const std::vector<Concept>& concepts,
                          bool absent) {
  add_meaning(meaning_at(add_words(words)), id, concepts, absent);
}

void Phrases::add_phrase(const Words& words, ConceptId id, const std::vector<Concept>& concepts) {
  add_concept(words, id, concepts, false);
  if (words.size() < 2 || (words.front() != "positive" && words.back() != "positive")) return;
  for (const bool at_end : {false, true}) {
    add_concept(with_result(words, at_end, "positive"), id, concepts, false);
    add_concept(with_result(words, at_end, "negative"), id, concepts, true);
  }
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
