// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "clinic.hpp"
#include "facts/narrative.hpp"

namespace causa::facts {

BOOST_AUTO_TEST_SUITE(facts_wordings)

namespace {

using record::State;

std::string with_line_breaks(std::string text) {
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos;)
    text.replace(at, 2, "\n");
  return text;
}

std::string mark_of(const Said& said) {
  std::string mark;
  if (std::isfinite(said.value)) {
    mark = fmt::format("={:.4g}", said.value);
    if (said.unit_assumed) mark += '~';
    if (said.doubt != NumberDoubt::none) mark += said.doubt == NumberDoubt::implausible ? '!' : '?';
    if (said.earlier) mark += '^';
    if (said.hemolyzed) mark += '#';
    if (said.comparator != record::Comparator::none) mark += "<>";
  }
  if (std::isfinite(said.low_days))
    mark += fmt::format("@{:.3g}-{:.3g}", said.low_days, said.high_days);
  return mark;
}

struct Reading {
  Clinic clinic;
  NarrativeReader reader{clinic.vocabulary};

  std::string of(std::string_view text) {
    std::vector<std::string> parts;
    for (const Said& one : reader.read(text))
      parts.push_back((one.state == State::present ? "+" : "-") +
                      clinic.vocabulary[one.concept_id].definition.id + mark_of(one));
    std::sort(parts.begin(), parts.end());
    std::string joined;
    for (const auto& part : parts) joined += (joined.empty() ? "" : " ") + part;
    return joined;
  }
};

record::Item& narrative(Clinic& clinic, std::string_view text,
                        std::string_view time = "2026-11-19") {
  record::Item& item = clinic.add(record::Kind::observation, "http://loinc.org", "10164-2");
  item.value_kind = record::ValueKind::text;
  item.value_text = clinic.record.keep(text);
  item.time = *parse_time(time);
  return item;
}

record::Item& named(Clinic& clinic, record::Kind kind, std::string_view text) {
  record::Item& item = clinic.add(kind, "urn:local", "1");
  item.text = clinic.record.keep(text);
  return item;
}

std::vector<const Fact*> facts_of(const Clinic& clinic, std::string_view id) {
  std::vector<const Fact*> found;
  for (const Fact& fact : clinic.facts.facts)
    if (fact.concept_id == clinic.vocabulary.find(id).value()) found.push_back(&fact);
  return found;
}

BOOST_FIXTURE_TEST_CASE(wordings_numbers_and_times_are_read_as_they_are_meant, Reading) {
  std::ifstream file(causa::tests::data_folder + "/facts/wordings.txt");
  std::size_t sentences = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    const std::size_t arrow = line.find(" ->");
    BOOST_REQUIRE_MESSAGE(arrow != std::string::npos, line);
    const std::string wanted = line.substr(std::min(arrow + 4, line.size()));
    BOOST_TEST_CONTEXT(line)
    BOOST_TEST(of(with_line_breaks(line.substr(0, arrow))) == wanted);
    ++sentences;
  }
  BOOST_TEST(sentences >= 80u);
}

BOOST_FIXTURE_TEST_CASE(a_number_in_text_is_a_fact_of_the_day_of_the_text, Clinic) {
  narrative(*this, "Serum potassium is 2.3 mEq/L.");
  read();
  const auto found = facts_of(*this, "lab.potassium");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0]->value == 2.3);
  BOOST_TEST(found[0]->from_text);
  BOOST_TEST(found[0]->text_size == 28u);
  BOOST_TEST(found[0]->time.latest_ms == parse_time("2026-11-19")->latest_ms);
}

BOOST_FIXTURE_TEST_CASE(a_number_of_the_laboratory_outweighs_one_in_words_of_that_day, Clinic) {
  narrative(*this, "potassium 2.3 mEq/L");
  lab("2823-3", 4.1, "mmol/L");
  read();
  const auto found = facts_of(*this, "lab.potassium");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(!found[0]->from_text);
}

