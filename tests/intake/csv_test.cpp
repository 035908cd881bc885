// SPDX-License-Identifier: Apache-2.0
//
// CSV in both forms: what cells mean, that empty is never normal, that what can be taken in two
// ways is refused, and that a broken line takes no other with it.

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"
#include "intake/csv/recognize_csv.hpp"
#include "intake/format.hpp"
#include "intake/handwritten.hpp"

BOOST_AUTO_TEST_SUITE(intake_csv)

using namespace causa::record;
using namespace handwritten;
using causa::intake::Format;
using causa::intake::recognize;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string error(std::string_view csv, std::string_view mapping = {}) {
  return error_of(read_csv(csv, mapping));
}

std::string mapping_error(std::string_view yaml) {
  const auto mapping = causa::intake::csv::parse_mapping(yaml, "m.yaml", &vocabulary());
  return mapping.has_error() ? to_string(mapping.error()) : std::string();
}

/// One patient, one column of potassium.
Record potassium(std::string_view cell, std::string_view mapping = "date: 2026-11-20") {
  return one(read_csv("id;potassium [mmol/L]\np1;" + std::string(cell) + "\n", mapping));
}

}  // namespace

BOOST_AUTO_TEST_CASE(wide_form_without_a_mapping) {
  const auto patients = read_csv(
      "id,time,age,sex,potassium [mmol/L],LOINC 2951-2,symptom.cramp.leg,fever\r\n"
      "p1,2026-11-20,67,F,2.9,136 mmol/L,yes,no\r\n"
      "p2,2026-11-20,50,m,,\"141 mmol/L\",,\r\n");
  BOOST_REQUIRE(patients.size() == 2u);
  BOOST_TEST(facts_of(patients[0]->record) ==
             "lab.potassium 2.9; lab.sodium 136; symptom.cramp.leg present; symptom.fever absent");
  BOOST_TEST(causa::age_at(patients[0]->record.birth, as_of_ms).low_years == 67);
  BOOST_TEST((patients[0]->record.sex == Sex::female));
  BOOST_TEST(patients[1]->place == "x.csv:3");
  // An empty cell is not known, and never "no".
  BOOST_TEST(facts_of(patients[1]->record) == "lab.sodium 141");
  BOOST_TEST(ignored_of(patients[1]->record) == "cell: empty or missing: not known x3; ");
  for (const auto& patient : patients) BOOST_TEST(adds_up(patient->record));
  BOOST_TEST(patients[0]->record.resources_read == 8u);
  BOOST_TEST(patients[0]->record.items[0].source == "cell/potassium [mmol/L] (line 2)");
}

BOOST_AUTO_TEST_CASE(a_column_that_a_mapping_leaves_out_is_counted_and_names_no_patient) {
  const auto patients = read_csv("note,K,more\nx,2.9,y\nx,4.1,y\n",
                                 "date: 2026-11-20\ncolumns:\n"
                                 "  K: {concept: lab.potassium, unit: mmol/L}\n");
  BOOST_REQUIRE(patients.size() == 2u);
  BOOST_TEST(facts_of(patients[0]->record) == "lab.potassium 2.9");
  BOOST_TEST(ignored_of(patients[0]->record) ==
             "cell: column \"note\": not used x1; cell: column \"more\": not used x1; ");
  for (const auto& patient : patients) BOOST_TEST(adds_up(patient->record));
}

BOOST_AUTO_TEST_CASE(long_form_without_a_mapping) {
  const auto patients = read_csv(
      "patient,code,name,value,unit,time,start,sex\n"
      "p1,2823-3,Potassium,2.9,mmol/L,2026-11-20,,female\n"
      "p2,LOINC 2823-3,,4.1,mmol/L,2026-11-20,,\n"
      "p1,RxNorm 5487,,,,,2026-10-26,\n"
      "p1,,leg cramp,yes,,2026-11-20,,\n"
      "p1,,Fever,,,2026-11-20,,\n"
      "p1,,ESR,30,mm/h,2026-11-20,,\n");
  BOOST_REQUIRE(patients.size() == 2u);
  const Record& record = patients[0]->record;
  BOOST_TEST(facts_of(record) ==
             "lab.potassium 2.9; drug.hydrochlorothiazide present since 2026-10-26; "
             "symptom.cramp.leg present");
  BOOST_TEST(has(ignored_of(record), "line: no value: not known x1"));
  BOOST_TEST(has(ignored_of(record), "line: not known to the loaded modules x1"));
  BOOST_TEST(record.resources_read == 5u);
  BOOST_TEST(adds_up(record));
  BOOST_TEST((record.sex == Sex::female));
}

