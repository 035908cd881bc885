// SPDX-License-Identifier: Apache-2.0
//
// A module's own words in conditions: bands, definitions, scores; what they mean, what is known of
// them, how they are shown, and what is said of faulty ones.
#include <fmt/core.h>

#include "clinic.hpp"
#include "rules/certain.hpp"
#include "rules/terms.hpp"

BOOST_AUTO_TEST_SUITE(rules_terms)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

knowledge::ConditionText text(std::string words) { return {std::move(words), "/here"}; }

knowledge::Manifest module() {
  knowledge::Manifest made;
  made.definitions = {{"old", "older people", text("age >= 60 years")},
                      {"new_thiazide", "", text("drug.thiazide started within 90 days")},
                      {"old_on_thiazide", "", text("old and new_thiazide")}};
  made.bands = {{"lab.potassium",
                 {{"severe_low", text("lab.potassium < 2.5 mmol/L")},
                  {"low", text("2.5 <= lab.potassium < 3.5 mmol/L")}},
                 {}}};
  made.scores = {{"score.cramp",
                  "Cramp score",
                  {{text("old"), 2}, {text("drug.statin"), 1.5}, {text("symptom.thirst"), -1}},
                  {}}};
  return made;
}

Truth asked(std::string_view words, const Patient& patient, Ties ties = Ties::must_agree) {
  static const knowledge::Manifest own = module();
  return ask(condition(words, own), patient, ties);
}

std::string words_of(std::string_view words) {
  static const knowledge::Manifest own = module();
  return condition(words, own).words(vocabulary());
}

std::string error_of(std::string_view words, const knowledge::Manifest& own) {
  const auto parsed = Condition::parse(words, vocabulary(), own);
  const auto* error = std::get_if<ConditionError>(&parsed);
  return error == nullptr ? "no error" : describe(*error, words);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_band_is_its_comparison) {
  const auto is = [](std::string_view band, double value) {
    return asked(std::string("lab.potassium is ") + std::string(band),
                 Patient().number("lab.potassium", value));
  };
  BOOST_TEST(is("severe_low", 2.4) == Truth::yes);
  BOOST_TEST(is("severe_low", 2.5) == Truth::no);
  BOOST_TEST(is("low", 2.5) == Truth::yes);
  BOOST_TEST(is("low", 3.5) == Truth::no);
  BOOST_TEST(asked("lab.potassium is low", Patient()) == Truth::unknown);
  const Patient bound = Patient().number("lab.potassium", 3, 1, record::Comparator::less);
  BOOST_TEST(asked("lab.potassium is severe_low", bound) == Truth::unknown);
  BOOST_TEST(asked("lab.potassium is severe_low or lab.potassium is low", bound) == Truth::unknown);
  const Patient tie = Patient().number("lab.potassium", 2.4).number("lab.potassium", 3);
  BOOST_TEST(asked("lab.potassium is low", tie) == Truth::unknown);
  BOOST_TEST(asked("lab.potassium is severe_low", tie, Ties::take_worse) == Truth::yes);
  BOOST_TEST(asked("lowest lab.potassium is severe_low within 5 days",
                   Patient().number("lab.potassium", 4, 1).number("lab.potassium", 2, 3)) ==
             Truth::yes);
}

BOOST_AUTO_TEST_CASE(a_definition_is_what_it_stands_for) {
  Patient patient;
  patient.age(70, 70).present("drug.thiazide").started(20);
  BOOST_TEST(asked("old_on_thiazide", patient) == Truth::yes);
  BOOST_TEST(asked("not old_on_thiazide", patient) == Truth::no);
  BOOST_TEST(asked("old is known", patient) == Truth::yes);
  BOOST_TEST(asked("old_on_thiazide is unknown", Patient().age(70, 70)) == Truth::yes);
  BOOST_TEST(asked("old_on_thiazide is unknown", Patient().age(50, 50)) == Truth::no);
}

