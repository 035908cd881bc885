// SPDX-License-Identifier: Apache-2.0

#include "terminology/phrases.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "paths.hpp"
#include "sanitized.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

BOOST_AUTO_TEST_SUITE(terminology_phrases)

namespace {

using Words = std::vector<std::string>;

constexpr const char* empty_table = R"({"codes": [], "words": {}, "cues": {}, "passed_over": []})";

ConceptDefinition concept_of(std::string id, std::vector<std::string> text,
                             std::vector<std::string> is_a = {}) {
  ConceptDefinition definition;
  definition.name = id;
  definition.id = std::move(id);
  definition.text = std::move(text);
  definition.is_a = std::move(is_a);
  return definition;
}

/// Ids of the concepts that the words mean; "-" before those that they say are absent.
std::vector<std::string> meant(const Vocabulary& vocabulary,
                               const std::vector<std::string>& words) {
  const Phrases& phrases = vocabulary.phrases();
  Node node = phrases.root();
  for (const auto& word : words) node = phrases.step(node, FoldedWord(word));
  std::vector<std::string> ids;
  if (node)
    for (const ConceptId id : phrases.meaning(node).concepts)
      ids.push_back((phrases.meaning(node).absent ? "-" : "") + vocabulary[id].definition.id);
  return ids;
}

/// The phrases of the shipped terminology, each written out, by its words.
class WrittenOut {
 public:
  explicit WrittenOut(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    const auto file = [](const char* name) {
      return read_file(std::filesystem::path(tests::terminology_folder) / name).value();
    };
    const NarrativeTable table = parse_narratives(file("narratives.json")).value();
    for (const auto& [role, word] : table.words)
      if (role == WordRole::article) articles_.insert(fold(word));
    for (const auto& [cue, text] : table.cues) meanings_[words_of(text)].cue = cue;
    for (const auto& further : parse_synonyms(file("synonyms.json")).value())
      for (const auto& text : further.absent)
        for (const auto& phrase : phrases_of(text).value())
          absent_[further.concept_id].push_back(phrase);
    for (ConceptId id = 0; id < vocabulary.size(); ++id) add_concept(id);
    for (const auto& text : table.passed_over) {
      Meaning& meaning = meanings_[words_of(text)];
      meaning.is_phrase = true;
      meaning.concepts.clear();
    }
    std::uint32_t quantity = 0;
    for (const auto& measured : table.numbers) {
      const auto is_defined = [&](const std::string& id) {
        const auto found = vocabulary.find(id);
        return found && vocabulary[*found].definition.kind == ConceptKind::number;
      };
      if (!std::all_of(measured.concepts.begin(), measured.concepts.end(), is_defined)) continue;
      ++quantity;
      for (const auto& name : measured.names) meanings_[words_of(name)].quantity = quantity;
    }
  }

  [[nodiscard]] const std::map<Words, Meaning>& meanings() const { return meanings_; }

 private:
  [[nodiscard]] Words words_of(std::string_view text) const {
    std::istringstream stream(fold(text));
    Words words;
    for (std::string word; stream >> word;)
      if (!articles_.contains(word)) words.push_back(word);
    return words;
  }

  void add_concept(ConceptId id) {
    const ConceptDefinition& definition = vocabulary_[id].definition;
    const bool is_drug = definition.id.starts_with("drug.");
    if (!is_drug && definition.kind != ConceptKind::truth) return;
    add(words_of(definition.name), id, is_drug);
    for (const auto& text : vocabulary_.texts(id)) add(words_of(text), id, is_drug);
    if (is_drug) return;
    for (const auto& text : absent_[definition.id]) add_meaning(words_of(text), id, true);
  }

  void add(Words words, ConceptId id, bool is_drug) {
    if (is_drug) {
      auto& drugs = meanings_[words].drugs;
      if (std::find(drugs.begin(), drugs.end(), id) == drugs.end()) drugs.push_back(id);
      return;
    }
    add_meaning(words, id, false);
    if (words.size() < 2 || (words.front() != "positive" && words.back() != "positive")) return;
    words.erase(words.front() == "positive" ? words.begin() : words.end() - 1);
    for (const char* result : {"positive", "negative"})
      for (const bool at_end : {false, true}) {
        Words moved = words;
        moved.insert(at_end ? moved.end() : moved.begin(), result);
        add_meaning(moved, id, std::string_view(result) == "negative");
      }
  }

  void add_meaning(const Words& words, ConceptId id, bool absent) {
    Meaning& meaning = meanings_[words];
    auto& known = meaning.concepts;
    if (!known.empty() && meaning.absent != absent) return;
    meaning.is_phrase = true;
    meaning.absent = absent;
    const auto broader = [&](ConceptId broad, ConceptId narrow) {
      const auto& ancestors = vocabulary_[narrow].ancestors;
      return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
    };
    for (const ConceptId other : known)
      if (other == id || broader(id, other)) return;
    std::erase_if(known, [&](ConceptId other) { return broader(other, id); });
    known.push_back(id);
  }

