// SPDX-License-Identifier: Apache-2.0

#include "assess/arithmetic.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

namespace causa::assess {

BOOST_AUTO_TEST_SUITE(assess_arithmetic)

namespace {

const Constants constants;

// The two examples of docs/clinical-model.md, "Shrink by precision".
BOOST_AUTO_TEST_CASE(a_wide_interval_shrinks_a_likelihood_ratio_much) {
  const Weight weight = measured_weight(13, knowledge::Interval{1.9, 95}, std::nullopt, constants);
  BOOST_TEST(weight.lr == 4.3, boost::test_tools::tolerance(0.01));
  BOOST_TEST(*weight.published == 13);
}

BOOST_AUTO_TEST_CASE(a_narrow_interval_shrinks_it_little) {
  const Weight weight =
      measured_weight(4.7, knowledge::Interval{2.2, 9.9}, std::nullopt, constants);
  BOOST_TEST(weight.lr == 4.0, boost::test_tools::tolerance(0.01));
  BOOST_TEST(weight.millibans == 605);
}

BOOST_AUTO_TEST_CASE(without_an_interval_a_small_study_shrinks_more_than_a_large_one) {
  const Weight large = measured_weight(10, std::nullopt, 500, constants);
  const Weight small = measured_weight(10, std::nullopt, 53, constants);
  BOOST_TEST(large.millibans == 800);  // 1000 x 0.25 / (0.25 + 0.0625)
  BOOST_TEST(small.millibans == 671);  // 1000 x 0.25 / (0.25 + 0.1225)
}

BOOST_AUTO_TEST_CASE(expert_words_keep_their_full_weight_and_turn_around) {
  const Weight for_it = expert_weight(knowledge::Grade::strong, true, constants);
  const Weight against = expert_weight(knowledge::Grade::strong, false, constants);
  BOOST_TEST(for_it.millibans == 778);
  BOOST_TEST(against.millibans == -for_it.millibans);
  BOOST_TEST(expert_weight(knowledge::Grade::minimal, true, constants).millibans == 61);
}

BOOST_AUTO_TEST_CASE(an_odds_ratio_becomes_two_likelihood_ratios_by_its_exposure) {
  BOOST_TEST(lr_positive_from_odds_ratio(3, 0.5) == 1.5);
  BOOST_TEST(lr_negative_from_odds_ratio(3, 0.5) == 0.5);
  BOOST_TEST(lr_positive_from_odds_ratio(3, 0.5) / lr_negative_from_odds_ratio(3, 0.5) == 3);
  BOOST_TEST(lr_positive_from_odds_ratio(1, 0.2) == 1);
}

// Thiazide, sequence ratio 1.47 (1.33-1.63): 0.32.
BOOST_AUTO_TEST_CASE(a_sequence_ratio_becomes_the_fraction_of_cramps_it_accounts_for) {
  const Estimate x = attributable_fraction(1.47, knowledge::Interval{1.33, 1.63});
  BOOST_TEST(x.p == 0.3197, boost::test_tools::tolerance(0.001));
  BOOST_TEST(x.low == 0.2481, boost::test_tools::tolerance(0.001));
  BOOST_TEST(x.high == 0.3865, boost::test_tools::tolerance(0.001));
}

BOOST_AUTO_TEST_CASE(an_interval_that_includes_one_has_a_lower_end_of_zero) {
  const Estimate x = attributable_fraction(1.20, knowledge::Interval{0.9, 1.6});
  BOOST_TEST(x.low == 0);
  BOOST_TEST(attributable_fraction(0.8, std::nullopt).p == 0);
}

// Swollen calf: P 0.17 x X 0.8 = 0.14.
BOOST_AUTO_TEST_CASE(presence_times_account_explains_and_has_a_range_around_it) {
  const double variance_p = logit_variance({0.17, 0.10, 0.30});
  const double variance_x = logit_variance(constants.strong);
  const Estimate e = explains(0.17, variance_p, 0.8, variance_x);
  BOOST_TEST(e.p == 0.136, boost::test_tools::tolerance(0.001));
  BOOST_TEST(e.low < e.p);
  BOOST_TEST(e.high > e.p);
  BOOST_TEST(e.high < 0.30);
}

BOOST_AUTO_TEST_CASE(a_range_holds_its_middle_however_small) {
  const Estimate e = explains(0.0005, 0.4, 0.03, 0.5);
  BOOST_TEST(e.low <= e.p);
  BOOST_TEST(e.p <= e.high);
}

BOOST_AUTO_TEST_CASE(what_accounts_for_nothing_explains_nothing) {
  BOOST_TEST(explains(0.99, 0.1, 0, 0).p == 0);
  BOOST_TEST(explains(0.99, 0.1, 0, 0).high == 0);
}

BOOST_AUTO_TEST_CASE(a_certain_probability_stays_finite) {
  BOOST_TEST(std::isfinite(logit(0)));
  BOOST_TEST(std::isfinite(logit(1)));
  BOOST_TEST(from_logit(logit(0.3)) == 0.3, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(normal_cdf(0) == 0.5);
  BOOST_TEST(normal_cdf(1.96) == 0.975, boost::test_tools::tolerance(1e-3));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::assess
