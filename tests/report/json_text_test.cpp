// SPDX-License-Identifier: Apache-2.0

#include "report/json_text.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>

namespace causa::report {

BOOST_AUTO_TEST_SUITE(report_json_text)

namespace {

template <class Write>
std::string written(Write write) {
  std::string out;
  JsonText json(out);
  write(json);
  return out;
}

BOOST_AUTO_TEST_CASE(every_byte_is_escaped_as_the_library_does) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  BOOST_TEST(written([&](JsonText& json) { json.value(all); }) ==
             boost::json::serialize(boost::json::string_view(all)));
  BOOST_TEST(written([&](JsonText& json) { json.value(""); }) == "\"\"");
}

BOOST_AUTO_TEST_CASE(commas_stand_between_what_stands_beside_each_other) {
  BOOST_TEST(written([](JsonText& json) {
               json.begin_object();
               json.key("a").begin_array();
               json.value(1);
               json.begin_array();
               json.end_array();
               json.begin_object();
               json.end_object();
               json.value(true);
               json.end_array();
               json.key("b").null();
               json.key("c").begin_object();
               json.key("d").list(std::vector<std::string>{"x", "y"});
               json.end_object();
               json.key("e").text_or_null("");
               json.end_object();
             }) == R"({"a": [1, [], {}, true], "b": null, "c": {"d": ["x", "y"]}, "e": null})");
}

BOOST_AUTO_TEST_CASE(numbers_are_as_short_as_they_can_be_and_what_is_none_is_null) {
  const auto number = [](double value) {
    return written([&](JsonText& json) { json.value(value); });
  };
  BOOST_TEST(number(0.1) == "0.1");
  BOOST_TEST(number(3) == "3");
  BOOST_TEST(number(std::numeric_limits<double>::quiet_NaN()) == "null");
  BOOST_TEST(number(std::numeric_limits<double>::infinity()) == "null");
  BOOST_TEST(written([](JsonText& json) {
               json.value(std::numeric_limits<std::uint64_t>::max());
             }) == "18446744073709551615");
  BOOST_TEST(written([](JsonText& json) { json.value(std::int64_t{-5}); }) == "-5");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::report