BOOST_FIXTURE_TEST_CASE(an_old_number_of_the_laboratory_does_not_hide_one_in_words, Clinic) {
  narrative(*this, "potassium 2.3 mEq/L");
  lab("2823-3", 4.1, "mmol/L", "2026-06-01");
  read();
  BOOST_TEST(facts_of(*this, "lab.potassium").size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(an_old_text_states_an_old_number, Clinic) {
  narrative(*this, "potassium 2.3 mEq/L", "2026-01-01");
  read();
  BOOST_TEST((facts_of(*this, "lab.potassium").at(0)->quality & Quality::stale));
}

BOOST_FIXTURE_TEST_CASE(a_date_of_the_days_before_the_text_is_none_of_the_past, Clinic) {
  narrative(*this,
            "13/11/2026: K 6.8 mmol/L\n01/03/2019: Na 117 mmol/L\n2026-11-18: left calf swollen");
  read();
  BOOST_TEST(facts_of(*this, "lab.potassium").size() == 1u);
  BOOST_TEST(facts_of(*this, "sign.leg_swelling").size() == 1u);
  BOOST_TEST(facts_of(*this, "lab.sodium").empty());
}

BOOST_FIXTURE_TEST_CASE(a_number_that_could_be_of_two_units_is_told_and_not_taken, Clinic) {
  narrative(*this, "calcium 5.5");
  read();
  BOOST_TEST(facts_of(*this, "lab.calcium").empty());
  BOOST_REQUIRE(facts.refusals.size() == 1u);
  BOOST_TEST(facts.refusals[0].message == "\"calcium 5.5\" in running text has no unit");
  BOOST_TEST(facts.refusals[0].cure == "state it: it could be mmol/L or mg/dL or meq/L");
}

BOOST_FIXTURE_TEST_CASE(a_number_that_cannot_be_read_is_told, Clinic) {
  narrative(*this, "Potassium 2,3 mmol/L. CK 12.000 U/L");
  read();
  BOOST_TEST(facts.facts.empty());
  BOOST_REQUIRE(facts.refusals.size() == 2u);
  BOOST_TEST((facts.refusals[0].kind == Refused::not_a_number));
  BOOST_TEST(facts.refusals[0].message ==
             "the number of \"Potassium 2,3 mmol/L\" in running text is not understood");
  BOOST_TEST((facts.refusals[1].kind == Refused::not_a_number));
  BOOST_TEST(facts.refusals[1].message ==
             "the point of \"CK 12.000 U/L\" in running text may be a decimal point or group "
             "thousands");
}

BOOST_FIXTURE_TEST_CASE(words_make_a_number_a_bound_as_signs_do, Clinic) {
  narrative(*this, "Potassium below 2.5 mmol/L, CK at least 10,000 U/L");
  read();
  const auto potassium = facts_of(*this, "lab.potassium");
  BOOST_REQUIRE(potassium.size() == 1u);
  BOOST_TEST((potassium[0]->comparator == record::Comparator::less));
  BOOST_TEST((potassium[0]->quality & Quality::true_value_below));
  const auto ck = facts_of(*this, "lab.ck");
  BOOST_REQUIRE(ck.size() == 1u);
  BOOST_TEST((ck[0]->comparator == record::Comparator::greater_equal));
}

BOOST_FIXTURE_TEST_CASE(a_value_that_a_later_one_follows_is_never_the_newest, Clinic) {
  narrative(*this, "Potassium 2.3 mmol/L yesterday, repeat 4.1 mmol/L today");
  read();
  const auto found = facts_of(*this, "lab.potassium");
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0]->value == 2.3);
  BOOST_TEST(!found[0]->time.known());
  BOOST_TEST((found[0]->quality & Quality::stale));
  BOOST_TEST(found[1]->value == 4.1);
  BOOST_TEST(found[1]->time.known());
}

BOOST_FIXTURE_TEST_CASE(a_hemolyzed_sample_in_text_bounds_its_potassium, Clinic) {
  narrative(*this, "K 7.5 mmol/L (hemolyzed)");
  read();
  const auto found = facts_of(*this, "lab.potassium");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST((found[0]->quality & Quality::hemolyzed));
  BOOST_TEST((found[0]->quality & Quality::true_value_below));
  BOOST_REQUIRE(facts.refusals.size() == 1u);
  BOOST_TEST((facts.refusals[0].kind == Refused::hemolyzed));
}

BOOST_FIXTURE_TEST_CASE(a_later_value_of_a_hemolyzed_sample_outdates_none, Clinic) {
  narrative(*this, "K 2.3 mmol/L, repeat 4.1 mmol/L hemolyzed");
  read();
  for (const Fact* fact : facts_of(*this, "lab.potassium")) BOOST_TEST(fact->time.known());
}