BOOST_AUTO_TEST_CASE(an_unknown_item_leaves_a_score_between_two_numbers) {
  const auto at = [](std::string_view test, const Patient& patient) {
    return asked(std::string("score.cramp ") + std::string(test), patient);
  };
  // 2 and 1.5 for certain; thirst may take 1 away.
  const Patient unsure = Patient().age(70, 70).present("drug.statin");
  BOOST_TEST(at(">= 2.5", unsure) == Truth::yes);
  BOOST_TEST(at(">= 2.6", unsure) == Truth::unknown);
  BOOST_TEST(at(">= 3.5 points", unsure) == Truth::unknown);
  BOOST_TEST(at("> 3.5", unsure) == Truth::no);
  BOOST_TEST(at(">= 3.5 or unknown", unsure) == Truth::yes);
  BOOST_TEST(at("> 3.5 or unknown", unsure) == Truth::no);
  BOOST_TEST(at("is known", unsure) == Truth::no);
  const Patient sure = Patient().age(70, 70).present("drug.statin").present("symptom.thirst");
  BOOST_TEST(at("= 2.5", sure) == Truth::yes);
  BOOST_TEST(at("< 2.5", sure) == Truth::no);
  BOOST_TEST(at("is known", sure) == Truth::yes);
  BOOST_TEST(asked("2 <= score.cramp < 3", sure) == Truth::yes);
  BOOST_TEST(asked("2 <= score.cramp < 3", unsure) == Truth::unknown);
  BOOST_TEST(at(">= -1", Patient()) == Truth::yes);
  BOOST_TEST(at(">= 5", Patient()) == Truth::no);
}

BOOST_AUTO_TEST_CASE(a_score_cites_what_brought_it_where_it_is) {
  static const knowledge::Manifest own = module();
  const Patient patient = Patient().age(70, 70).present("drug.statin").absent("symptom.thirst");
  facts::Layout layout;
  const Program program(condition("score.cramp >= 1", own), layout, vocabulary());
  facts::Batch batch(layout);
  batch.reset(1, now);
  batch.fill(0, patient.facts, vocabulary());
  std::vector<std::uint32_t> columns;
  program.deciding_columns(batch, 0, Truth::yes, columns);
  BOOST_TEST(columns.size() == 3u);  // age, statin, and that thirst takes nothing away
}

