// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "chronic_disease/formulas.hpp"

BOOST_AUTO_TEST_SUITE(chronic_disease_formulas)

// Worked examples: knowledge/circulation_neurologic_chronic_strain.json (ckd_epi_2021, kdigo_stage,
// ada_diabetes, zulewski, carle_lr) and knowledge/hydration_electrolytes_medication.json
// (egfr_ckdepi2021), formulas of the ids named here.

namespace chronic = causa::chronic_disease;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

std::int64_t day(int number) { return number * chronic::day_ms; }

BOOST_AUTO_TEST_CASE(ckd_epi_2021_worked_examples) {
  struct Example {
    double creatinine_mg_dl, age_years;
    bool female;
    double egfr;
    double stage;
  };
  for (const auto& example : {Example{0.9, 55, true, 75.5, 2}, Example{1.4, 70, false, 54.1, 3},
                              Example{0.9, 40, false, 110.7, 1}, Example{0.7, 40, true, 112.1, 1},
                              Example{2.8, 68, true, 17.8, 4}, Example{6.0, 60, false, 10.0, 5},
                              Example{0.5, 30, true, 129.3, 1}}) {
    const auto egfr =
        chronic::egfr_ckd_epi_2021(example.creatinine_mg_dl * chronic::creatinine_umol_l_per_mg_dl,
                                   example.age_years, example.female);
    BOOST_REQUIRE(egfr);
    BOOST_TEST(std::abs(*egfr - example.egfr) < 0.05);
    BOOST_TEST(*chronic::ckd_g_stage(*egfr) == example.stage);
  }
}

BOOST_AUTO_TEST_CASE(egfr_ckdepi2021_worked_example_of_the_other_file) {
  BOOST_TEST(std::abs(*chronic::egfr_ckd_epi_2021(0.6 * 88.4, 30, true) - 123.8) < 0.05);
}

BOOST_AUTO_TEST_CASE(ckd_epi_2021_takes_umol_as_the_laboratory_prints_it) {
  BOOST_TEST(std::abs(*chronic::egfr_ckd_epi_2021(79.6, 55, true) - 75.5) < 0.1);
  BOOST_TEST(std::abs(*chronic::egfr_ckd_epi_2021(123.8, 70, false) - 54.1) < 0.1);
}

BOOST_AUTO_TEST_CASE(ckd_epi_2021_is_for_adults_with_a_creatinine) {
  BOOST_TEST(!chronic::egfr_ckd_epi_2021(missing, 55, true));
  BOOST_TEST(!chronic::egfr_ckd_epi_2021(0, 55, true));
  BOOST_TEST(!chronic::egfr_ckd_epi_2021(-80, 55, true));
  BOOST_TEST(!chronic::egfr_ckd_epi_2021(infinite, 55, true));
  BOOST_TEST(!chronic::egfr_ckd_epi_2021(80, missing, true));
  BOOST_TEST(!chronic::egfr_ckd_epi_2021(80, 17.9, true));
  BOOST_TEST(chronic::egfr_ckd_epi_2021(80, 18, true).has_value());
  BOOST_TEST(!chronic::egfr_ckd_epi_2021(80, 131, true));
}

