// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "hydration/formulas.hpp"

// Worked examples: knowledge/hydration_electrolytes_medication.json, formulas of the ids named
// here.
BOOST_AUTO_TEST_SUITE(hydration_formulas)

namespace hydration = causa::hydration;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

BOOST_AUTO_TEST_CASE(osm_khajuria_krahn_worked_examples) {
  BOOST_TEST(std::abs(*hydration::calculated_osmolarity_mosm_l(140, 4.0, 5.0, 5.0) - 292.59) <
             0.005);
  BOOST_TEST(std::abs(*hydration::calculated_osmolarity_mosm_l(146, 4.2, 6.5, 12) - 312.85) <
             0.005);
  BOOST_TEST(std::abs(*hydration::calculated_osmolarity_mosm_l(138, 4.5, 10, 8) - 298.55) < 0.005);
}

BOOST_AUTO_TEST_CASE(osmolarity_takes_urea_not_urea_nitrogen) {
  // 14 mg/dL of urea nitrogen is 5.0 mmol/L of urea.
  BOOST_TEST(std::abs(*hydration::calculated_osmolarity_mosm_l(140, 4.0, 5.0, 14 / 2.801) -
                      292.59) < 0.01);
}

BOOST_AUTO_TEST_CASE(osmolarity_needs_all_four) {
  BOOST_TEST(!hydration::calculated_osmolarity_mosm_l(missing, 4, 5, 5));
  BOOST_TEST(!hydration::calculated_osmolarity_mosm_l(140, missing, 5, 5));
  BOOST_TEST(!hydration::calculated_osmolarity_mosm_l(140, 4, missing, 5));
  BOOST_TEST(!hydration::calculated_osmolarity_mosm_l(140, 4, 5, missing));
  BOOST_TEST(!hydration::calculated_osmolarity_mosm_l(140, 4, 5, 0));
  BOOST_TEST(!hydration::calculated_osmolarity_mosm_l(140, 4, infinite, 5));
}

BOOST_AUTO_TEST_CASE(urea_cr_si_worked_examples) {
  BOOST_TEST(std::abs(*hydration::urea_creatinine_ratio(10.7, 106) - 100.9) < 0.05);
  BOOST_TEST(std::abs(*hydration::urea_creatinine_ratio(5.0, 88.4) - 56.6) < 0.05);
}

BOOST_AUTO_TEST_CASE(bun_cr_conv_worked_example_in_si_units) {
  // Urea nitrogen 30 mg/dL and creatinine 1.2 mg/dL: 25 in mg/mg, which is 25 x 4.04 here.
  const auto ratio = hydration::urea_creatinine_ratio(30 / 2.801, 1.2 * 88.4);
  BOOST_TEST(std::abs(*ratio / 4.04 - 25.0) < 0.05);
}

BOOST_AUTO_TEST_CASE(urea_creatinine_needs_both) {
  BOOST_TEST(!hydration::urea_creatinine_ratio(missing, 88));
  BOOST_TEST(!hydration::urea_creatinine_ratio(5, missing));
  BOOST_TEST(!hydration::urea_creatinine_ratio(5, 0));
  BOOST_TEST(!hydration::urea_creatinine_ratio(-1, 88));
}

BOOST_AUTO_TEST_CASE(shock_index_is_rate_over_pressure) {
  BOOST_TEST(*hydration::shock_index(110, 100) == 1.1, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(*hydration::shock_index(90, 90) == 1.0);
  BOOST_TEST(!hydration::shock_index(missing, 100));
  BOOST_TEST(!hydration::shock_index(100, missing));
  BOOST_TEST(!hydration::shock_index(100, 0));
}

BOOST_AUTO_TEST_CASE(pct_weight_loss_worked_examples) {
  BOOST_TEST(std::abs(*hydration::weight_loss_percent(80.0, 77.6) - 3.0) < 0.005);
  BOOST_TEST(std::abs(*hydration::weight_loss_percent(62.0, 58.3) - 5.97) < 0.005);
}

BOOST_AUTO_TEST_CASE(weight_loss_edges) {
  BOOST_TEST(*hydration::weight_loss_percent(70, 71.4) == -2.0, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(!hydration::weight_loss_percent(missing, 70));
  BOOST_TEST(!hydration::weight_loss_percent(70, missing));
  BOOST_TEST(!hydration::weight_loss_percent(0, 70));
  BOOST_TEST(!hydration::weight_loss_percent(154, 70));  // pounds against kilograms
  BOOST_TEST(!hydration::weight_loss_percent(70, 154));
}

BOOST_AUTO_TEST_CASE(ufr_worked_examples) {
  BOOST_TEST(std::abs(*hydration::ultrafiltration_rate_ml_h_kg(3500, 4, 70) - 12.5) < 0.005);
  BOOST_TEST(std::abs(*hydration::ultrafiltration_rate_ml_h_kg(4000, 3.5, 68) - 16.81) < 0.005);
}

BOOST_AUTO_TEST_CASE(ultrafiltration_edges) {
  BOOST_TEST(*hydration::ultrafiltration_rate_ml_h_kg(0, 4, 70) == 0.0);
  BOOST_TEST(!hydration::ultrafiltration_rate_ml_h_kg(missing, 4, 70));
  BOOST_TEST(!hydration::ultrafiltration_rate_ml_h_kg(3500, 0, 70));
  BOOST_TEST(!hydration::ultrafiltration_rate_ml_h_kg(3500, 4, missing));
  BOOST_TEST(!hydration::ultrafiltration_rate_ml_h_kg(-1, 4, 70));
}

BOOST_AUTO_TEST_SUITE_END()
