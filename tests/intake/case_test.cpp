// SPDX-License-Identifier: Apache-2.0
//
// Case files: what is meant by what is written, and that what can be taken in two ways, or isn't
// understood, is told at its place instead of being passed over.

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"
#include "intake/handwritten.hpp"

BOOST_AUTO_TEST_SUITE(intake_case)

using namespace causa::record;
using namespace handwritten;

namespace {

std::string error(std::string_view yaml) { return error_of(read_cases(yaml)); }
std::string facts(std::string_view yaml) { return facts_of(one(read_cases(yaml))); }

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_short_case_is_read) {
  const Record record =
      one(read_cases("patient: 7\ndate: 2026-11-20\nage: 67\nsex: f\n"
                     "symptoms: [leg cramp, no fever]\n"
                     "labs:\n  potassium: 2.9 mmol/L\n"
                     "drugs:\n  - hydrochlorothiazide: 3 weeks ago\n"));
  BOOST_TEST(record.patient_id() == "7");
  BOOST_TEST((record.sex == Sex::female));
  const auto age = causa::age_at(record.birth, as_of_ms);
  BOOST_TEST(age.low_years == 67);
  BOOST_TEST(age.high_years == 67);
  BOOST_TEST(facts_of(record) ==
             "symptom.cramp.leg present; symptom.fever absent; lab.potassium 2.9; "
             "drug.hydrochlorothiazide present since 2026-10-26");
  BOOST_TEST(record.resources_read == 5u);
  BOOST_TEST(adds_up(record));
  BOOST_TEST(record.items[2].source == "labs/potassium (line 7)");
}

BOOST_AUTO_TEST_CASE(json_is_read_too) {
  BOOST_TEST(facts(R"({"date": "2026-11-20", "age": 67, "labs": {"K": "2.9 mmol/L"}})") ==
             "lab.potassium 2.9");
}

BOOST_AUTO_TEST_CASE(words_ids_and_codes_mean_the_same) {
  const std::string meant = "lab.potassium 2.9";
  for (const char* name : {"potassium", "Potassium", "K", "lab.potassium", "LOINC 2823-3",
                           "LN 2823-3", "http://loinc.org|2823-3", "\"LOINC:2823-3\""})
    BOOST_TEST(facts("date: 2026-11-20\nlabs:\n  " + std::string(name) + ": 2.9 mmol/L\n") == meant,
               name);
  for (const char* name : {"SNOMED 449917004", "I10C R25.2", "ICD-10-CM R25.2"})
    BOOST_TEST(has(facts("symptoms: [" + std::string(name) + "]"), "symptom."), name);
  for (const char* name : {"RxNorm 5487", "ATC C03AA03", "hydrochlorothiazide 25 mg once a day"})
    BOOST_TEST(has(facts("drugs: [" + std::string(name) + "]"), "drug."), name);
}

BOOST_AUTO_TEST_CASE(a_drug_and_an_analyte_of_one_name_are_told_apart_by_their_section) {
  BOOST_TEST(facts("date: 2026-11-20\nlabs: {magnesium: 0.7 mmol/L}\ndrugs: [magnesium]") ==
             "lab.magnesium 0.7; drug.magnesium present");
}

BOOST_AUTO_TEST_CASE(urea_nitrogen_is_not_urea) {
  const Record record = one(read_cases("date: 2026-11-20\nlabs: {urea nitrogen: 17 mg/dL}"));
  BOOST_TEST(record.codings.front().code == "3094-0");
  // Urea in mg/dL may be either; the factors differ by more than two.
  BOOST_TEST(has(error("date: 2026-11-20\nlabs: {urea: 17 mg/dL}"), "a unit that doesn't fit"));
}

BOOST_AUTO_TEST_CASE(blood_pressure_is_two_values) {
  BOOST_TEST(facts("date: 2026-11-20\nvital signs: {blood pressure: 138/82 mmHg}") ==
             "vital.blood_pressure.systolic 138; vital.blood_pressure.diastolic 82");
}

BOOST_AUTO_TEST_CASE(no_yes_and_on_are_what_was_written) {
  BOOST_TEST(facts("symptoms: {fever: no, leg cramp: yes}") ==
             "symptom.fever absent; symptom.cramp.leg present");
  BOOST_TEST(has(error("symptoms: {fever: on}"), "neither a status nor a time"));
  BOOST_TEST(has(error("symptoms: [no]"), "nobody knows \"no\""));
}

