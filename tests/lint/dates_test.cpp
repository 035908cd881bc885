// SPDX-License-Identifier: Apache-2.0
#include "linting.hpp"

namespace causa::lint {

BOOST_FIXTURE_TEST_SUITE(lint_dates, Linting)

BOOST_AUTO_TEST_CASE(future_dates_are_one_finding_with_the_first_place) {
  lab("2823-3", 4.1, "mmol/L");
  BOOST_TEST(count("time.future") == 0u);
  lab("2823-3", 4.1, "mmol/L", "2026-12-24");
  lab("2951-2", 140, "mmol/L", "2027");
  const auto found = lint("time.future");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].place == "Thing/1");
  BOOST_TEST(found[0].message ==
             "2 entries are dated after the date of the assessment (2026-11-20)");
}

BOOST_AUTO_TEST_CASE(a_date_of_today_and_a_plan_are_not_in_the_future) {
  lab("2823-3", 4.1, "mmol/L", "2026-11-20");
  drug("5487").start = *parse_time("2026-12-01");
  record.items.back().flags = record::Flag::planned;
  BOOST_TEST(count("time.future") == 0u);
}

// It was measured in Berlin at 13:00 or in Auckland: nobody says, and an alert hangs on it.
BOOST_AUTO_TEST_CASE(a_time_without_an_offset_is_in_the_future_only_if_it_is_so_everywhere) {
  lab("2823-3", 7.1, "mmol/L", "2026-11-20T13:00:00").flags = record::Flag::zone_unstated;
  lab("2823-3", 7.1, "mmol/L", "2026-11-21");
  BOOST_TEST(count("time.future") == 0u);
  lab("2823-3", 7.1, "mmol/L", "2026-11-20T14:00:00Z");
  BOOST_TEST(count("time.future") == 1u);
  lab("2823-3", 7.1, "mmol/L", "2026-11-22");
  BOOST_TEST(lint("time.future")[0].message.starts_with("2 entries"));
}

// The analyzer's clock may be ahead of this one, and the value may be an emergency.
BOOST_AUTO_TEST_CASE(a_clock_that_is_ahead_makes_no_future) {
  lab("2823-3", 7.1, "mmol/L", "2026-11-20T13:00:00Z");  // an hour after the assessment
  BOOST_TEST(count("time.future") == 0u);
  BOOST_TEST(facts.facts.size() == 1u);
  lab("2823-3", 7.1, "mmol/L", "2026-11-20T13:00:01Z");
  BOOST_TEST(count("time.future") == 1u);
}

BOOST_AUTO_TEST_CASE(entries_from_before_birth_may_be_another_patients) {
  lab("2823-3", 4.1, "mmol/L", "1960-05-01");
  lab("2823-3", 4.1, "mmol/L", "1960");  // may be after it
  BOOST_TEST(count("time.before_birth") == 0u);
  lab("2823-3", 4.1, "mmol/L", "1959-12-31");
  const auto found = lint("time.before_birth");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST((found[0].severity == Severity::error));
  BOOST_TEST(found[0].safety);
  BOOST_TEST(found[0].place == "Thing/2");
}

BOOST_AUTO_TEST_CASE(what_a_relative_had_may_be_older_than_the_patient) {
  condition(icd10cm, "I10").start = *parse_time("1940");
  record.items.back().flags = record::Flag::family_history;
  BOOST_TEST(count("time.before_birth") == 0u);
}

BOOST_AUTO_TEST_CASE(an_end_lies_not_before_its_start) {
  auto& item = condition(icd10cm, "I10");
  item.start = *parse_time("2020-03");
  item.end = *parse_time("2020");
  BOOST_TEST(count("time.end_before_start") == 0u);
  record.items.back().end = *parse_time("2019");
  BOOST_TEST(count("time.end_before_start") == 1u);
}

BOOST_AUTO_TEST_CASE(measurements_without_a_time_are_told_once) {
  lab("2823-3", 4.1, "mmol/L").time = {};
  lab("2951-2", 140, "mmol/L").time = {};
  condition(icd10cm, "I10").time = {};  // has no window, so needs none
  const auto found = lint("time.missing");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].message.starts_with("2 measurements are without a time"));
}

BOOST_AUTO_TEST_CASE(a_time_of_issue_is_told) {
  lab("2823-3", 4.1, "mmol/L").flags = record::Flag::time_is_issued;
  BOOST_TEST(count("time.of_issue") == 1u);
}

BOOST_AUTO_TEST_CASE(times_without_an_offset_and_with_several_are_told) {
  lab("2823-3", 4.1, "mmol/L", "2026-11-19T08:00:00Z");
  lab("2951-2", 140, "mmol/L", "2026-11-18");
  BOOST_TEST(count("time.zone_unstated") == 0u);
  BOOST_TEST(count("time.zones_differ") == 0u);
  lab("2823-3", 4.2, "mmol/L", "2026-11-17T08:00:00+01:00");
  BOOST_TEST(count("time.zones_differ") == 1u);
  lab("2823-3", 4.3, "mmol/L", "2026-11-16T08:00:00");
  BOOST_TEST(count("time.zone_unstated") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::lint