BOOST_AUTO_TEST_CASE(ckd_epi_2021_is_continuous_at_its_knee) {
  for (const bool female : {false, true}) {
    const double knee = (female ? 0.7 : 0.9) * 88.4;
    BOOST_TEST(std::abs(*chronic::egfr_ckd_epi_2021(knee - 1e-6, 50, female) -
                        *chronic::egfr_ckd_epi_2021(knee + 1e-6, 50, female)) < 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(kdigo_stage_worked_examples) {
  BOOST_TEST(*chronic::ckd_g_stage(52) == 3);
  BOOST_TEST(*chronic::ckd_g_stage(75) == 2);
  BOOST_TEST(*chronic::ckd_g_stage(38) == 3.5);
  BOOST_TEST(*chronic::ckd_g_stage(12) == 5);
}

BOOST_AUTO_TEST_CASE(kdigo_stage_is_of_the_rounded_rate) {
  BOOST_TEST(*chronic::ckd_g_stage(89.5) == 1);
  BOOST_TEST(*chronic::ckd_g_stage(89.4) == 2);
  BOOST_TEST(*chronic::ckd_g_stage(59.5) == 2);
  BOOST_TEST(*chronic::ckd_g_stage(59.4) == 3);
  BOOST_TEST(*chronic::ckd_g_stage(29.4) == 4);
  BOOST_TEST(*chronic::ckd_g_stage(14.5) == 4);
  BOOST_TEST(*chronic::ckd_g_stage(14.4) == 5);
  BOOST_TEST(!chronic::ckd_g_stage(missing));
  BOOST_TEST(!chronic::ckd_g_stage(0));
  BOOST_TEST(!chronic::ckd_g_stage(infinite));
}

BOOST_AUTO_TEST_CASE(kdigo_albuminuria_and_risk_worked_examples) {
  BOOST_TEST(*chronic::albuminuria_category(45) == 2);
  BOOST_TEST(*chronic::kidney_risk(3, 2) == 3);
  BOOST_TEST(*chronic::albuminuria_category(12) == 1);
  BOOST_TEST(*chronic::kidney_risk(2, 1) == 1);
  BOOST_TEST(*chronic::albuminuria_category(35 * 8.84) == 3);
  BOOST_TEST(*chronic::kidney_risk(3.5, 3) == 4);
  BOOST_TEST(*chronic::kidney_risk(5, 1) == 4);
}

BOOST_AUTO_TEST_CASE(kdigo_risk_is_the_whole_map) {
  const double map[6][3] = {{1, 2, 3}, {1, 2, 3}, {2, 3, 4}, {3, 4, 4}, {4, 4, 4}, {4, 4, 4}};
  const double stages[6] = {1, 2, 3, 3.5, 4, 5};
  for (int stage = 0; stage < 6; ++stage)
    for (int albumin = 1; albumin <= 3; ++albumin)
      BOOST_TEST(*chronic::kidney_risk(stages[stage], albumin) == map[stage][albumin - 1]);
  BOOST_TEST(!chronic::kidney_risk(2.5, 1));
  BOOST_TEST(!chronic::kidney_risk(2, 0));
  BOOST_TEST(*chronic::albuminuria_category(29.9) == 1);
  BOOST_TEST(*chronic::albuminuria_category(30) == 2);
  BOOST_TEST(*chronic::albuminuria_category(300) == 2);
  BOOST_TEST(*chronic::albuminuria_category(300.1) == 3);
  BOOST_TEST(!chronic::albuminuria_category(-1));
}

BOOST_AUTO_TEST_CASE(creatinine_doubles) {
  const std::vector<double> values = {90, 80, 170};
  const std::vector<std::int64_t> times = {day(0), day(30), day(60)};
  BOOST_TEST(std::abs(*chronic::creatinine_rise_ratio(values, times) - 170.0 / 80) < 1e-9);
}

BOOST_AUTO_TEST_CASE(creatinine_of_long_ago_is_no_baseline) {
  const std::vector<double> values = {80, 170};
  const std::vector<std::int64_t> inside = {day(0), day(90)};
  const std::vector<std::int64_t> outside = {day(0), day(91)};
  BOOST_TEST(chronic::creatinine_rise_ratio(values, inside).has_value());
  BOOST_TEST(!chronic::creatinine_rise_ratio(values, outside));
}

BOOST_AUTO_TEST_CASE(creatinine_of_one_instant_gives_no_rise_and_the_higher_counts) {
  const std::vector<double> values = {80, 100, 160};
  const std::vector<std::int64_t> together = {day(5), day(5), day(5)};
  BOOST_TEST(!chronic::creatinine_rise_ratio(values, together));
  const std::vector<double> tied = {80, 160, 100};
  const std::vector<std::int64_t> times = {day(0), day(5), day(5)};
  BOOST_TEST(*chronic::creatinine_rise_ratio(tied, times) == 2);
}

BOOST_AUTO_TEST_CASE(creatinine_rise_needs_times_and_values) {
  const std::vector<double> values = {80, 160};
  const std::vector<std::int64_t> none;
  const std::vector<std::int64_t> times = {day(0), day(5)};
  BOOST_TEST(!chronic::creatinine_rise_ratio(values, none));
  BOOST_TEST(!chronic::creatinine_rise_ratio(std::vector<double>{80, missing}, times));
  BOOST_TEST(!chronic::creatinine_rise_ratio(std::vector<double>{0, 160}, times));
  BOOST_TEST(
      !chronic::creatinine_rise_ratio(std::vector<double>{80}, std::vector<std::int64_t>{day(0)}));
}

BOOST_AUTO_TEST_CASE(reduced_for_three_months_takes_ninety_days) {
  using Rates = std::vector<double>;
  using Times = std::vector<std::int64_t>;
  const auto lasting = [](const Rates& rates, const Times& times) {
    return chronic::reduced_for_three_months(rates, times);
  };
  BOOST_TEST((lasting({50, 45}, {day(0), day(90)}) == std::optional(true)));
  BOOST_TEST((lasting({50, 45}, {day(0), day(89)}) == std::nullopt));
  BOOST_TEST((lasting({50, 70, 45}, {day(0), day(50), day(100)}) == std::nullopt));
  BOOST_TEST((lasting({50, 60}, {day(0), day(100)}) == std::optional(false)));
  BOOST_TEST((lasting({45}, {day(0)}) == std::nullopt));
  BOOST_TEST((lasting({}, {}) == std::nullopt));
  BOOST_TEST((lasting({0, 45}, {day(0), day(100)}) == std::nullopt));
  BOOST_TEST((lasting({50, 45}, {}) == std::nullopt));
}

chronic::DiabetesCriteria judge(double hba1c, double fasting, double random = missing,
                                std::optional<bool> symptoms = std::nullopt,
                                double two_hour = missing) {
  return chronic::diabetes_criteria({hba1c, fasting, two_hour, random, symptoms});
}

BOOST_AUTO_TEST_CASE(ada_diabetes_worked_examples) {
  constexpr double fasting_131_mg_dl = 131 / 18.016;
  constexpr double random_245_mg_dl = 245 / 18.016;
  const auto two = judge(6.7, fasting_131_mg_dl);
  BOOST_TEST((two.in_range == true && two.confirmed == true));
  const auto one = judge(6.7, missing);
  BOOST_TEST((one.in_range == true && !one.confirmed));
  const auto with_symptoms = judge(missing, missing, random_245_mg_dl, true);
  BOOST_TEST((with_symptoms.in_range == true && with_symptoms.confirmed == true));
  const auto without_symptoms = judge(missing, missing, random_245_mg_dl, false);
  BOOST_TEST((!without_symptoms.in_range && !without_symptoms.confirmed));
  const auto prediabetes = judge(missing, 5.6);
  BOOST_TEST((prediabetes.in_range == false && prediabetes.confirmed == false));
  BOOST_TEST((prediabetes.prediabetes == true));
  const auto at_the_limit = judge(missing, 7.0);
  BOOST_TEST((at_the_limit.in_range == true && !at_the_limit.confirmed));
}

BOOST_AUTO_TEST_CASE(ada_limits_hold_in_both_units) {
  BOOST_TEST((judge(missing, 126 * 0.055507).in_range == true));
  BOOST_TEST((judge(missing, 125 * 0.055507).in_range == false));
  BOOST_TEST((judge(48 * 0.09148 + 2.152, missing).in_range == true));
  BOOST_TEST((judge(47 * 0.09148 + 2.152, missing).in_range == false));
  BOOST_TEST((judge(missing, missing, missing, std::nullopt, 200 * 0.055507).in_range == true));
}

BOOST_AUTO_TEST_CASE(ada_prediabetes_lies_below_diabetes) {
  BOOST_TEST((judge(5.7, missing).prediabetes == true));
  BOOST_TEST((judge(5.6, missing).prediabetes == false));
  BOOST_TEST((judge(missing, 6.9).prediabetes == true));
  BOOST_TEST((judge(missing, missing, missing, std::nullopt, 7.8).prediabetes == true));
  BOOST_TEST((judge(missing, missing, missing, std::nullopt, 7.7).prediabetes == false));
  BOOST_TEST((!judge(6.7, 6.0).prediabetes));  // diabetes, not less
  BOOST_TEST((!judge(missing, missing, 8.0, false).prediabetes));
}

BOOST_AUTO_TEST_CASE(ada_nothing_known_decides_nothing) {
  BOOST_TEST((!judge(missing, missing).in_range && !judge(missing, missing).confirmed));
  // Symptoms without a glucose, and a normal random glucose, decide nothing either.
  BOOST_TEST((!judge(missing, missing, missing, true).in_range));
  BOOST_TEST((!judge(missing, missing, 6.0, false).in_range));
  // A high random glucose keeps a normal HbA1c from excluding the disease.
  const auto conflicting = judge(5.4, missing, 13.0, std::nullopt);
  BOOST_TEST((conflicting.in_range == false && !conflicting.confirmed));
}

using Items = std::array<std::optional<bool>, chronic::zulewski_items>;

Items items(int present, int absent) {
  Items made;
  for (int i = 0; i < present; ++i) made[static_cast<std::size_t>(i)] = true;
  for (int i = present; i < present + absent; ++i) made[static_cast<std::size_t>(i)] = false;
  return made;
}

BOOST_AUTO_TEST_CASE(zulewski_worked_examples) {
  BOOST_TEST(*chronic::zulewski_score(items(6, 6)) == 6);
  BOOST_TEST(*chronic::zulewski_score(items(3, 9)) == 3);
  BOOST_TEST(*chronic::zulewski_score(items(0, 12)) == 0);
}

BOOST_AUTO_TEST_CASE(zulewski_unasked_is_not_absent) {
  BOOST_TEST(!chronic::zulewski_score(items(0, 0)));
  BOOST_TEST(!chronic::zulewski_score(items(5, 6)));
  BOOST_TEST(*chronic::zulewski_score(items(6, 0)) == 6);
}

BOOST_AUTO_TEST_CASE(carle_lr_worked_examples) {
  const auto posterior = [](double prior, double symptoms) {
    const double odds = prior / (1 - prior) * *chronic::carle_likelihood_ratio(symptoms);
    return odds / (1 + odds);
  };
  BOOST_TEST(std::abs(posterior(0.02, 8) - 0.067) < 0.0005);
  BOOST_TEST(std::abs(posterior(0.02, 0) - 0.0043) < 0.00005);
}

BOOST_AUTO_TEST_CASE(carle_lr_covers_each_count_once) {
  const double expected[] = {0.21, 0.47, 0.47, 1.16, 1.90, 1.90, 1.90,
                             3.52, 3.52, 3.52, 6.29, 6.29, 6.29, 6.29};
  for (int symptoms = 0; symptoms <= 13; ++symptoms)
    BOOST_TEST(*chronic::carle_likelihood_ratio(symptoms) == expected[symptoms]);
  BOOST_TEST(!chronic::carle_likelihood_ratio(14));
  BOOST_TEST(!chronic::carle_likelihood_ratio(-1));
  BOOST_TEST(!chronic::carle_likelihood_ratio(2.5));
  BOOST_TEST(!chronic::carle_likelihood_ratio(missing));
}

BOOST_AUTO_TEST_SUITE_END()
