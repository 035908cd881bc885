// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/values.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "base/text.hpp"
#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_values)

using namespace causa::intake::hl7v2;
using causa::record::Comparator;

namespace {

/// "<0.3", or why it is none.
std::string number(std::string_view text) {
  std::string_view why;
  const auto read = read_number(text, why);
  if (!read) return std::string(why);
  static constexpr const char* signs[] = {"", "<", "<=", ">=", ">"};
  return signs[static_cast<int>(read->comparator)] + causa::format_number(read->value);
}

std::string range(std::string_view text, std::string_view unit = "mmol/L") {
  double low = std::numeric_limits<double>::quiet_NaN(), high = low;
  if (!read_range(text, unit, low, high)) return "none";
  return (std::isnan(low) ? "" : causa::format_number(low)) + ".." +
         (std::isnan(high) ? "" : causa::format_number(high));
}

bool same(std::string_view hl7, std::string_view iso) {
  const auto read = read_time(hl7);
  return read && *read == causa::parse_time(iso).value();
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_as_senders_write_them) {
  BOOST_TEST(number("2.9") == "2.9");
  BOOST_TEST(number(" +2.9 ") == "2.9");
  BOOST_TEST(number("-0.5") == "-0.5");
  BOOST_TEST(number("8,0") == "8");
  BOOST_TEST(number("0,123") == "0.123");
  BOOST_TEST(number("12345,678") == "12345.678");
  BOOST_TEST(number("<0.3") == "<0.3");
  BOOST_TEST(number("< 0,3") == "<0.3");
  BOOST_TEST(number(">=16") == ">=16");
  BOOST_TEST(number("=<5") == "<=5");
  BOOST_TEST(number("\xe2\x89\xa5 60") == ">=60");
  BOOST_TEST(number(".5") == "0.5");
}

BOOST_AUTO_TEST_CASE(a_comma_that_may_part_thousands_is_never_guessed) {
  for (const char* text : {"1,200", "12,000", "150,123", ">1,200"})
    BOOST_TEST(number(text) == "a number with a comma that may part thousands or decimals");
  BOOST_TEST(number("1,234.5") == "not a number");
  BOOST_TEST(number("1,2,3") == "not a number");
}

BOOST_AUTO_TEST_CASE(what_is_no_number) {
  for (const char* text :
       {"", "-", "<", "4.1 mmol/L", "hemolyzed", "nan", "inf", "1e999", "--1", "0x10", "<>5", "2+",
        "5-", "1:128", "8,", ",5", "TNP", "11111111111111111111111111111111111111111111111111"})
    BOOST_TEST(number(text) == "not a number", text);
}

BOOST_AUTO_TEST_CASE(reference_ranges_in_words) {
  BOOST_TEST(range("3.5-5.1") == "3.5..5.1");
  BOOST_TEST(range("3.5 - 5.1") == "3.5..5.1");
  BOOST_TEST(range("(3,5 to 5,1)") == "3.5..5.1");
  BOOST_TEST(range("3.5\xe2\x80\x93"
                   "5.1 mmol/L") == "3.5..5.1");
  BOOST_TEST(range("-2.0-3.0") == "-2..3");
  BOOST_TEST(range("<5") == "..5");
  BOOST_TEST(range(">=60") == "60..");
  for (const char* text :
       {"", "negative", "3.5-5.1 mg/dL", "5.1-3.5", "3.5-", "1-2-3", "1,200-1,300"})
    BOOST_TEST(range(text) == "none", text);
}

BOOST_AUTO_TEST_CASE(times_of_every_precision) {
  BOOST_TEST(same("2026", "2026"));
  BOOST_TEST(same("202601", "2026-01"));
  BOOST_TEST(same("20260110", "2026-01-10"));
  BOOST_TEST(same("202601100730", "2026-01-10T07:30"));
  BOOST_TEST(same("20260110073015", "2026-01-10T07:30:15"));
  BOOST_TEST(same("20260110073015.1234", "2026-01-10T07:30:15.1234"));
  BOOST_TEST(same("20260110073015-0500", "2026-01-10T07:30:15-05:00"));
  BOOST_TEST(same("202601100730+0215", "2026-01-10T07:30+02:15"));
  BOOST_TEST(same("19500000", "1950"));
  BOOST_TEST(same("19500200", "1950-02"));
  BOOST_TEST(same("2026-01-10", "2026-01-10"));
  const auto hour = read_time("2026011007");
  BOOST_REQUIRE(hour.has_value());
  BOOST_TEST(hour->latest_ms - hour->earliest_ms == 3'600'000 - 1);
}

BOOST_AUTO_TEST_CASE(a_time_without_offset_is_in_that_of_the_message) {
  BOOST_TEST((*read_time("20260110073015", -300) ==
              causa::parse_time("2026-01-10T07:30:15-05:00").value()));
  BOOST_TEST((*read_time("20260110073015+0100", -300) ==
              causa::parse_time("2026-01-10T07:30:15+01:00").value()));
  BOOST_TEST((*read_time("20260110", -300) == causa::parse_time("2026-01-10").value()));
  BOOST_TEST(zone_of("20260110073015-0500").value() == -300);
  BOOST_TEST(!zone_of("20260110073015").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_time_is_not_made_one) {
  for (const char* text : {"0000", "00000000", "202613", "20260230", "2026011025", "abc",
                           "2026+9999", "202", "20260110073015x", "2026-13-01", "10/01/2026"})
    BOOST_TEST(!read_time(text).has_value(), text);
  BOOST_TEST(!read_time("")->known());
  BOOST_TEST(!read_time("\"\"")->known());
}

BOOST_AUTO_TEST_SUITE_END()
