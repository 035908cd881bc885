// SPDX-License-Identifier: Apache-2.0
//
// Reading conditions: errors with their place and hint (golden file), words, concepts.
#include <fstream>
#include <map>

#include "clinic.hpp"
#include "paths.hpp"

BOOST_AUTO_TEST_SUITE(rules_parse)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

std::string error_of(std::string_view text) {
  const auto parsed = Condition::parse(text, vocabulary());
  const auto* error = std::get_if<ConditionError>(&parsed);
  return error == nullptr ? "no error" : describe(*error, text);
}

std::string words_of(std::string_view text) { return condition(text).words(vocabulary()); }

}  // namespace

// Lines of pairs: a condition, and "-> " with what is said of it.
BOOST_AUTO_TEST_CASE(every_error_says_where_and_what_to_do) {
  std::ifstream file(causa::tests::data_folder + "/rules/errors.txt");
  BOOST_REQUIRE(file.is_open());
  std::string text;
  int pairs = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("-> ")) {
      BOOST_TEST(error_of(text) == line.substr(3), text << "\n   " << error_of(text));
      ++pairs;
    } else if (!line.starts_with("#")) {
      text = line;
    }
  }
  BOOST_TEST(pairs > 50);
}

BOOST_AUTO_TEST_CASE(the_offset_is_a_byte_and_the_column_a_character) {
  const std::string text = "drug.statin and\n  lab.ph < 7 µ";
  const auto parsed = Condition::parse(text, vocabulary());
  const auto& error = std::get<ConditionError>(parsed);
  BOOST_TEST(error.offset == text.find("µ"));
  BOOST_TEST(place_of(text, error.offset).line == 2u);
  BOOST_TEST(place_of(text, error.offset).column == 14u);
  BOOST_TEST(place_of("é x", 3).column == 3u);
  BOOST_TEST(place_of("", 9).column == 1u);
}

BOOST_AUTO_TEST_CASE(nesting_has_an_end) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "(";
    text += "drug.statin";
    for (int i = 0; i < depth; ++i) text += ")";
    return text;
  };
  BOOST_TEST(error_of(nested(50)) == "no error");
  BOOST_TEST(error_of(nested(51)).find("nested more than 50 deep") != std::string::npos);
  std::string negations;
  for (int i = 0; i < 100'000; ++i) negations += "not ";
  BOOST_TEST(error_of(negations + "drug.statin").find("nested") != std::string::npos);
  // Depth is given back: many brackets side by side are not deep.
  std::string flat = "(drug.statin)";
  for (int i = 0; i < 200; ++i) flat += " and (not drug.statin) or at least 1 of (drug.statin)";
  BOOST_TEST(error_of(flat) == "no error");
}

BOOST_AUTO_TEST_CASE(any_bytes_are_an_error_or_a_condition_and_never_a_crash) {
  const std::string_view pieces[] = {"lab.potassium",
                                     "<",
                                     "3",
                                     "mmol/L",
                                     " ",
                                     "(",
                                     ")",
                                     "and",
                                     "or",
                                     "not",
                                     "at least",
                                     ",",
                                     "age",
                                     "sex",
                                     "is",
                                     "of",
                                     "2",
                                     "unknown",
                                     "µ",
                                     "\xff",
                                     "",
                                     "started",
                                     "within",
                                     "days",
                                     "drug.statin",
                                     "-",
                                     ".",
                                     "1e999"};
  std::uint32_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int part = 0; part < 9; ++part) {
      state = state * 1664525 + 1013904223;
      text += pieces[(state >> 16) % std::size(pieces)];
      if ((state >> 9) % 3 != 0) text += ' ';
    }
    const auto parsed = Condition::parse(text, vocabulary());
    if (const auto* error = std::get_if<ConditionError>(&parsed)) {
      BOOST_REQUIRE_LE(error->offset, text.size());
      BOOST_REQUIRE(!error->message.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(every_line_of_the_documentation_is_understood) {
  auto loaded =
      terminology::Vocabulary::load(causa::tests::data_folder + "/../../configs/terminology");
  BOOST_REQUIRE_MESSAGE(loaded.has_value(), (loaded.has_error() ? to_string(loaded.error()) : ""));
  BOOST_REQUIRE(loaded->finish().has_value());
  for (const std::string_view text :
       {"lab.potassium < 3.0 mmol/L", "lab.potassium < 3.0 mEq/L", "lab.potassium < 3.0 mmol/l",
        "2.5 <= lab.potassium < 3.0 mmol/L", "symptom.cramp.nocturnal", "drug.thiazide is present",
        "drug.thiazide is unknown", "age >= 60 years", "sex is female",
        "drug.statin started within 90 days", "symptom.leg_pain started within 14 days or unknown",
        "drug.statin started over 365 days ago", "sign.leg_swelling recorded within 2 days",
        "not sign.pulse.normal",
        "condition.diabetes and (lab.egfr < 60 mL/min/{1.73_m2} or condition.ckd)",
        "at least 2 of (symptom.thirst, sign.dry_mucosa, lab.sodium > 145 mmol/L)"}) {
    const auto parsed = Condition::parse(text, *loaded);
    const auto* error = std::get_if<ConditionError>(&parsed);
    BOOST_TEST((error == nullptr), text << ": " << (error ? describe(*error, text) : ""));
  }
}

BOOST_AUTO_TEST_CASE(words_are_plain_and_unambiguous) {
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"lab.potassium  <  3.0 mmol/L", "potassium < 3.0 mmol/L"},
      {"2.5<=lab.potassium<3.0 mmol/L", "2.5<=potassium<3.0 mmol/L"},
      {"vital.spo2 < 94 % and lab.egfr < 60 mL/min/{1.73_m2}",
       "SpO2 < 94 % and eGFR < 60 mL/min/{1.73_m2}"},
      {"lab.ph < 7.3", "arterial pH < 7.3"},
      {"sign.chvostek", "Chvostek sign"},
      {"not sign.pulse.reduced", "not \"Pulse reduced or absent\""},
      {"age >= 60 years or sex is female", "age >= 60 years or sex is female"},
      {"drug.statin or drug.thiazide and symptom.thirst", "Statin or (Thiazide and Thirst)"},
      {"((drug.statin or drug.thiazide))", "Statin or Thiazide"},
      {"not (drug.statin or drug.thiazide)", "not (Statin or Thiazide)"},
      {"not at least 1 of (drug.statin and symptom.thirst,drug.thiazide)",
       "not at least 1 of (Statin and Thirst, Thiazide)"},
      {"drug.statin\n started within 2 weeks or unknown and drug.thiazide is absent",
       "Statin started within 2 weeks or at an unknown time and Thiazide is absent"},
      {"", ""}};
  for (const auto& [text, words] : pairs) BOOST_TEST(words_of(text) == words);
}

BOOST_AUTO_TEST_CASE(the_text_stays_as_written_and_concepts_are_told_once) {
  const std::string text =
      "drug.statin and (lab.sodium > 145 mmol/L or drug.statin) and age > 5 years";
  const Condition parsed = condition(text);
  BOOST_TEST(parsed.text() == text);
  const std::vector<terminology::ConceptId> expected = {id_of("drug.statin"), id_of("lab.sodium")};
  BOOST_TEST(parsed.concepts() == expected, boost::test_tools::per_element());
  BOOST_TEST(Condition().text() == "");
  BOOST_TEST(Condition().concepts().empty());
}

BOOST_AUTO_TEST_SUITE_END()
