// SPDX-License-Identifier: Apache-2.0

#include "terminology/phrases.hpp"

#include <boost/test/unit_test.hpp>

#include "paths.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {
namespace {

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
  Node node = Phrases::root;
  for (const auto& word : words) node = node ? phrases.step(node, phrases.word(word)) : 0;
  std::vector<std::string> ids;
  if (node)
    for (const ConceptId id : phrases.meaning(node).concepts)
      ids.push_back((phrases.meaning(node).absent ? "-" : "") + vocabulary[id].definition.id);
  return ids;
}

using Ids = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(terminology_phrases)

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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::terminology
