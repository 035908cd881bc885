// SPDX-License-Identifier: Apache-2.0

#include "terminology/synonyms.hpp"

#include <boost/test/unit_test.hpp>

#include "paths.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

BOOST_AUTO_TEST_SUITE(terminology_synonyms)

namespace {

using Words = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(choices_stand_for_every_phrase_of_them) {
  BOOST_TEST(phrases_of("leg cramp").value() == Words{"leg cramp"});
  BOOST_TEST((phrases_of("(leg|calf) cramp(|s)").value() ==
              Words{"leg cramp", "leg cramps", "calf cramp", "calf cramps"}));
}

BOOST_AUTO_TEST_CASE(brackets_that_do_not_pair_are_an_error) {
  for (const char* wrong : {"(leg cramp", "leg) cramp", "((leg|calf) cramp)", "leg (cramp"})
    BOOST_TEST(!phrases_of(wrong), wrong);
}

BOOST_AUTO_TEST_CASE(more_phrases_than_anybody_reviews_are_an_error) {
  BOOST_TEST(!phrases_of("(a|b|c|d|e|f|g|h) (a|b|c|d|e|f|g|h) (a|b|c|d|e|f|g|h)"));
}

BOOST_AUTO_TEST_CASE(an_error_names_the_concept) {
  const auto wrong = parse_synonyms(R"({"words": [{"concept": "symptom.x", "text": ["(a"]}]})");
  BOOST_REQUIRE(!wrong);
  BOOST_TEST(wrong.error().place == "symptom.x");
}

BOOST_AUTO_TEST_CASE(words_of_a_concept_that_nobody_defines_are_passed_over) {
  const auto words =
      parse_synonyms(R"({"words": [{"concept": "symptom.nobody", "absent": ["x"]}]})");
  BOOST_REQUIRE(words);
  BOOST_TEST(words->at(0).absent == Words{"x"});
  BOOST_TEST(Vocabulary::load(causa::tests::terminology_folder).value().finish().has_value());
}

BOOST_AUTO_TEST_CASE(a_product_of_two_drugs_is_both_and_a_combination) {
  auto made = Vocabulary::load(causa::tests::terminology_folder).value();
  made.finish().value();
  std::vector<ConceptId> found;
  made.find_drug_words("Hyzaar 50/12.5", found);
  BOOST_TEST(found.size() == 3u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::terminology
