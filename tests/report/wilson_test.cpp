// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "report/wilson.hpp"

BOOST_AUTO_TEST_SUITE(report_wilson)

using namespace causa;

// By hand: at none of n the interval is 0 to z2/(n + z2), at all of n its mirror, z2 = 3.8415.
BOOST_AUTO_TEST_CASE(at_the_ends_it_is_what_the_formula_leaves) {
  const report::Share none = report::wilson_share(0, 10);
  BOOST_TEST(none.p == 0);
  BOOST_TEST(none.low == 0);
  BOOST_TEST(none.high == 0.27753, boost::test_tools::tolerance(1e-4));
  const report::Share all = report::wilson_share(10, 10);
  BOOST_TEST(all.p == 1);
  BOOST_TEST(all.low == 0.72247, boost::test_tools::tolerance(1e-4));
  BOOST_TEST(all.high == 1, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(more_answers_leave_less_open) {
  const report::Share few = report::wilson_share(1, 2), many = report::wilson_share(500, 1000);
  BOOST_TEST(few.low == 0.09453, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(few.high == 0.90547, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(many.low > 0.46);
  BOOST_TEST(many.high < 0.54);
}

BOOST_AUTO_TEST_SUITE_END()