BOOST_FIXTURE_TEST_CASE(an_implausible_number_in_text_is_shown_and_not_scored, Clinic) {
  narrative(*this, "potassium 28 mEq/L");
  read();
  BOOST_TEST((facts_of(*this, "lab.potassium").at(0)->quality & Quality::implausible));
  BOOST_TEST(facts.refusals.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_duration_is_a_start_as_wide_as_its_words, Clinic) {
  narrative(*this, "leg cramps for 3 weeks");
  read();
  const auto found = facts_of(*this, "symptom.cramp.leg");
  BOOST_REQUIRE(found.size() == 1u);
  const std::int64_t text = parse_time("2026-11-19")->earliest_ms;
  BOOST_TEST(found[0]->start.earliest_ms < text - 24 * ms_per_day);
  BOOST_TEST(found[0]->start.latest_ms > text - 18 * ms_per_day);
}

BOOST_FIXTURE_TEST_CASE(what_is_also_called_new_has_no_long_duration, Clinic) {
  narrative(*this, "Calf pain for 8 months. Since yesterday the calf pain is suddenly worse.");
  read();
  for (const Fact* fact : facts_of(*this, "symptom.leg_pain.calf"))
    BOOST_TEST(!fact->start.known());
}

BOOST_FIXTURE_TEST_CASE(text_tells_since_when_a_coded_drug_is_taken, Clinic) {
  narrative(*this, "hydrochlorothiazide started four weeks ago");
  drug("5487");
  read();
  const auto found = facts_of(*this, "drug.hydrochlorothiazide");
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(!found[0]->start.known());
  BOOST_TEST(found[1]->start.known());
}

BOOST_FIXTURE_TEST_CASE(a_drug_that_only_the_text_names_is_not_taken, Clinic) {
  narrative(*this, "hydrochlorothiazide started four weeks ago");
  read();
  BOOST_TEST(facts_of(*this, "drug.hydrochlorothiazide").empty());
}

BOOST_FIXTURE_TEST_CASE(names_without_a_code_are_understood_with_what_stands_around_them, Clinic) {
  named(*this, record::Kind::medication, "HCTZ 25 mg daily");
  named(*this, record::Kind::medication, "Zestoretic 20/12.5");
  named(*this, record::Kind::condition, "Type 2 diabetes mellitus, well controlled");
  read();
  BOOST_TEST(facts_of(*this, "drug.hydrochlorothiazide").size() == 2u);
  BOOST_TEST(facts_of(*this, "drug.lisinopril").size() == 1u);
  BOOST_TEST(facts_of(*this, "condition.diabetes.type_2").size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(names_that_are_denied_doubted_or_of_others_are_none, Clinic) {
  using record::Kind;
  for (const char* text : {"No history of diabetes", "rule out diabetes", "? diabetes",
                           "family history of diabetes", "mother had diabetes"})
    named(*this, Kind::condition, text);
  for (const char* text : {"allergic to simvastatin", "simvastatin stopped in May",
                           "no simvastatin", "wife takes simvastatin", "refused simvastatin"})
    named(*this, Kind::medication, text);
  read();
  BOOST_TEST(facts_of(*this, "condition.diabetes").empty());
  BOOST_TEST(facts_of(*this, "drug.simvastatin").empty());
}

BOOST_FIXTURE_TEST_CASE(names_of_what_was_or_may_come_are_no_condition_of_today, Clinic) {
  for (const char* text : {"Exposure to DVT", "Risk of DVT", "At risk for DVT", "Screening for DVT",
                           "Prophylaxis of DVT", "Status post DVT", "Weakness after DVT",
                           "Post-thrombotic syndrome after DVT"})
    named(*this, record::Kind::condition, text);
  read();
  BOOST_TEST(facts_of(*this, "condition.dvt").empty());
  BOOST_TEST(facts_of(*this, "condition.postthrombotic_syndrome").size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(instructions_behind_a_drug_do_not_take_it_back, Clinic) {
  named(*this, record::Kind::medication, "furosemide 40 mg if weight rises, to prevent edema");
  named(*this, record::Kind::medication, "atorvastatin 20 mg, started 3 weeks ago");
  read();
  BOOST_TEST(facts_of(*this, "drug.furosemide").size() == 1u);
  BOOST_TEST(facts_of(*this, "drug.atorvastatin").size() == 1u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::facts