BOOST_AUTO_TEST_CASE(states_of_conditions) {
  const Record record =
      one(read_cases("conditions:\n"
                     "  - iron deficiency: {onset: 2023, resolved: 2024-01-18}\n"
                     "  - deep vein thrombosis: refuted\n"
                     "  - hypothyroidism: suspected\n"
                     "  - no hypertension\n"
                     "  - type 2 diabetes: unknown\n"));
  BOOST_TEST((record.items[0].flags & past));
  BOOST_TEST((record.items[0].end == causa::parse_time("2024-01-18").value()));
  BOOST_TEST((record.items[1].state == State::absent));
  BOOST_TEST((record.items[2].flags & provisional));
  BOOST_TEST((record.items[3].state == State::absent));
  BOOST_TEST((record.items[4].state == State::unknown));
}

BOOST_AUTO_TEST_CASE(a_stopped_drug_is_past_and_a_word_beside_its_name_is_not_passed_over) {
  const Record record =
      one(read_cases("date: 2026-11-20\ndrugs:\n"
                     "  - lisinopril: {stop: 2026-10-26}\n"
                     "  - metformin: stopped\n"
                     "  - amlodipine: {stop: 2027-01-01}\n"));
  BOOST_TEST((record.items[0].flags & past));
  BOOST_TEST((record.items[1].flags & past));
  BOOST_TEST(!(record.items[2].flags & past));
  BOOST_TEST(has(error("drugs: [lisinopril stopped in October]"), "\"stopped\" beside"));
  BOOST_TEST(has(error("drugs: [allergic to lisinopril]"), "\"allergic\" beside"));
  BOOST_TEST(facts("drugs: [no lisinopril]") == "drug.lisinopril absent");
}

BOOST_AUTO_TEST_CASE(what_is_absent_stays_absent) {
  BOOST_TEST(facts("absent: [fever, hydrochlorothiazide]") ==
             "symptom.fever absent; drug.hydrochlorothiazide absent");
  BOOST_TEST(has(error("absent: {fever: yes}"), "x.yaml:1:10"));
  BOOST_TEST(has(error("symptoms: {no fever: present}"), "said to be absent"));
}