BOOST_AUTO_TEST_CASE(a_score_without_items_is_refused_where_it_is_used) {
  knowledge::Manifest own = module();
  own.scores.front().items.clear();
  for (const auto* text : {"score.cramp >= 1", "score.cramp is known", "not score.cramp < 2"})
    BOOST_TEST(error_of(text, own).find("the score score.cramp has no items") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(own_words_are_shown_with_what_they_mean) {
  BOOST_TEST(words_of("lab.potassium is severe_low") ==
             "Potassium is severe low (potassium < 2.5 mmol/L)");
  BOOST_TEST(words_of("old and drug.statin") == "older people (age >= 60 years) and Statin");
  BOOST_TEST(words_of("not old_on_thiazide") ==
             "not (older people (age >= 60 years) and Thiazide started within 90 days)");
  BOOST_TEST(words_of("score.cramp >= 2") ==
             "Cramp score >= 2 (2 if older people (age >= 60 years), 1.5 if Statin, -1 if "
             "Thirst)");
  BOOST_TEST(words_of("lab.potassium rose by >= 1 mmol/L within 48 hours") ==
             "potassium rose by >= 1 mmol/L within 48 hours");
  BOOST_TEST(words_of("symptom.leg_pain started after drug.statin started") ==
             "Leg pain started after Statin started");
  BOOST_TEST(words_of("at least 2 kinds of drug.thiazide") == "at least 2 kinds of Thiazide");
  BOOST_TEST(words_of("drug.statin and (score.cramp >= 2 or unknown)").ends_with(" or unknown)"));
}

BOOST_AUTO_TEST_CASE(a_circle_is_refused_by_name) {
  knowledge::Manifest own;
  own.definitions = {{"first", "", text("drug.statin or second")},
                     {"second", "", text("age >= 60 years and third")},
                     {"third", "", text("first")}};
  BOOST_TEST(error_of("first", own) ==
             "line 1, column 1: 'first' goes round in a circle: first uses second uses third uses "
             "first; take one of them out");
  own.definitions = {};
  own.scores = {{"score.a", "A", {{text("score.a >= 1"), 1}}, {}}};
  BOOST_TEST(error_of("score.a >= 1", own).find("goes round in a circle") != std::string::npos);
  BOOST_TEST(faults_of_terms(own, vocabulary()).size() == 1u);
}

BOOST_AUTO_TEST_CASE(definitions_that_double_have_an_end) {
  knowledge::Manifest own;
  own.definitions.push_back({"d0", "", text("drug.statin or symptom.thirst")});
  for (int i = 1; i < 30; ++i)
    own.definitions.push_back(
        {fmt::format("d{}", i), "", text(fmt::format("d{0} or not d{0}", i - 1))});
  BOOST_TEST(error_of("d29", own).find("grows to more than") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_fault_within_is_told_with_its_name) {
  knowledge::Manifest own;
  own.definitions = {{"broken", "", text("lab.potasium < 3 mmol/L")}};
  BOOST_TEST(error_of("drug.statin and broken", own) ==
             "line 1, column 17: 'broken' isn't understood: no concept 'lab.potasium'; did you "
             "mean lab.potassium?");
  BOOST_TEST(error_of("brokn", own) ==
             "line 1, column 1: no concept 'brokn'; did you mean broken?");
}

BOOST_AUTO_TEST_CASE(terms_are_checked_where_they_stand) {
  knowledge::Manifest own = module();
  BOOST_TEST(faults_of_terms(own, vocabulary()).empty());
  own.definitions.push_back({"within", "", text("drug.statin")});
  own.bands.push_back({"drug.statin", {{"low", text("drug.statin")}}, {}});
  own.bands.front().bands.push_back({"odd", text("lab.sodium < 120 mmol/L")});
  own.scores.push_back({"score.wells", "Wells", {{text("drug.statin"), 1}}, {}});
  std::vector<std::string> found;
  for (const auto& fault : faults_of_terms(own, vocabulary()))
    found.push_back(fault.pointer + ": " + fault.message);
  const std::vector<std::string> expected = {
      "/definitions/3/id: 'within' is a word of the language",
      "/here: the band odd isn't one comparison of lab.potassium",
      "/bands/1/fact: drug.statin is present or absent, it has no bands",
      "/scores/1/id: score.wells is a concept already"};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_can_never_be_is_seen_through_names_and_scores) {
  const knowledge::Manifest own = module();
  const auto outlook = [&](std::string_view words) {
    return outlook_of(*study(words, vocabulary(), own), vocabulary());
  };
  BOOST_TEST(!outlook("lab.potassium is low and lab.potassium is severe_low").can_hold);
  BOOST_TEST(!outlook("old and age < 50 years").can_hold);
  BOOST_TEST(!outlook("score.cramp >= 4").can_hold);
  BOOST_TEST(!outlook("score.cramp >= -1").can_fail);
  BOOST_TEST(outlook("score.cramp >= 3").can_hold);
  BOOST_TEST(!outlook("old and not old").can_hold);
  BOOST_TEST(!outlook("lab.potassium rose by >= 3 mmol/L within 2 days and not "
                      "lab.potassium rose by >= 1 mmol/L within 2 days")
                  .can_hold);
  BOOST_TEST(meaning_of(*study("old and drug.statin", vocabulary(), own)).text ==
             meaning_of(*study("drug.statin and age >= 60 years", vocabulary(), own)).text);
}

BOOST_AUTO_TEST_SUITE_END()
