// SPDX-License-Identifier: Apache-2.0
#include "linting.hpp"
#include "record/unread.hpp"

namespace causa::lint {

BOOST_FIXTURE_TEST_SUITE(lint_input, Linting)

BOOST_AUTO_TEST_CASE(what_the_reader_held_back_for_safety_is_told_and_what_it_grouped_is_not) {
  record.ignore("Claim", "type not used", "Claim/1");
  BOOST_TEST(count("record.held_back") == 0u);
  record.ignore("MedicationRequest", "an order not to give the drug (doNotPerform)",
                "MedicationRequest/7", false);
  const auto found = lint("record.held_back");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].place == "MedicationRequest/7");
}

BOOST_AUTO_TEST_CASE(what_the_reader_could_not_make_out_is_an_error_of_safety) {
  record.ignore("OBX", "can't be read: status \"Z\" isn't known", "OBX/M1#2", false);
  record.ignore("OBX.line", "can't be read: a line begins no segment", "OBX/M1#3", false);
  const auto found = lint("record.unreadable");
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0].place == "OBX/M1#2");
  BOOST_TEST((found[0].severity == Severity::error));
  BOOST_TEST(found[0].safety);
  BOOST_TEST(count("record.held_back") == 0u);
}

BOOST_AUTO_TEST_CASE(an_entry_that_stands_twice_is_told_but_not_its_components) {
  for (const char* source :
       {"Observation/a.component[0]", "Observation/a.component[1]", "Observation/b",
        "QuestionnaireResponse/q.item[2.1]", "QuestionnaireResponse/q.item[2.2]",
        "QuestionnaireResponse/q.item[2.1]"})
    lab("2823-3", 4, "mmol/L").source = source;
  BOOST_TEST(count("record.same_source") == 0u);
  lab("2823-3", 4, "mmol/L").source = "Observation/a";
  BOOST_TEST(count("record.same_source") == 1u);
}

BOOST_AUTO_TEST_CASE(two_that_follow_one_another_stand_twice_too) {
  for (const char* source : {"Encounter/e", "Encounter/e", "DiagnosticReport/r",
                             "DiagnosticReport/r", "Observation/a", "Observation/a.component[0]"})
    lab("2823-3", 4, "mmol/L").source = source;
  BOOST_TEST(count("record.same_source") == 0u);
  lab("2823-3", 4, "mmol/L").source = "Observation/a";
  BOOST_TEST(count("record.same_source") == 1u);
  lab("2823-3", 4, "mmol/L").source = "Observation/b.component[0]";
  lab("2823-3", 4, "mmol/L").source = "Observation/b.component[0]";
  BOOST_TEST(count("record.same_source") == 2u);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_read_is_an_error_of_its_own) {
  record.ignore("Observation", std::string(record::unreadable_prefix) + "issued: not a time; x",
                "Observation/7", false);
  const auto found = lint("record.unreadable");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].place == "Observation/7");
  BOOST_TEST(found[0].safety);
  BOOST_TEST((found[0].severity == Severity::error));
  BOOST_TEST(count("record.held_back") == 0u);
}

BOOST_AUTO_TEST_CASE(gravest_findings_come_first) {
  record.set_patient_id("");
  record.sex = record::Sex::unknown;
  lab("2823-3", 41, "mmol/L", "2026-11-19T08:00:00Z");
  lint("");
  BOOST_REQUIRE(all.size() == 3u);
  BOOST_TEST(all[0].id == "value.implausible");
  BOOST_TEST(all[1].id == "patient.no_sex");
  BOOST_TEST(all[2].id == "patient.no_id");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::lint
