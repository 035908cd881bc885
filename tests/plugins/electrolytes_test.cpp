// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "electrolytes/formulas.hpp"

BOOST_AUTO_TEST_SUITE(electrolytes_formulas)

// Worked examples: knowledge/hydration_electrolytes_medication.json, formulas of the ids named
// here.

namespace electrolytes = causa::electrolytes;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

BOOST_AUTO_TEST_CASE(ca_adj_si_worked_examples) {
  BOOST_TEST(std::abs(*electrolytes::adjusted_calcium_mmol_l(1.95, 28) - 2.19) < 0.005);
  BOOST_TEST(std::abs(*electrolytes::adjusted_calcium_mmol_l(2.0, 40) - 2.0) < 0.005);
  BOOST_TEST(std::abs(*electrolytes::adjusted_calcium_mmol_l(2.6, 30) - 2.8) < 0.005);
}

BOOST_AUTO_TEST_CASE(ca_adj_conv_worked_examples_agree_to_rounding) {
  // In mg/dL and g/dL: 0.8 mg/dL for each g/dL is 0.01996 mmol/L for each g/L.
  const auto conventional = [](double calcium_mg_dl, double albumin_g_dl) {
    return 4.008 * *electrolytes::adjusted_calcium_mmol_l(calcium_mg_dl / 4.008, albumin_g_dl * 10);
  };
  BOOST_TEST(std::abs(conventional(8.0, 2.0) - 9.6) < 0.01);
  BOOST_TEST(std::abs(conventional(7.6, 2.8) - 8.56) < 0.01);
  BOOST_TEST(std::abs(conventional(10.6, 4.5) - 10.2) < 0.01);
}

BOOST_AUTO_TEST_CASE(calcium_is_not_adjusted_without_albumin) {
  BOOST_TEST(!electrolytes::adjusted_calcium_mmol_l(2.0, missing));
  BOOST_TEST(!electrolytes::adjusted_calcium_mmol_l(missing, 40));
  BOOST_TEST(!electrolytes::adjusted_calcium_mmol_l(2.0, 0));
  BOOST_TEST(!electrolytes::adjusted_calcium_mmol_l(2.0, 400));  // mg/dL sent as g/L
  BOOST_TEST(!electrolytes::adjusted_calcium_mmol_l(infinite, 40));
  BOOST_TEST(!electrolytes::adjusted_calcium_mmol_l(0, 40));
}

BOOST_AUTO_TEST_CASE(reference_albumin_can_be_the_laboratorys_own) {
  // Figge's reference, 44 g/L: the gap of 16 at albumin 30 becomes 16 + 0.25 x 14.
  BOOST_TEST(*electrolytes::adjusted_anion_gap_mmol_l(16, 30, 44) == 19.5);
  BOOST_TEST(std::abs(*electrolytes::adjusted_calcium_mmol_l(2.0, 40, 44) - 2.08) < 1e-9);
}

BOOST_AUTO_TEST_CASE(anion_gap_worked_examples) {
  BOOST_TEST(*electrolytes::anion_gap_mmol_l(140, 104, 24) == 12.0);
  BOOST_TEST(*electrolytes::anion_gap_mmol_l(138, 96, 14) == 28.0);
}

BOOST_AUTO_TEST_CASE(anion_gap_edges) {
  BOOST_TEST(*electrolytes::anion_gap_mmol_l(130, 110, 24) == -4.0);
  BOOST_TEST(!electrolytes::anion_gap_mmol_l(missing, 104, 24));
  BOOST_TEST(!electrolytes::anion_gap_mmol_l(140, missing, 24));
  BOOST_TEST(!electrolytes::anion_gap_mmol_l(140, 104, missing));
  BOOST_TEST(!electrolytes::anion_gap_mmol_l(140, 104, 0));
}

BOOST_AUTO_TEST_CASE(anion_gap_alb_worked_examples) {
  BOOST_TEST(*electrolytes::adjusted_anion_gap_mmol_l(10, 20) == 15.0);
  BOOST_TEST(*electrolytes::adjusted_anion_gap_mmol_l(16, 30) == 18.5);
}

BOOST_AUTO_TEST_CASE(adjusted_anion_gap_needs_both) {
  BOOST_TEST(!electrolytes::adjusted_anion_gap_mmol_l(missing, 40));
  BOOST_TEST(!electrolytes::adjusted_anion_gap_mmol_l(12, missing));
  BOOST_TEST(!electrolytes::adjusted_anion_gap_mmol_l(12, -1));
}

BOOST_AUTO_TEST_CASE(na_corr_hillier_worked_examples) {
  const double per_mmol = electrolytes::glucose_mg_dl_per_mmol_l;
  BOOST_TEST(std::abs(*electrolytes::glucose_corrected_sodium_mmol_l(125, 500 / per_mmol) - 134.6) <
             0.005);
  BOOST_TEST(std::abs(*electrolytes::glucose_corrected_sodium_mmol_l(132, 250 / per_mmol) - 135.6) <
             0.005);
}

