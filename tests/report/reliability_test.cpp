// SPDX-License-Identifier: Apache-2.0

#include "report/reliability.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(report_reliability)

using namespace causa;

namespace {

bool holds(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

// By hand: the square is 440 wide and begins at 70 and 108, so 20 % lies at x = 158 and 30 % at
// y = 108 + 0.7 * 440 = 416. Wilson for 3 of 10 is 10.8 to 60.3 %.
BOOST_AUTO_TEST_CASE(a_bin_stands_where_its_numbers_say) {
  const report::ReliabilityBin bins[] = {{0.1, 0.3, 2.0, 3, 10}};
  const std::string svg = report::reliability_diagram(bins, "Few.");
  BOOST_TEST(holds(svg, "cx=\"158\" cy=\"416\""));
  BOOST_TEST(holds(svg, ">3/10<"));
  BOOST_TEST(holds(svg,
                   "Given 10 to 30 %, 20.0 % on average: 3 of 10 were the labeled one, 30 % (95 % "
                   "range 11 to 60 %)."));
}

BOOST_AUTO_TEST_CASE(a_bin_without_any_is_left_out) {
  const report::ReliabilityBin bins[] = {{0, 0.5, 0, 0, 0}, {0.5, 1, 0.6, 1, 1}};
  const std::string svg = report::reliability_diagram(bins, "Few.");
  BOOST_TEST(!holds(svg, "Given 0 to 50 %"));
  BOOST_TEST(!holds(svg, "nan"));
}

BOOST_AUTO_TEST_CASE(the_caveat_is_seen_and_read_aloud) {
  const std::string svg = report::reliability_diagram({}, "Few cases <here>.");
  BOOST_TEST(holds(svg, "Few cases &lt;here&gt;.</desc>"));
  BOOST_TEST(holds(svg, "Few cases &lt;here&gt;.</text>"));
  BOOST_TEST(holds(svg, "prefers-color-scheme:dark"));
}

BOOST_AUTO_TEST_SUITE_END()
