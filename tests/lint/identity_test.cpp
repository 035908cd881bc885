// SPDX-License-Identifier: Apache-2.0
#include "linting.hpp"

namespace causa::lint {

BOOST_FIXTURE_TEST_SUITE(lint_identity, Linting)

BOOST_AUTO_TEST_CASE(a_clean_record_gives_nothing) {
  lab("2823-3", 4.1, "mmol/L", "2026-11-19T08:00:00Z");
  condition(icd10cm, "I10");
  drug("5487");
  lint("");
  for (const Finding& finding : all) BOOST_TEST(false, finding.id << ": " << finding.message);
}

BOOST_AUTO_TEST_CASE(a_missing_birth_date_or_sex_is_told) {
  BOOST_TEST(count("patient.no_birth_date") == 0u);
  BOOST_TEST(count("patient.no_sex") == 0u);
  record.birth = {};
  record.sex = record::Sex::unknown;
  BOOST_TEST(count("patient.no_birth_date") == 1u);
  BOOST_TEST(count("patient.no_sex") == 1u);
}

BOOST_AUTO_TEST_CASE(another_sex_is_a_sex) {
  record.sex = record::Sex::other;
  BOOST_TEST(count("patient.no_sex") == 0u);
}

BOOST_AUTO_TEST_CASE(nobody_is_born_later_or_older_than_anybody) {
  record.birth = *parse_time("2027");
  BOOST_TEST(count("patient.born_later") == 1u);
  record.birth = *parse_time("2026-11-20");
  BOOST_TEST(count("patient.born_later") == 0u);
  record.birth = *parse_time("1900-01-01");
  BOOST_TEST(count("patient.too_old") == 1u);
  record.deceased = true;
  BOOST_TEST(count("patient.too_old") == 0u);
  record.birth = *parse_time("1926-01-01");
  BOOST_TEST(count("patient.deceased") == 1u);
}

BOOST_AUTO_TEST_CASE(a_patient_without_an_id_is_told) {
  record.set_patient_id("");
  BOOST_TEST(count("patient.no_id") == 1u);
}

// Findings are printed, stored and, by strict, told on standard error.
BOOST_AUTO_TEST_CASE(no_message_repeats_a_birth_date) {
  record.birth = *parse_time("1999-12-31");
  lab("2823-3", 4.1, "mmol/L", "1999-01-01");
  lint("");
  BOOST_TEST(!all.empty());
  for (const Finding& finding : all) {
    BOOST_TEST(finding.message.find("1999-12-31") == std::string::npos);
    BOOST_TEST(finding.message.find("p-1") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::lint
