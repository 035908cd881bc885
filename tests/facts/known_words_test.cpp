// SPDX-License-Identifier: Apache-2.0
//
// What a label means stays the same, whoever had it before.

#include "facts/known_words.hpp"

#include <boost/test/unit_test.hpp>

#include "facts/clinic.hpp"

namespace causa::facts {

BOOST_AUTO_TEST_SUITE(facts_known_words)

namespace {

using record::Kind;

/// What is read with memory and without it: concepts and what was left out.
std::string told(const PatientFacts& facts, const terminology::Vocabulary& vocabulary) {
  std::string all;
  for (const Fact& fact : facts.facts)
    all.append(vocabulary[fact.concept_id].definition.id).append(fact.from_text ? "* " : " ");
  for (const auto& entry : facts.ignored)
    all.append(entry.source).append("/").append(entry.reason).append(" ");
  return all;
}

void add_label(Clinic& clinic, Kind kind, std::string_view text) {
  record::Item& item = clinic.add(kind, "", "");
  item.text = clinic.record.keep(text);
}

BOOST_AUTO_TEST_CASE(a_second_patient_with_the_same_labels_is_read_as_the_first) {
  Clinic clinic;
  add_label(clinic, Kind::medication, "Furosemide 40 MG Oral Tablet");
  add_label(clinic, Kind::medication, "no furosemide");
  add_label(clinic, Kind::condition, "Type 2 diabetes mellitus");
  add_label(clinic, Kind::condition, "something that nobody knows");
  clinic.read();
  const std::string alone = told(clinic.facts, clinic.vocabulary);
  BOOST_TEST(alone.find("drug.") != std::string::npos, alone);
  BOOST_TEST(alone.find("isn't taken") != std::string::npos, alone);
  KnownWords known;
  for (int patient = 0; patient < 3; ++patient) {
    extract(clinic.record, clinic.vocabulary, clinic.as_of_ms, known, clinic.facts);
    BOOST_TEST(told(clinic.facts, clinic.vocabulary) == alone);
  }
}

BOOST_AUTO_TEST_CASE(a_label_of_one_kind_says_nothing_of_another) {
  KnownWords known;
  Clinic drug, condition;
  add_label(drug, Kind::medication, "furosemide");
  add_label(condition, Kind::condition, "furosemide");
  condition.read();
  const std::string alone = told(condition.facts, condition.vocabulary);
  extract(drug.record, drug.vocabulary, drug.as_of_ms, known, drug.facts);
  BOOST_TEST(told(drug.facts, drug.vocabulary).find("drug.") != std::string::npos);
  extract(condition.record, drug.vocabulary, drug.as_of_ms, known, condition.facts);
  BOOST_TEST(told(condition.facts, drug.vocabulary) == alone);
}

BOOST_AUTO_TEST_CASE(very_long_labels_and_very_many_are_not_kept) {
  KnownWords known;
  int made = 0;
  const auto make = [&](KnownWords::Meaning&) { ++made; };
  const std::string long_label(1000, 'x');
  known.of(Kind::condition, long_label, make);
  known.of(Kind::condition, long_label, make);
  BOOST_TEST(made == 2);
  known.of(Kind::condition, "first", make);
  known.of(Kind::condition, "first", make);
  BOOST_TEST(made == 3);
  for (int i = 0; i < 10'000; ++i) known.of(Kind::condition, std::to_string(i), make);
  known.of(Kind::condition, "first", make);
  BOOST_TEST(made == 10'004);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::facts
