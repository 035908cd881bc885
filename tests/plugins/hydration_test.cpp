// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "hydration/formulas.hpp"

BOOST_AUTO_TEST_SUITE(hydration_formulas)

// Worked examples: knowledge/hydration_electrolytes_medication.json, formulas of the ids named
// here.

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

BOOST_AUTO_TEST_CASE(bun_cr_conv_worked_examples) {
  BOOST_TEST(std::abs(*hydration::urea_nitrogen_creatinine_ratio(30 / 2.801, 1.2 * 88.4) - 25.0) <
             1e-9);
  BOOST_TEST(std::abs(*hydration::urea_nitrogen_creatinine_ratio(14 / 2.801, 1.0 * 88.4) - 14.0) <
             1e-9);
  BOOST_TEST(!hydration::urea_nitrogen_creatinine_ratio(missing, 88));
  BOOST_TEST(!hydration::urea_nitrogen_creatinine_ratio(5, 0));
}

BOOST_AUTO_TEST_CASE(twenty_in_mg_is_eighty_one_in_mmol) {
  // Urea nitrogen 20 mg/dL and creatinine 1 mg/dL; a ratio of 100 in mmol is 24.8 in mg.
  BOOST_TEST(std::abs(*hydration::urea_creatinine_ratio(20 / 2.801, 88.4) - 80.8) < 0.05);
  BOOST_TEST(std::abs(*hydration::urea_nitrogen_creatinine_ratio(8.84, 88.4) - 24.76) < 0.01);
}

BOOST_AUTO_TEST_CASE(osm_calc_si_worked_examples) {
  BOOST_TEST(*hydration::calculated_osmolality_mosm_kg(140, 5, 5) == 290.0);
  BOOST_TEST(*hydration::calculated_osmolality_mosm_kg(150, 6, 12) == 318.0);
  BOOST_TEST(*hydration::calculated_osmolality_mosm_kg(128, 5, 4) == 265.0);
}

BOOST_AUTO_TEST_CASE(osm_calc_conv_worked_examples) {
  // In mg/dL of glucose and urea nitrogen; the factors 18 and 2.8 are rounded ones.
  const auto conventional = [](double sodium, double glucose_mg_dl, double urea_nitrogen_mg_dl) {
    return *hydration::calculated_osmolality_mosm_kg(sodium, glucose_mg_dl / 18,
                                                     urea_nitrogen_mg_dl / 2.8);
  };
  BOOST_TEST(std::abs(conventional(140, 90, 14) - 290.0) < 0.005);
  BOOST_TEST(std::abs(conventional(150, 108, 34) - 318.14) < 0.005);
  BOOST_TEST(std::abs(conventional(128, 90, 11) - 264.93) < 0.005);
}

BOOST_AUTO_TEST_CASE(osm_gap_worked_examples) {
  BOOST_TEST(*hydration::osmolal_gap_mosm_kg(320, 290) == 30.0);
  BOOST_TEST(*hydration::osmolal_gap_mosm_kg(292, 290) == 2.0);
  BOOST_TEST(*hydration::osmolal_gap_mosm_kg(285, 290) == -5.0);
  BOOST_TEST(!hydration::osmolal_gap_mosm_kg(missing, 290));
  BOOST_TEST(!hydration::osmolal_gap_mosm_kg(320, missing));
  BOOST_TEST(!hydration::calculated_osmolality_mosm_kg(140, missing, 5));
}

BOOST_AUTO_TEST_CASE(fena_worked_examples) {
  BOOST_TEST(std::abs(*hydration::fractional_excretion_percent(10, 138, 10, 0.18) - 0.13) < 0.005);
  BOOST_TEST(std::abs(*hydration::fractional_excretion_percent(60, 136, 5, 0.3) - 2.65) < 0.005);
}

BOOST_AUTO_TEST_CASE(feurea_worked_examples) {
  BOOST_TEST(std::abs(*hydration::fractional_excretion_percent(150, 15, 9, 0.18) - 20.0) < 0.005);
  BOOST_TEST(std::abs(*hydration::fractional_excretion_percent(180, 15, 4, 0.2) - 60.0) < 0.005);
  BOOST_TEST(!hydration::fractional_excretion_percent(missing, 15, 4, 0.2));
  BOOST_TEST(!hydration::fractional_excretion_percent(180, 15, 0, 0.2));
}

BOOST_AUTO_TEST_CASE(postural_worked_examples) {
  BOOST_TEST(*hydration::postural_change(112, 78) == 34.0);
  BOOST_TEST(*hydration::postural_change(118, 92) == 26.0);
  BOOST_TEST(*hydration::postural_change(84, 70) == 14.0);
  BOOST_TEST(*hydration::postural_change(130, 122) == 8.0);
  BOOST_TEST(*hydration::postural_change(70, 72) == -2.0);
  BOOST_TEST(!hydration::postural_change(missing, 70));
}

BOOST_AUTO_TEST_CASE(interdialytic_gain_is_of_the_dry_weight) {
  BOOST_TEST(*hydration::interdialytic_gain_percent(3.2, 64) == 5.0);
  BOOST_TEST(!hydration::interdialytic_gain_percent(missing, 64));
  BOOST_TEST(!hydration::interdialytic_gain_percent(3.2, 0));
}

BOOST_AUTO_TEST_SUITE_END()
