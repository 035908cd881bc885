// SPDX-License-Identifier: Apache-2.0
//
// CSV: what can't be read of something that is known is told by name, and what stands beside a
// number never makes it disappear.

#include <boost/test/unit_test.hpp>

#include "intake/handwritten.hpp"

BOOST_AUTO_TEST_SUITE(intake_csv_unread)

using namespace causa::record;
using namespace handwritten;

namespace {

/// One line of the long form.
Record line(std::string_view name, std::string_view value, std::string_view status) {
  return one(read_csv("patient,name,value,unit,time,status\np1," + std::string(name) + "," +
                      std::string(value) + ",,2026-11-20," + std::string(status) + "\n"));
}

/// The reasons that are told by themselves.
std::string told(const Record& record) {
  BOOST_TEST(adds_up(record));
  std::string all;
  for (const Ignored& entry : record.ignored)
    if (!entry.grouped) all += entry.reason + " @ " + entry.examples.front() + "; ";
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_status_of_a_number_says_how_sure_it_is_and_nothing_else) {
  for (const char* status :
       {"final", "F", "validated", "corrected", "completed", "confirmed", ""}) {
    const Record record = line("potassium", "2.3 mmol/L", status);
    BOOST_TEST(facts_of(record) == "lab.potassium 2.3", status);
    BOOST_TEST(record.items.at(0).flags == 0);
  }
  for (const char* status : {"preliminary", "P", "provisional", "unconfirmed", "suspected"})
    BOOST_TEST(line("potassium", "2.3 mmol/L", status).items.at(0).flags == provisional, status);
  for (const char* status :
       {"N", "no", "false", "negative", "absent", "never", "refuted", "unknown", "not done",
        "pending", "resolved", "past", "stopped", "planned", "yes"}) {
    const Record record = line("potassium", "2.3 mmol/L", status);
    BOOST_TEST(record.items.empty(), status);
    BOOST_TEST(told(record) ==
               "can't be read: a status that isn't known for a measured value; write final, "
               "preliminary, corrected, cancelled or entered in error @ line/potassium (line 2); ");
  }
  // What nobody knows may be a drug with its dose; and a value of no result denies nothing.
  BOOST_TEST(told(line("Xarelia", "500 mg", "stopped")).empty());
  BOOST_TEST(told(line("potassium", "pending", "pending")).empty());
}

BOOST_AUTO_TEST_CASE(a_status_says_whether_what_is_no_number_is_there) {
  BOOST_TEST(facts_of(line("leg cramp", "yes", "completed")) == "symptom.cramp.leg present past");
  BOOST_TEST(line("leg cramp", "yes", "suspected").items.at(0).flags == provisional);
  BOOST_TEST(line("leg cramp", "yes", "provisional").items.at(0).flags == provisional);
  // Nothing was measured, and so nothing is missing.
  BOOST_TEST(told(line("potassium", "", "not done")).empty());
}

BOOST_AUTO_TEST_CASE(each_finding_with_such_a_status_is_told_once) {
  const Record record =
      one(read_csv("patient,name,value,unit,time,status\np1,potassium,2.3,mmol/L,2026-11-20,N\n"
                   "p1,sodium,117,mmol/L,2026-11-20,N\np1,sodium,118,mmol/L,2026-11-19,N\n"));
  BOOST_TEST(record.ignored.size() == 3u);
  const std::string all = told(record);
  BOOST_TEST(all.find("line/potassium (line 2)") != std::string::npos);
  BOOST_TEST(all.find("line/sodium (line 3)") != std::string::npos);
  BOOST_TEST(all.find("line 4") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_dose_is_no_answer_and_is_told) {
  for (const char* value : {"12.5 mg daily", "12.5 mg", "1"}) {
    const Record record = line("hydrochlorothiazide", value, "");
    BOOST_TEST(record.items.empty(), value);
    BOOST_TEST(told(record).starts_with("neither yes nor no: "), value);
  }
  BOOST_TEST(facts_of(line("hydrochlorothiazide", "yes", "")) ==
             "drug.hydrochlorothiazide present");
}

BOOST_AUTO_TEST_CASE(cells_of_the_wide_form_that_cannot_be_read_are_told) {
  const char* mapping =
      "date: 2026-11-20\ncolumns:\n  id: patient\n  cramps: symptom.cramp.leg\n"
      "  HCT: drug.hydrochlorothiazide\n"
      "  since: {concept: drug.hydrochlorothiazide, is: start}\n"
      "  other: {code: LOINC 99999-9}\n";
  const auto row = [&](std::string_view cells) {
    return one(read_csv("id,cramps,HCT,since,other\np1," + std::string(cells) + "\n", mapping));
  };
  BOOST_TEST(
      told(row("yes,,26.10.26,")) ==
      "column \"since\": not a date or time; write YYYY-MM-DD, or state the pattern of dates "
      "in a mapping @ cell/since (line 2); ");
  BOOST_TEST(told(row("yes,12.5 mg daily,,")) ==
             "column \"HCT\": neither yes nor no @ cell/HCT (line 2); ");
  BOOST_TEST(told(row("1,,,")) == "column \"cramps\": neither yes nor no @ cell/cramps (line 2); ");
  BOOST_TEST(told(row("yes,,,words")).empty());  // nobody knows what they are of
  BOOST_TEST(told(row("yes,yes,2026-10-26,")).empty());
}

BOOST_AUTO_TEST_SUITE_END()