BOOST_AUTO_TEST_CASE(a_name_that_is_nearly_known_is_told_by_itself_once) {
  const Record record =
      one(read_csv("patient,name,value,unit,time\n1,Potasium,2.9,mmol/L,2026-11-20\n"
                   "1,Potasium,3.0,mmol/L,2026-11-19\n"));
  BOOST_REQUIRE(record.ignored.size() == 1u);
  BOOST_TEST(record.ignored[0].reason ==
             "\"Potasium\" means nothing to causa: did you mean \"potassium\"?");
  BOOST_TEST(!record.ignored[0].grouped);
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_status_that_is_not_known_may_hide_a_result) {
  const Record record = one(
      read_csv("patient,name,value,unit,time,status\n1,potassium,2.3,mmol/L,2026-11-20,zz\n"
               "1,sodium,117,mmol/L,2026-11-20,zz\n1,sodium,118,mmol/L,2026-11-19,validated\n"));
  BOOST_TEST(record.items.size() == 1u);
  BOOST_REQUIRE(record.ignored.size() == 2u);
  for (const auto& entry : record.ignored) {
    BOOST_TEST(entry.reason.starts_with("can't be read: a status that isn't known"));
    BOOST_TEST(!entry.grouped);
  }
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(ages_and_sexes_may_be_lines) {
  const Record record =
      one(read_csv("patient,name,value,unit,time\np1,age,67,,2026-11-20\n"
                   "p1,sex,male,,\np1,K,2.9,mmol/L,2026-11-20\n"));
  BOOST_TEST((record.sex == Sex::male));
  BOOST_TEST(causa::age_at(record.birth, as_of_ms).low_years == 67);
}

BOOST_AUTO_TEST_CASE(a_mapping_says_what_columns_and_words_mean) {
  const char* mapping =
      "form: wide\ndelimiter: semicolon\ndecimal: comma\ndates: DD.MM.YYYY\n"
      "yes: [ja, 1]\nno: [nein, 0]\nmissing: [9999, k.A.]\nfemale: w\n"
      "columns:\n  Pat-Nr: patient\n  Alter: age\n  Geschlecht: sex\n  Datum: time\n"
      "  Kalium: {concept: lab.potassium, unit: mmol/L}\n"
      "  Natrium: {concept: lab.sodium, unit: mmol/L}\n"
      "  Krampf: symptom.cramp.leg\n  Fieber: fever\n"
      "  HCT seit: {concept: drug.hydrochlorothiazide, is: start}\n  Bemerkung: ignore\n";
  const Record record =
      one(read_csv("Pat-Nr;Alter;Geschlecht;Datum;Kalium;Natrium;Krampf;Fieber;HCT seit;Bemerkung\n"
                   "17;67;w;20.11.2026;2,9;9999;ja;0;26.10.2026;\"sagt \"\"ja\"\";\nund nein\"\n",
                   mapping));
  BOOST_TEST(facts_of(record) ==
             "lab.potassium 2.9; symptom.cramp.leg present; symptom.fever absent; "
             "drug.hydrochlorothiazide present since 2026-10-26");
  BOOST_TEST((record.sex == Sex::female));
  BOOST_TEST(has(ignored_of(record), "cell: empty or missing: not known x1"));
  BOOST_TEST(has(ignored_of(record), "cell: column \"Bemerkung\": not used x1"));
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(local_names_of_the_long_form) {
  const char* mapping =
      "columns: {nr: patient, test: name, ergebnis: value, einheit: unit, am: time}\n"
      "names:\n  Kalium i.S.: lab.potassium\n  KREA: {concept: lab.creatinine, unit: umol/L}\n"
      "  Kommentar: ignore\n";
  const Record record =
      one(read_csv("nr,test,ergebnis,einheit,am\n1,Kalium i.S.,2.9,mmol/l,2026-11-20\n"
                   "1,KREA,80,,2026-11-20\n1,Kommentar,hemolytisch,,2026-11-20\n",
                   mapping));
  BOOST_TEST(facts_of(record) == "lab.potassium 2.9; lab.creatinine 80");
  BOOST_TEST(has(ignored_of(record), "line: to be ignored by the mapping x1"));
}

BOOST_AUTO_TEST_CASE(numbers_that_can_be_read_in_one_way) {
  for (const char* cell : {"2.9", "2,9", "2.9 mmol/L", "2.9 mmol/l", " 2.9 ", "\"2,9\"", "+2.9"})
    BOOST_TEST(facts_of(potassium(cell)) == "lab.potassium 2.9", cell);
  BOOST_TEST(facts_of(potassium("<2.9")) == "lab.potassium <2.9");
  BOOST_TEST(facts_of(potassium(">= 2,9")) == "lab.potassium >=2.9");
  for (const char* cell :
       {"1,025", "1.025,5", "1 025", "1'025", "2..9", "2.9.", "02.9", "2.9 mg/dL", "2.9 3.1",
        "2.9-3.1", "1e999", "2.9x", "low", "nan", "inf"}) {
    const Record record = potassium(cell);
    BOOST_TEST(facts_of(record).empty(), cell);
    // A value that is refused is told by itself, never in a group.
    BOOST_TEST(!record.ignored.front().grouped, cell);
    BOOST_TEST(adds_up(record), cell);
    BOOST_TEST(record.ignored.front().reason.find(cell) == std::string::npos, cell);
  }
}

BOOST_AUTO_TEST_CASE(a_point_may_part_thousands_where_other_numbers_have_a_decimal_comma) {
  const auto creatine_kinase = [](std::string_view cell, std::string_view other,
                                  std::string_view mapping = {}) {
    return one(read_csv("patient;name;value;unit;time\np1;creatine kinase;" + std::string(cell) +
                            ";U/L;2026-11-20\np1;potassium;" + std::string(other) +
                            ";mmol/L;2026-11-20\n",
                        mapping));
  };
  // It is told by itself, and the number that shows the sign stays.
  const Record record = creatine_kinase("12.000", "2,9");
  BOOST_TEST(facts_of(record) == "lab.potassium 2.9");
  BOOST_REQUIRE(record.ignored.size() == 1u);
  BOOST_TEST(!record.ignored[0].grouped);
  BOOST_TEST(has(record.ignored[0].reason, "decimal: point"));
  BOOST_TEST(record.ignored[0].examples[0] == "line/creatine kinase (line 2)");
  BOOST_TEST(adds_up(record));
  // Nor is it guessed if nothing shows the sign, or if both are shown.
  BOOST_TEST(facts_of(creatine_kinase("12.000", "3")) == "lab.potassium 3");
  BOOST_TEST(!has(facts_of(creatine_kinase("12.000", "1.025,5")), "lab.ck"));
  // Where all else has a point, or the mapping says so, it is one.
  BOOST_TEST(facts_of(creatine_kinase("12.125", "2.9")) == "lab.ck 12.125; lab.potassium 2.9");
  BOOST_TEST(facts_of(creatine_kinase("12.125", "2,9", "decimal: point")) == "lab.ck 12.125");
  // Whoever parts cells by commas writes points within; a number may still show otherwise.
  const std::string names = "id,calcium [mmol/L],potassium [mmol/L]\n";
  BOOST_TEST(facts_of(one(read_csv(names + "p1,2.125,4\n", "date: 2026-11-20"))) ==
             "lab.calcium 2.125; lab.potassium 4");
  BOOST_TEST(facts_of(one(read_csv(names + "p1,2.125,\"2,9\"\n", "date: 2026-11-20"))) ==
             "lab.potassium 2.9");
}

BOOST_AUTO_TEST_CASE(a_stated_decimal_sign_counts) {
  BOOST_TEST(facts_of(potassium("4,125", "{date: 2026-11-20, decimal: comma}")) ==
             "lab.potassium 4.125");
  BOOST_TEST(facts_of(potassium("2.9", "{date: 2026-11-20, decimal: comma}")).empty());
  BOOST_TEST(facts_of(potassium("2,9", "{date: 2026-11-20, decimal: point}")).empty());
}

BOOST_AUTO_TEST_CASE(a_sign_is_no_other_sign) {
  const Record record = one(read_csv("id,fever,leg cramp\n1,+,-\n", "{yes: [+], no: [\"0\"]}"));
  BOOST_TEST(facts_of(record) == "symptom.fever present");
}

BOOST_AUTO_TEST_CASE(a_broken_line_takes_no_other_with_it) {
  const auto found = read_csv(
      "id,time,K [mmol/L]\np1,2026-11-20,2.9\np2,2026-11-20\np3,2026-11-20,3.1,x\n"
      "p4,2026-11-20,\"3\"x\n,2026-11-20,4\np5,2026-11-20,4.5\np6,2026-11-20,\"4.6\n"
      "p7,2026-11-20,4.7\n");
  std::string told;
  std::size_t good = 0;
  for (const auto& result : found) {
    if (result.has_error())
      told += result.error().place + " " + result.error().message + "; ";
    else
      ++good;
  }
  BOOST_TEST(told ==
             "x.csv:3 2 cells, but 3 columns; x.csv:4 4 cells, but 3 columns; "
             "x.csv:5 a text behind a closing quote; x.csv:6 no patient in this line; "
             "x.csv:8 a quote that is never closed; ");
  BOOST_TEST(good == 3u);
}

BOOST_AUTO_TEST_CASE(lines_that_contradict_each_other_about_the_patient_are_an_error) {
  BOOST_TEST(has(error("id,sex,fever\n1,f,yes\n1,m,no\n"),
                 "x.csv:2: line 3 says another sex of the same patient"));
  BOOST_TEST(
      has(error("id,birth date,fever\n1,1959-03-14,yes\n1,1959-03-16,no\n"), "another birth date"));
  BOOST_TEST(
      has(error("id,time,age,fever\n1,2026-11-20,67,yes\n1,2026-11-20,76,no\n"), "another age"));
  // A birthday between two visits is none.
  BOOST_TEST(
      one(read_csv("id,time,age,fever\n1,2026-01-20,66,yes\n1,2026-11-20,67,no\n")).items.size() ==
      2u);
}

BOOST_AUTO_TEST_CASE(columns_that_mean_nothing_are_told_with_the_nearest_name) {
  BOOST_TEST(has(error("id,potasium [mmol/L]\n1,2.9\n"),
                 "x.csv:1: column 2 (\"potasium [mmol/L]\") means nothing to causa; did you mean "
                 "\"potassium\"?"));
  BOOST_TEST(has(error("id,zzzz\n1,2.9\n"), "--mapping FILE"));
  BOOST_TEST(has(error("id,K [mmol/L]\n1,2.9\n"), "nothing says when all this was measured"));
  BOOST_TEST(has(error("id,sex\n1,f\n"), "no column of a finding"));
  BOOST_TEST(has(error("name,value,time\nK,2,2026\n"), "no column of patients"));
  BOOST_TEST(has(error("id,K [mmol/L],potassium [mmol/L],time\n1,2,3,2026\n"),
                 "columns 2 and 3 say the same"));
  BOOST_TEST(has(error("a,b\n1,2\n", "columns: {c: patient, d: fever}"), "a column \"c\""));
  // Without a line of names the first line may be a patient's.
  BOOST_TEST(!has(error("Tamarisk,1959-03-14,2.9\nTamarisk,1960-03-14,3.9\n"), "Tamarisk"));
  BOOST_TEST(
      has(error("Tamarisk,potassium,2.3,mmol/L\n"), "the first line holds values (column 3)"));
  BOOST_TEST(!has(error("Tamarisk,potassium,14.03.1959\n"), "Tamarisk"));
  BOOST_TEST(
      error("Tamarisk,leg cramp,yes\nOther,leg cramp,no\n") ==
      "x.csv:1: column 1 means nothing to causa (and 1 more fault); the first line must hold "
      "the names of the columns; if it does, say what it means in a mapping (--mapping FILE, "
      "see docs/csv.md)");
  BOOST_TEST(!has(error("Tamarisk J,potassium\n", "columns: {Tamarisk: patient}"), "Tamarisk J"));
  BOOST_TEST(has(error("Datum,Kalum\n", "columns: {Kalium: potassium, Datum: time}"),
                 "did you mean \"Kalum\"?"));
}

BOOST_AUTO_TEST_CASE(codes_without_a_column_of_values_are_the_long_form_all_the_same) {
  BOOST_TEST(has(error("patient,code,Wert,unit,time\n1,2823-3,2.3,mmol/L,2026\n"),
                 "column 3 (\"Wert\") means nothing"));
}

BOOST_AUTO_TEST_CASE(no_error_repeats_a_cell) {
  for (const char* csv :
       {"id,sex,fever\n1,Tamarisk,yes\n", "id,age,fever\n1,Tamarisk,yes\n",
        "id,birth date,fever\n1,Tamarisk,yes\n", "id,time,fever\n1,Tamarisk,yes\n",
        "id,fever\n1,Tamarisk\n", "id,time,K\n1,2026,Tamarisk\n"})
    for (const auto& found : read_csv(
             csv, std::string_view(csv).find("age") == 3 || std::string_view(csv).find("K") == 8
                      ? "date: 2026-11-20"
                      : "")) {
      BOOST_REQUIRE(found.has_value());
      for (const auto& entry : found->record.ignored) {
        BOOST_TEST(!has(entry.reason, "Tamarisk"));
        for (const auto& example : entry.examples) BOOST_TEST(!has(example, "Tamarisk"));
      }
      BOOST_TEST(adds_up(found->record));
    }
}

BOOST_AUTO_TEST_CASE(encodings) {
  const std::string latin = "id;M\xfcller [mmol/L]\n1;2,9\n";
  BOOST_TEST(has(error(latin), "not UTF-8; state its encoding in a mapping"));
  const char* mapping =
      "encoding: windows-1252\ndate: 2026-11-20\n"
      "columns: {id: patient, \"Müller [mmol/L]\": {concept: K, unit: mmol/L}}";
  BOOST_TEST(facts_of(one(read_csv(latin, mapping))) == "lab.potassium 2.9");
  BOOST_TEST(has(error(std::string("id,a\0b\n", 7)), "NUL"));
}

BOOST_AUTO_TEST_CASE(dates_may_be_partial) {
  const auto time_of = [](std::string_view cell) {
    return one(read_csv("id;time;fever\n1;" + std::string(cell) + ";yes\n",
                        "dates: DD.MM.YYYY hh:mm"))
        .items[0]
        .time;
  };
  const auto iso = [](std::string_view text) { return causa::parse_time(text).value(); };
  BOOST_TEST((time_of("20.11.2026 09:15") == iso("2026-11-20T09:15")));
  BOOST_TEST((time_of("20.11.2026") == iso("2026-11-20")));
  BOOST_TEST((time_of("1.3.2026") == iso("2026-03-01")));
  BOOST_TEST((time_of("11.2026") == iso("2026-11")));
  BOOST_TEST((time_of("2026") == iso("2026")));
  BOOST_TEST((time_of("2026-11-20") == iso("2026-11-20")));
  BOOST_TEST(!time_of("20.11.26").known());
  BOOST_TEST(!time_of("11/20/2026").known());
  BOOST_TEST(!time_of("31.02.2026").known());
}

BOOST_AUTO_TEST_CASE(mappings_are_checked) {
  BOOST_TEST(mapping_error("forms: wide\n") ==
             "m.yaml:1:1: no key is called \"forms\"; did you mean form?");
  BOOST_TEST(has(mapping_error("columns: {a: lab.potasium}"), "did you mean lab.potassium?"));
  BOOST_TEST(
      has(mapping_error("columns: {a: {concept: K, unit: mmol/L, iss: start}}"), "m.yaml:1:41"));
  BOOST_TEST(has(mapping_error("dates: DD.MM.YY"), "pattern of dates"));
  BOOST_TEST(has(mapping_error("encoding: utf-9"), "encoding that isn't known"));
  BOOST_TEST(has(mapping_error("delimiter: x\nquote: y\n"), "(and 1 more fault: 2:8)"));
  BOOST_TEST(mapping_error("delimiter: tab\nquote: none\nform: long\nsystem: LOINC\n").empty());
}

BOOST_AUTO_TEST_CASE(formats_are_told_apart_by_content) {
  BOOST_TEST((recognize("id,K\n1,2\n") == Format::csv));
  BOOST_TEST((recognize("id;K\r\n1;2\r\n") == Format::csv));
  BOOST_TEST((recognize("age: 67\nsex: f\n") == Format::case_file));
  BOOST_TEST((recognize("# a case\n---\npatient: 1\nage: 67\n") == Format::case_file));
  BOOST_TEST((recognize("- age: 67\n  sex: f\n") == Format::case_file));
  BOOST_TEST((recognize("{\"date\": \"2026\", \"labs\": {}}") == Format::case_file));
  BOOST_TEST((recognize("{\"resourceType\": \"Patient\", \"age\": 1}") == Format::json));
  BOOST_TEST((recognize("{\"type\": \"collection\"}") == Format::json));
  BOOST_TEST((recognize("age: 67, sex: f\nK: 1, x\n") == Format::case_or_csv));
  BOOST_TEST((recognize("Hello\n") == Format::unknown));
  BOOST_TEST((recognize("MSH|^~\\&|LAB|\r") == Format::hl7v2));
}

BOOST_AUTO_TEST_SUITE_END()