BOOST_AUTO_TEST_CASE(empty_values_are_not_known_and_counted) {
  const Record record = one(read_cases("sex:\nage:\nsymptoms: {fever: , leg cramp: yes}"));
  BOOST_TEST(facts_of(record) == "symptom.cramp.leg present");
  BOOST_TEST(has(ignored_of(record), "symptoms: no value: not known x1"));
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(diagnoses_and_drugs_that_nobody_knows_are_kept) {
  const Record record = one(read_cases("conditions: [psoriasis]\ndrugs: [amitriptyline 25 mg]"));
  BOOST_TEST(record.items.size() == 2u);
  BOOST_TEST(has(ignored_of(record), "conditions: not known to the loaded modules x1"));
  BOOST_TEST(has(ignored_of(record), "drugs: not known to the loaded modules x1"));
}

BOOST_AUTO_TEST_CASE(notes_are_read_as_running_text) {
  BOOST_TEST(has(facts("date: 2026-11-20\nnotes: |\n  Leg cramps at night. Denies fever.\n"),
                 "symptom.fever absent"));
}

BOOST_AUTO_TEST_CASE(faults_are_told_at_their_place_with_the_nearest_word) {
  BOOST_TEST(error("agee: 67\n") == "x.yaml:1:1: no key is called \"agee\"; did you mean \"age\"?");
  const std::string word = error("symptoms:\n  - leg cramsp\n");
  BOOST_TEST(has(word, "x.yaml:2:5: nobody knows \"leg cramsp\""));
  BOOST_TEST(has(word, "did you mean \"leg cramp\"?"));
  BOOST_TEST(has(error("labs: {lab.potasium: 2.9 mmol/L}"), "did you mean lab.potassium?"));
  BOOST_TEST(has(error("date: 2026-11-20\nlabs:\n  potassium: 2.9\n"),
                 "x.yaml:3:14: Potassium without a unit; use mmol/L"));
  BOOST_TEST(has(error("date: 2026-11-20\nlabs:\n  potassium: 2,9 mmol/L\n"), "a comma"));
  BOOST_TEST(has(error("date: 2026-11-20\nlabs:\n  CK: 1,025 U/L\n"), "a comma"));
  BOOST_TEST(has(error("date: 2026-11-20\nlabs:\n  CK: 010 U/L\n"), "leading zeros"));
  BOOST_TEST(has(error("labs:\n  potassium: 2.9 mmol/L\n"), "date: YYYY-MM-DD"));
  BOOST_TEST(has(error("age: 67\n"), "state the day"));
  BOOST_TEST(has(error("age: old\ndate: 2026-11-20\n"), "x.yaml:1:6"));
  BOOST_TEST(has(error("symptoms: {leg cramp: recently}"), "neither a status nor a time"));
  BOOST_TEST(has(error("symptoms: {leg cramp: 3 weeks ago}"), "counts back from a day"));
  BOOST_TEST(has(error("symptoms: {leg cramp: 20.11.2026}"), "not a date or time"));
  BOOST_TEST(has(error("conditions: [lab.anion_gap_corrected]"), "no concept is called"));
  BOOST_TEST(has(error("symptoms: [hydrochlorothiazide]"), "write it under drugs"));
}

BOOST_AUTO_TEST_CASE(all_faults_of_a_case_are_counted_with_their_places) {
  BOOST_TEST(error("agee: 67\nsex: q\nlabs: {potasium: 2.9 mmol/L}\n") ==
             "x.yaml:1:1: no key is called \"agee\" (and 2 more faults: 2:6, 3:8); did you mean "
             "\"age\"?");
}

BOOST_AUTO_TEST_CASE(no_error_repeats_who_the_patient_is) {
  for (const char* yaml :
       {"birth date: 13.3.1959", "patient: [Tamarisk]", "name: Tamarisk", "birth date: [1959]",
        "date: Tamarisk", "sex: Tamarisk", "age: Tamarisk\ndate: 2026"}) {
    const std::string told = error(yaml);
    BOOST_TEST(!told.empty());
    BOOST_TEST(!has(told, "Tamarisk"), told);
    BOOST_TEST(!has(told, "1959"), told);
  }
}

BOOST_AUTO_TEST_CASE(several_cases_and_a_broken_one_among_them) {
  const auto documents = read_cases("sex: f\n---\nsex: [\n---\nsex: m\n...\n");
  BOOST_REQUIRE(documents.size() == 3u);
  BOOST_TEST(documents[0].has_value());
  BOOST_TEST(has(to_string(documents[1].error()), "x.yaml:"));
  BOOST_TEST((documents[2]->record.sex == Sex::male));
  BOOST_TEST(documents[2]->place == "x.yaml:5");
  const auto list = read_cases("- sex: f\n- sexx: m\n- sex: m\n");
  BOOST_REQUIRE(list.size() == 3u);
  BOOST_TEST(has(to_string(list[1].error()), "x.yaml:2:3: no key is called \"sexx\""));
  BOOST_TEST((list[2]->record.sex == Sex::male));
}

BOOST_AUTO_TEST_CASE(dangers_of_yaml_are_refused) {
  BOOST_TEST(has(error("sex: &a f\nage: *a\n"), "anchors and aliases"));
  BOOST_TEST(has(error("sex: !!binary f\n"), "tags"));
  BOOST_TEST(has(error("sex: f\nsex: m\n"), "x.yaml:2:1: \"sex\" stands twice here"));
  BOOST_TEST(has(error("labs:\n\tpotassium: 2.9 mmol/L\n"), "x.yaml:2:1: a tab indents this line"));
  BOOST_TEST(has(error("notes: " + std::string(10000, '[')), "x.yaml:1:"));
  BOOST_TEST(has(error("symptoms: {[a]: b}"), "x.yaml:1:12"));
  BOOST_TEST(has(error("sex: \xff\xfe"), "UTF-8"));
  BOOST_TEST(has(error(std::string("sex: f\0", 7)), "UTF-8"));
  BOOST_TEST(has(error("[]"), "an empty list"));
  BOOST_TEST(has(error("# nothing\n---\n"), "no case in it"));
  BOOST_TEST(has(error("Hello"), "not a case"));
}

BOOST_AUTO_TEST_CASE(two_values_of_an_analyte_are_both_kept) {
  BOOST_TEST(facts("date: 2026-11-20\nlabs:\n  potassium:\n    - 2.9 mmol/L\n"
                   "    - {value: 4.1 mmol/L, time: 2026-08-12}\n") ==
             "lab.potassium 2.9; lab.potassium 4.1");
}

BOOST_AUTO_TEST_CASE(a_measurement_that_says_nothing_but_how_it_stands_has_no_value) {
  const std::string told = error("date: 2026-11-20\nlabs:\n  potassium: {status: final}\n");
  BOOST_TEST(has(told, ":3:23: not a number"), told);
}

BOOST_AUTO_TEST_CASE(bounds_and_ranges_are_kept) {
  const Record record = one(
      read_cases("date: 2026-11-20\nlabs: {TSH: {value: \"<0.3\", unit: mIU/L, range: 0.4-4.2}}"));
  BOOST_TEST((record.items[0].comparator == Comparator::less));
  BOOST_TEST(record.items[0].reference_low == 0.4);
  BOOST_TEST(record.items[0].reference_high == 4.2);
}

BOOST_AUTO_TEST_SUITE_END()
