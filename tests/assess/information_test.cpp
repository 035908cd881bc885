// SPDX-License-Identifier: Apache-2.0

#include "assess/information.hpp"

#include <boost/test/unit_test.hpp>

namespace causa::assess {

BOOST_AUTO_TEST_SUITE(assess_information, *boost::unit_test::tolerance(1e-4))

namespace {

BOOST_AUTO_TEST_CASE(an_even_question_is_one_bit) {
  BOOST_TEST(entropy_bits(0.5) == 1.0);
  BOOST_TEST(entropy_bits(0.1) == 0.46900);
  BOOST_TEST(entropy_bits(0) == 0.0);
  BOOST_TEST(entropy_bits(1) == 0.0);
}

// H(0.2 x 0.5) - (0.2 H(0.5) + 0.8 H(0)) = 0.46900 - 0.2
BOOST_AUTO_TEST_CASE(a_measurement_leaves_only_whether_it_accounts_for_it) {
  BOOST_TEST(bits_told(0.2, 0.5, {1, 0}) == 0.26900);
  BOOST_TEST(bits_told(0.5, 1, {1, 0}) == 1.0);
}

// LR+ 4, LR- 0.25: 1 - specificity = 0.75 / 3.75 = 0.2, sensitivity 0.8; 1 - H(0.8) = 0.27807
BOOST_AUTO_TEST_CASE(both_ratios_give_both_rates) {
  const auto rates = rates_of(4, 0.25, 0.3, 0.9);
  BOOST_REQUIRE(rates.has_value());
  BOOST_TEST(rates->false_positive == 0.2);
  BOOST_TEST(rates->sensitivity == 0.8);
  BOOST_TEST(bits_told(0.5, 1, *rates) == 0.27807);
}

BOOST_AUTO_TEST_CASE(a_finding_against_has_rates_too) {
  const auto rates = rates_of(0.25, 4, 0.3, 0.9);
  BOOST_REQUIRE(rates.has_value());
  BOOST_TEST(rates->false_positive == 0.8);
  BOOST_TEST(rates->sensitivity == 0.2);
  BOOST_TEST(bits_told(0.5, 1, *rates) == 0.27807);
}

BOOST_AUTO_TEST_CASE(one_ratio_takes_the_other_rate_from_the_constants) {
  const auto weak = rates_of(3, std::nullopt, 0.1, 0.9);
  BOOST_TEST(weak->false_positive == 0.1);
  BOOST_TEST(weak->sensitivity == 0.3);
  const auto strong = rates_of(12, std::nullopt, 0.1, 0.9);
  BOOST_TEST(strong->false_positive == 0.075);
  BOOST_TEST(strong->sensitivity == 0.9);
  const auto absent = rates_of(std::nullopt, 0.5, 0.1, 0.9);
  BOOST_TEST(absent->sensitivity == 0.55);
  BOOST_TEST(absent->false_positive == 0.1);
}

BOOST_AUTO_TEST_CASE(what_weighs_nothing_tells_nothing) {
  BOOST_TEST(!rates_of(1, std::nullopt, 0.1, 0.9).has_value());
  BOOST_TEST(!rates_of(std::nullopt, std::nullopt, 0.1, 0.9).has_value());
  BOOST_TEST(bits_told(0.5, 1, {0.3, 0.3}) == 0.0);
  BOOST_TEST(bits_told(0, 1, {1, 0}) == 0.0);
  BOOST_TEST(bits_told(0.5, 0, {1, 0}) == 0.0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::assess
