// SPDX-License-Identifier: Apache-2.0
//
// Units that can't be right: refused for scoring, told with the likely mistake, and never in the
// way of an alert.

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "facts/clinic.hpp"

namespace causa::facts {
namespace {

struct Laboratory : Clinic {
  record::Item& with_range(record::Item& item, double low, double high) {
    item.reference_low = low;
    item.reference_high = high;
    return item;
  }
  double for_rules(std::string_view id) { return cell(id).low; }
  double for_alerts(std::string_view id) {
    return cell(id, Aspect::value, 14, knowledge::Take::latest, true).low;
  }
};

BOOST_FIXTURE_TEST_SUITE(facts_measure, Laboratory)

BOOST_AUTO_TEST_CASE(a_reference_range_of_another_unit_keeps_the_value_out_of_the_score) {
  with_range(lab("19123-9", 1.9, "mmol/L"), 1.7, 2.5);
  BOOST_TEST(std::isnan(for_rules("lab.magnesium")));
  BOOST_REQUIRE(facts.refusals.size() == 1u);
  BOOST_TEST((facts.refusals[0].kind == Refused::unit_doubted));
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(!facts.ignored[0].grouped);
  BOOST_TEST(facts.ignored[0].reason ==
             "Magnesium 1.9 mmol/L: its reference range 1.7 to 2.5 is 2.4 times too high for this "
             "unit: looks like mg/dL; check the unit; alerts take the value as it is stated");
}

// Never make an alert disappear: 7.0 may be right, whatever range the sender's table holds.
BOOST_AUTO_TEST_CASE(alerts_take_a_value_of_doubtful_unit_as_it_is_stated) {
  with_range(lab("2823-3", 7.0, "mmol/L"), 13.7, 19.9);
  BOOST_TEST(std::isnan(for_rules("lab.potassium")));
  BOOST_TEST(for_alerts("lab.potassium") == 7.0);
}

BOOST_AUTO_TEST_CASE(a_newer_value_of_doubtful_unit_leaves_the_older_one_undecided_for_rules_only) {
  lab("2823-3", 2.4, "mmol/L", "2026-11-17T08:00:00Z");
  with_range(lab("2823-3", 4.0, "mmol/L", "2026-11-19T08:00:00Z"), 13.7, 19.9);
  BOOST_TEST(std::isnan(for_rules("lab.potassium")));
  BOOST_TEST(for_alerts("lab.potassium") == 4.0);
}

BOOST_AUTO_TEST_CASE(the_laboratorys_own_limit_of_creatine_kinase_is_a_fact) {
  with_range(lab("2157-6", 25, "ukat/L"), 0.5, 2.4166666666666667);
  BOOST_TEST(for_rules("lab.ck") == 1500, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(for_rules("lab.ck.upper_limit") == 145, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_a_limit_is_none) {
  with_range(lab("2157-6", 1500, "U/L"), 0, 5);
  BOOST_TEST(std::isnan(for_rules("lab.ck.upper_limit")));
}

BOOST_AUTO_TEST_CASE(a_range_that_fits_the_unit_changes_nothing) {
  with_range(lab("19123-9", 1.9, "mg/dL"), 1.7, 2.5);
  BOOST_TEST(for_rules("lab.magnesium") == 1.9 * 0.41144, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(facts.refusals.empty());
}

BOOST_AUTO_TEST_CASE(the_range_is_read_in_the_unit_that_the_code_implies) {
  with_range(lab("19123-9", 1.9, ""), 1.7, 2.5);  // 19123-9 is a mass concentration
  BOOST_TEST(for_rules("lab.magnesium") == 1.9 * 0.41144, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(an_implausible_value_is_told_with_the_unit_that_it_looks_like) {
  lab("2823-3", 18, "mmol/L");
  read();
  BOOST_REQUIRE(facts.refusals.size() == 1u);
  BOOST_TEST(facts.refusals[0].message ==
             "Potassium 18 mmol/L is outside the plausible range 1 to 12 mmol/L");
  BOOST_TEST(
      facts.refusals[0].cure ==
      "looks like mg/dL: 18 mg/dL would be 4.6 mmol/L; check the unit and the decimal point");
}

BOOST_AUTO_TEST_CASE(a_value_without_a_unit_is_never_guessed_but_the_guess_is_told) {
  add(record::Kind::observation, terminology::concept_system, "lab.glucose");
  auto& item = record.items.back();
  item.value_kind = record::ValueKind::number;
  item.number = 95;
  BOOST_TEST(std::isnan(for_rules("lab.glucose")));
  BOOST_REQUIRE(facts.refusals.size() == 1u);
  BOOST_TEST(facts.refusals[0].message == "Glucose in no unit, a unit that doesn't fit (95)");
  BOOST_TEST(facts.refusals[0].cure ==
             "looks like mg/dL: 95 mg/dL would be 5.27 mmol/L; use mmol/L, mg/dL");
}

BOOST_AUTO_TEST_CASE(two_units_of_one_value_are_refused) {
  auto& item = lab("17861-6", 9.4, "mg/dL");
  item.unit_code = record.keep("mmol/L");
  BOOST_TEST(std::isnan(for_rules("lab.calcium")));
  BOOST_REQUIRE(facts.refusals.size() == 1u);
  BOOST_TEST((facts.refusals[0].kind == Refused::unit));
}

BOOST_AUTO_TEST_CASE(words_in_the_place_of_a_number_are_told_by_themselves) {
  auto& item = lab("2823-3", 0, "");
  item.value_kind = record::ValueKind::text;
  item.value_text = record.keep("2.3 mmol/L");
  BOOST_TEST(std::isnan(for_rules("lab.potassium")));
  BOOST_REQUIRE(facts.refusals.size() == 1u);
  BOOST_TEST((facts.refusals[0].kind == Refused::not_a_number));
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(!facts.ignored[0].grouped);
  BOOST_TEST(facts.ignored[0].reason ==
             "Potassium \"2.3 mmol/L\" is not a number: send the number, with its unit in the "
             "field for it");
}

BOOST_AUTO_TEST_CASE(a_lower_bound_of_a_hemolyzed_sample_bounds_the_score_from_neither_side) {
  auto& item = lab("2823-3", 6.0, "mmol/L");
  item.flags = record::Flag::hemolyzed;
  item.comparator = record::Comparator::greater;
  const auto found = cell("lab.potassium");
  BOOST_TEST(std::isinf(found.low));
  BOOST_TEST(std::isinf(found.high));
  BOOST_TEST(for_alerts("lab.potassium") > 6.0);
}

BOOST_AUTO_TEST_CASE(every_refusal_stands_in_ignored_and_the_resource_is_counted_once) {
  lab("2823-3", 41, "mmol/L").flags = record::Flag::hemolyzed;
  read();
  BOOST_TEST(facts.refusals.size() == 2u);
  BOOST_REQUIRE(facts.ignored.size() == 2u);
  BOOST_TEST(facts.ignored[0].count + facts.ignored[1].count == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::facts