  const Vocabulary& vocabulary_;
  std::set<std::string> articles_;
  std::map<std::string, Words> absent_;
  std::map<Words, Meaning> meanings_;
};

Node node_of(const Phrases& phrases, const Words& words) {
  Node node = phrases.root();
  for (const auto& word : words) node = phrases.step(node, FoldedWord(word));
  return node;
}

bool same(const Meaning& a, const Meaning& b) {
  return a.concepts == b.concepts && a.cue == b.cue && a.is_phrase == b.is_phrase &&
         a.absent == b.absent && a.quantity == b.quantity && a.drugs == b.drugs;
}

std::string joined(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word + " ";
  return text;
}

using Ids = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(every_phrase_means_what_it_means_in_a_list_of_all_and_there_are_no_others) {
  Vocabulary vocabulary = Vocabulary::load(causa::tests::terminology_folder).value();
  vocabulary.finish().value();
  const Phrases& phrases = vocabulary.phrases();
  const WrittenOut all(vocabulary);
  BOOST_TEST(all.meanings().size() > 25'000u);
  std::set<Words> begun;
  for (const auto& [words, meaning] : all.meanings()) {
    Words part = words;
    for (; !part.empty(); part.pop_back()) begun.insert(part);
  }
  std::size_t turn = 0;
  for (const auto& [words, meaning] : all.meanings()) {
    if (turn++ % causa::tests::stride != 0) continue;
    const Node node = node_of(phrases, words);
    BOOST_TEST((node != nullptr && same(Phrases::meaning(node), meaning)), joined(words));
  }
  // Nothing else goes on anywhere, as far as some words tell, nor has a meaning.
  const Words some{"leg", "pain", "in", "positive", "negative", "at", "s", "cramps", "left", "or"};
  for (const auto& words : begun) {
    if (turn++ % causa::tests::stride != 0) continue;
    const Node node = node_of(phrases, words);
    BOOST_REQUIRE(node != nullptr);
    BOOST_TEST((all.meanings().contains(words) || same(Phrases::meaning(node), {})));
    for (const auto& next : some) {
      Words longer = words;
      longer.push_back(next);
      const bool goes_on = phrases.step(node, FoldedWord(next)) != nullptr;
      BOOST_TEST(goes_on == begun.contains(longer), joined(longer));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_narrower_of_two_concepts_is_meant_whichever_came_first) {
  for (const bool narrow_first : {false, true}) {
    Vocabulary vocabulary;
    auto narrow = concept_of("sign.b", {"foot drop"}, {"sign.a"});
    auto broad = concept_of("sign.a", {"foot drop"});
    vocabulary.add(narrow_first ? narrow : broad, "test").value();
    vocabulary.add(narrow_first ? broad : narrow, "test").value();
    vocabulary.finish().value();
    BOOST_TEST(meant(vocabulary, {"foot", "drop"}) == Ids{"sign.b"});
  }
}

BOOST_AUTO_TEST_CASE(unlike_concepts_with_the_same_words_are_both_meant) {
  Vocabulary vocabulary;
  vocabulary.add(concept_of("condition.a", {"leukemia"}), "one").value();
  vocabulary.add(concept_of("condition.b", {"Leukemia"}), "two").value();
  vocabulary.finish().value();
  BOOST_TEST(meant(vocabulary, {"leukemia"}) == (Ids{"condition.a", "condition.b"}));
}

BOOST_AUTO_TEST_CASE(numbers_drugs_and_derived_facts_have_no_phrases) {
  Vocabulary vocabulary;
  auto number = concept_of("lab.a", {"sodium"});
  number.kind = ConceptKind::number;
  number.unit = "mmol/L";
  vocabulary.add(number, "test").value();
  vocabulary.add(concept_of("drug.a", {"quinine"}), "test").value();
  vocabulary.add(concept_of("sign.a", {"score high"}), "test", true).value();
  vocabulary.finish().value();
  BOOST_TEST(meant(vocabulary, {"sodium"}).empty());
  BOOST_TEST(meant(vocabulary, {"quinine"}).empty());
  BOOST_TEST(meant(vocabulary, {"score", "high"}).empty());
}

BOOST_AUTO_TEST_CASE(a_negative_test_says_that_the_sign_is_absent) {
  Vocabulary vocabulary;
  vocabulary.add(concept_of("sign.a", {"positive Thompson test"}), "test").value();
  vocabulary.finish().value();
  BOOST_TEST(meant(vocabulary, {"thompson", "test", "positive"}) == Ids{"sign.a"});
  BOOST_TEST(meant(vocabulary, {"thompson", "test", "negative"}) == Ids{"-sign.a"});
  BOOST_TEST(meant(vocabulary, {"negative", "thompson", "test"}) == Ids{"-sign.a"});
}

BOOST_AUTO_TEST_CASE(phrases_that_are_passed_over_mean_nothing_but_are_read) {
  Vocabulary vocabulary = Vocabulary::load(causa::tests::terminology_folder).value();
  vocabulary.finish().value();
  BOOST_TEST(meant(vocabulary, {"menstrual", "cramps"}).empty());
  BOOST_TEST(meant(vocabulary, {"cramps"}) == Ids{"symptom.cramp"});
}

BOOST_AUTO_TEST_CASE(narratives_are_known_by_their_code) {
  Vocabulary vocabulary = Vocabulary::load(causa::tests::terminology_folder).value();
  BOOST_TEST(vocabulary.is_narrative("http://loinc.org", "10154-3"));
  BOOST_TEST(vocabulary.is_narrative("LN", "29545-1"));
  BOOST_TEST(!vocabulary.is_narrative("http://loinc.org", "2823-3"));
  BOOST_TEST(!vocabulary.is_narrative("http://snomed.info/sct", "10154-3"));
  BOOST_TEST(!Vocabulary().is_narrative("http://loinc.org", "10154-3"));
}

BOOST_AUTO_TEST_CASE(a_list_that_nobody_knows_is_named) {
  BOOST_TEST(parse_narratives(empty_table).has_value());
  const auto unknown = parse_narratives(
      R"({"codes": [], "words": {"fillers": ["left"]}, "cues": {}, "passed_over": []})");
  BOOST_REQUIRE(!unknown);
  BOOST_TEST(unknown.error().place == "fillers");
  BOOST_TEST(!parse_narratives("[]"));
  BOOST_TEST(!parse_narratives("{\"codes\": 1}"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::terminology
