// SPDX-License-Identifier: Apache-2.0
#include "linting.hpp"
#include "record/unread.hpp"

namespace causa::lint {

BOOST_FIXTURE_TEST_SUITE(lint_measurements, Linting)

BOOST_AUTO_TEST_CASE(units_that_cannot_be_are_errors_of_patient_safety) {
  lab("2823-3", 4, "furlong");
  const auto found = lint("unit.refused");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST((found[0].severity == Severity::error));
  BOOST_TEST(found[0].safety);
  BOOST_TEST(found[0].place == "Thing/0");
  BOOST_TEST(found[0].cure == "use mmol/L, meq/L, mg/dL");
}

BOOST_AUTO_TEST_CASE(a_reference_range_of_another_unit_is_an_error) {
  auto& item = lab("19123-9", 1.9, "mmol/L");
  item.reference_low = 0.7;
  item.reference_high = 1.05;
  BOOST_TEST(count("unit.in_doubt") == 0u);
  record.items[0].reference_low = 1.7;
  record.items[0].reference_high = 2.5;
  BOOST_TEST(count("unit.in_doubt") == 1u);
}

BOOST_AUTO_TEST_CASE(implausible_and_hemolyzed_values_are_told) {
  lab("2823-3", 41, "mmol/L");
  lab("2823-3", 6.8, "mmol/L").flags = record::Flag::hemolyzed;
  BOOST_TEST(count("value.implausible") == 1u);
  BOOST_TEST(count("value.hemolyzed") == 1u);
}

BOOST_AUTO_TEST_CASE(a_value_that_its_reader_could_not_make_out_is_told_if_a_module_asks_for_it) {
  const auto unread = [&](std::string_view code) {
    record::Item& item = lab(code, 2.3, "mmol/L");
    record::mark_unread(item, "status Final");
  };
  unread("99999-9");
  BOOST_TEST(count("value.unread") == 0u);
  unread("2823-3");
  const auto found = lint("value.unread");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST((found[0].severity == Severity::error));
  BOOST_TEST(found[0].safety);
  BOOST_TEST(found[0].message == "Potassium 2.3 mmol/L is not used: status Final");
  BOOST_TEST(facts.facts.empty());
}

BOOST_AUTO_TEST_CASE(a_code_in_the_place_of_a_number_is_told) {
  record::Item& item = lab("2823-3", 4, "");
  item.value_kind = record::ValueKind::coded;
  item.value_text = "low";
  const auto found = lint("value.not_a_number");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].message == "Potassium \"low\" is not a number");
}

BOOST_AUTO_TEST_CASE(a_unit_taken_from_the_code_is_a_note) {
  lab("2823-3", 4, "");
  const auto found = lint("unit.assumed");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST((found[0].severity == Severity::note));
}

BOOST_AUTO_TEST_CASE(only_the_newest_value_of_an_analyte_can_be_stale) {
  lab("2823-3", 4, "mmol/L", "2020-01-01");
  lab("2823-3", 4, "mmol/L", "2026-11-19");
  BOOST_TEST(count("value.stale") == 0u);
  lab("2951-2", 140, "mmol/L", "2026-11-01");
  const auto found = lint("value.stale");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].message ==
             "the newest value is older than it may be: Sodium (18 of 14 days)");
}

BOOST_AUTO_TEST_CASE(two_values_at_one_instant_are_told_whatever_their_offsets) {
  lab("33914-3", 82, "mL/min/{1.73_m2}", "2026-11-19T08:00:00Z");
  lab("33914-3", 37, "mL/min/{1.73_m2}", "2026-11-19T09:00:00+01:00");
  const auto found = lint("value.two_at_once");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].safety);
  BOOST_TEST(found[0].message.find("alerts take the worse") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_value_of_a_day_and_one_of_an_hour_of_it_are_two_at_once) {
  lab("2823-3", 4.0, "mmol/L", "2026-11-19");
  lab("2823-3", 5.6, "mmol/L", "2026-11-19T08:00:00Z");
  lab("2823-3", 4.1, "mmol/L", "2026-11-18T08:00:00Z");
  const auto found = lint("value.two_at_once");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].message.find("of the same day") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_result_in_two_units_and_an_older_tie_are_no_two_values) {
  lab("2345-7", 100, "mg/dL", "2026-11-19T08:00:00Z");
  lab("14749-6", 5.6, "mmol/L", "2026-11-19T08:00:00Z");
  lab("2823-3", 4.0, "mmol/L", "2026-11-18T08:00:00Z");
  lab("2823-3", 5.0, "mmol/L", "2026-11-18T08:00:00Z");
  lab("2823-3", 4.2, "mmol/L", "2026-11-19T08:00:00Z");
  BOOST_TEST(count("value.two_at_once") == 0u);
}

BOOST_AUTO_TEST_CASE(the_same_result_twice_is_a_note_and_no_tie) {
  lab("2823-3", 4.2, "mmol/L", "2026-11-19T08:00:00Z");
  lab("2823-3", 4.2, "mmol/L", "2026-11-19T08:00:00Z");
  lab("2951-2", 140, "mmol/L", "2026-11-19");  // two of one day may be two measurements
  lab("2951-2", 140, "mmol/L", "2026-11-19");
  const auto found = lint("value.repeated");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].message == "1 result has the same value of the same instant as another");
  BOOST_TEST(count("value.two_at_once") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::lint
