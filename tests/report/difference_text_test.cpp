// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "report/difference.hpp"

BOOST_AUTO_TEST_SUITE(report_difference_text)

using namespace causa;
using report::Section;

BOOST_AUTO_TEST_CASE(numbers_have_four_digits) {
  BOOST_TEST(
      report::changes_text({{Section::cause, "a.b", "B", "explains",
                             "0.7996000000000001 (0.4786417007247207 to 1.5e-05)", "0.45"}}) ==
      "Causes\n  a.b (B)\n      explains: 0.7996 (0.4786 to 1.5e-05) -> 0.45\n");
}

BOOST_AUTO_TEST_CASE(large_numbers_lose_nothing_before_the_point) {
  BOOST_TEST(report::changes_text({{Section::fact, "lab.ck", "", "value", "64000.00000000001 U/L",
                                    "1234.5678901 U/L"}}) ==
             "Facts\n  lab.ck\n      value: 64000 U/L -> 1235 U/L\n");
}

BOOST_AUTO_TEST_CASE(numbers_that_differ_in_a_late_digit_stay_whole) {
  BOOST_TEST(report::changes_text({{Section::cause, "a.b", "", "explains", "0.7996000000000001",
                                    "0.7996000000000002"}}) ==
             "Causes\n  a.b\n      explains: 0.7996000000000001 -> 0.7996000000000002\n");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_a_number_stays) {
  BOOST_TEST(
      report::changes_text({{Section::fact, "x", "", "", "", "1.2.840.113619 v1.23456789"}}) ==
      "Facts\n  + x: 1.2.840.113619 v1.23456789\n");
}

BOOST_AUTO_TEST_SUITE_END()