BOOST_AUTO_TEST_CASE(na_corr_katz_worked_examples) {
  const double per_mmol = electrolytes::glucose_mg_dl_per_mmol_l;
  const auto katz = [&](double sodium, double glucose_mg_dl) {
    return *electrolytes::glucose_corrected_sodium_mmol_l(sodium, glucose_mg_dl / per_mmol,
                                                          electrolytes::katz_1973);
  };
  BOOST_TEST(std::abs(katz(125, 500) - 131.4) < 0.005);
  BOOST_TEST(std::abs(katz(132, 250) - 134.4) < 0.005);
}

BOOST_AUTO_TEST_CASE(sodium_is_not_corrected_at_normal_or_low_glucose) {
  BOOST_TEST(*electrolytes::glucose_corrected_sodium_mmol_l(130, 5.0) == 130.0);
  BOOST_TEST(*electrolytes::glucose_corrected_sodium_mmol_l(130, 2.0) == 130.0);
  BOOST_TEST(!electrolytes::glucose_corrected_sodium_mmol_l(missing, 5.0));
  BOOST_TEST(!electrolytes::glucose_corrected_sodium_mmol_l(130, missing));
  BOOST_TEST(!electrolytes::glucose_corrected_sodium_mmol_l(130, 0));
  BOOST_TEST(!electrolytes::glucose_corrected_sodium_mmol_l(130, infinite));
}

BOOST_AUTO_TEST_CASE(femg_worked_examples) {
  const auto magnesium = [](double urine, double serum, double urine_creatinine,
                            double serum_creatinine) {
    return *electrolytes::fractional_excretion_percent(
        urine, serum, urine_creatinine, serum_creatinine, electrolytes::filtered_magnesium);
  };
  BOOST_TEST(std::abs(magnesium(2.0, 0.5, 8.0, 0.08) - 5.71) < 0.005);
  BOOST_TEST(std::abs(magnesium(0.2, 0.5, 10.0, 0.08) - 0.46) < 0.005);
  BOOST_TEST(std::abs(magnesium(3.5, 0.45, 6.0, 0.1) - 18.52) < 0.005);
}

BOOST_AUTO_TEST_CASE(fek_worked_examples) {
  BOOST_TEST(std::abs(*electrolytes::fractional_excretion_percent(60, 2.8, 6.0, 0.09) - 32.14) <
             0.005);
  BOOST_TEST(std::abs(*electrolytes::fractional_excretion_percent(15, 2.9, 12.0, 0.08) - 3.45) <
             0.005);
}

BOOST_AUTO_TEST_CASE(fractional_excretion_needs_all_four) {
  BOOST_TEST(!electrolytes::fractional_excretion_percent(missing, 2.8, 6.0, 0.09));
  BOOST_TEST(!electrolytes::fractional_excretion_percent(60, missing, 6.0, 0.09));
  BOOST_TEST(!electrolytes::fractional_excretion_percent(60, 2.8, 0, 0.09));
  BOOST_TEST(!electrolytes::fractional_excretion_percent(60, 2.8, 6.0, -1));
  BOOST_TEST(!electrolytes::fractional_excretion_percent(60, 2.8, 6.0, 0.09, 0));
  BOOST_TEST(!electrolytes::fractional_excretion_percent(infinite, 2.8, 6.0, 0.09));
}

BOOST_AUTO_TEST_CASE(uk_ucr_worked_examples) {
  BOOST_TEST(*electrolytes::urine_potassium_creatinine(40, 5) == 8.0);
  BOOST_TEST(std::abs(*electrolytes::urine_potassium_creatinine(10, 12) - 0.83) < 0.005);
  BOOST_TEST(!electrolytes::urine_potassium_creatinine(missing, 5));
  BOOST_TEST(!electrolytes::urine_potassium_creatinine(40, 0));
}

BOOST_AUTO_TEST_CASE(potassium_rises_from_the_lowest_of_twelve_hours) {
  constexpr std::int64_t hour = 3'600'000;
  const auto rise = [](std::vector<double> values, std::vector<std::int64_t> times) {
    return electrolytes::potassium_rise_mmol_l(values, times, 12);
  };
  BOOST_TEST(std::abs(*rise({5.2, 5.0, 5.7}, {0, 4 * hour, 10 * hour}) - 0.7) < 1e-9);
  BOOST_TEST(*rise({5.7, 5.0}, {0, hour}) == 0.0);
  BOOST_TEST(!rise({5.0, 5.7}, {0, 13 * hour}));
  BOOST_TEST(!rise({5.7}, {0}));
  BOOST_TEST(!rise({5.0, 5.7}, {0}));
  // Two values of one instant that differ: nobody knows which one is the latest.
  BOOST_TEST(!rise({4.0, 5.0, 5.7}, {0, 4 * hour, 4 * hour}));
  BOOST_TEST(!rise({missing, 5.7}, {0, hour}));
}

BOOST_AUTO_TEST_SUITE_END()
