// SPDX-License-Identifier: Apache-2.0

#include "knowledge/yaml.hpp"

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <utility>

namespace causa::knowledge {

BOOST_AUTO_TEST_SUITE(knowledge_yaml)

namespace {

std::string json_of(std::string_view yaml) {
  const auto document = YamlDocument::parse(yaml);
  return document ? document->json() : to_string(document.error());
}

std::pair<std::size_t, std::size_t> pair(Position at) { return {at.line, at.column}; }

bool stands_at(Position at, std::size_t line, std::size_t column) {
  BOOST_TEST_MESSAGE(at.line << ":" << at.column);
  return pair(at) == std::pair(line, column);
}

}  // namespace

BOOST_AUTO_TEST_CASE(plain_scalars_are_what_json_writes_so) {
  BOOST_TEST(json_of("[1, -2.5e3, 0.38, true, false, null, ~]") ==
             "[1,-2.5e3,0.38,true,false,null,null]");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_a_number_stays_a_text) {
  BOOST_TEST(json_of("[1.0.0, 2026-11-23, 3.5 mmol/L, 012, .5, 5., +1, 0x1F, yes, .inf]") ==
             R"(["1.0.0","2026-11-23","3.5 mmol/L","012",".5","5.","+1","0x1F","yes",".inf"])");
}

BOOST_AUTO_TEST_CASE(a_number_that_nobody_can_count_to_is_an_error) {
  BOOST_TEST(json_of("[1e300, 18446744073709551615, 1e-400]") ==
             "[1e300,18446744073709551615,1e-400]");
  BOOST_TEST(json_of("a:\n  b: 1e309") ==
             "2:6: 1e309 is too large a number; put it in quotes if it is a text");
  BOOST_TEST(json_of("18446744073709551616").starts_with("1:1: 18446744073709551616 is too large"));
}

BOOST_AUTO_TEST_CASE(quoted_and_block_texts_stay_texts) {
  BOOST_TEST(json_of("a: \"1\"\nb: 'true'\nc: !!str 5\nd: |\n  7\n") ==
             R"({"a":"1","b":"true","c":"5","d":"7\n"})");
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_an_error) {
  BOOST_TEST(json_of("a: 1\nb: 2\na: 3\n") == "3:1: key \"a\" stands twice; remove one of them");
}

BOOST_AUTO_TEST_CASE(two_documents_are_an_error) {
  BOOST_TEST(json_of("a: 1\n---\nb: 2\n").find("more than one document") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(documents_without_end_are_an_error) {
  // yaml-cpp gives one empty document after the other for these.
  for (const std::string_view yaml :
       {"%/x {a: 1}\n {", "{a: {{[{}]}, s: {[{c}]}, {b: [{4}]}, {}}},"})
    BOOST_TEST(json_of(yaml).find(':') != std::string::npos, json_of(yaml));
  BOOST_TEST(json_of("%YAML 1.2\n---\na: 1\n") == R"({"a":1})");
  BOOST_TEST(json_of("a: 5 %\n") == "{\"a\":\"5 %\"}");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_says_nothing) {
  const auto document = YamlDocument::parse("\xef\xbb\xbfname: x\n").value();
  BOOST_TEST(document.json() == "{\"name\":\"x\"}");
  BOOST_TEST(stands_at(document.value("/name"), 1, 7));
}

BOOST_AUTO_TEST_CASE(faults_of_yaml_have_line_and_column) {
  BOOST_TEST(json_of("a: [1, 2\nb: 3\n").starts_with("2:"));
  BOOST_TEST(json_of("").find("is empty") != std::string::npos);
  BOOST_TEST(json_of("a: \xff\n").find("UTF-8") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(anchors_that_blow_up_are_refused) {
  std::string yaml = "a0: &a0 [xxxxxxxxxxxxxxxx, xxxxxxxxxxxxxxxx]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    yaml += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) yaml += before + ", ";
    yaml += before + "]\n";
  }
  BOOST_TEST(json_of(yaml).find("too large") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_an_error_not_a_crash) {
  BOOST_TEST(!YamlDocument::parse(std::string(100'000, '[')).has_value());
}

BOOST_AUTO_TEST_CASE(values_and_keys_are_found_again) {
  const auto document =
      YamlDocument::parse("rules:\n  - id: one\n    when: \"a and b\"\n  - {id: two, a/b: x}\n")
          .value();
  BOOST_TEST(stands_at(document.value("/rules/0/when"), 3, 11));
  BOOST_TEST(stands_at(document.key("/rules/0/when"), 3, 5));
  BOOST_TEST(stands_at(document.value("/rules/1/id"), 4, 10));
  BOOST_TEST(stands_at(document.key("/rules/1/a~1b"), 4, 15));
  BOOST_TEST(stands_at(document.value("/rules/0/absent/deeper"), 2, 5));
}

BOOST_AUTO_TEST_CASE(a_byte_of_a_condition_is_found_again_through_quotes_and_folds) {
  const auto document =
      YamlDocument::parse("plain: a and b\nquoted: \"a and b\"\nfolded: >-\n  a and\n  b or c\n")
          .value();
  BOOST_TEST(stands_at(document.inside("/plain", 6), 1, 14));
  BOOST_TEST(stands_at(document.inside("/quoted", 6), 2, 16));
  BOOST_TEST(stands_at(document.inside("/folded", 6), 5, 3));
  BOOST_TEST(stands_at(document.inside("/folded", 8), 5, 5));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::knowledge
