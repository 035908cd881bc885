// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(base_json)

using namespace causa;

namespace {

std::string fault_in(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  return document ? "none" : document.error().message;
}

std::string nested(std::size_t lists) {
  return std::string(lists, '[') + '1' + std::string(lists, ']');
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_are_what_they_were_written_as) {
  const auto document =
      JsonDocument::parse(R"([null, true, -3, 3.0, 9223372036854775808, "a\u00e9\n", [], {}])")
          .value();
  const auto list = document.root().items();
  const std::vector<JsonKind> kinds = {JsonKind::null,   JsonKind::truth,  JsonKind::integer,
                                       JsonKind::number, JsonKind::number, JsonKind::text,
                                       JsonKind::list,   JsonKind::mapping};
  BOOST_TEST_REQUIRE(list.size() == kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) BOOST_TEST((list[i].kind() == kinds[i]), i);
  BOOST_TEST(list[1].truth());
  BOOST_TEST(list[2].number() == -3);
  BOOST_TEST(list[4].number() == 9223372036854775808.0);
  BOOST_TEST(list[5].text() == "a\u00e9\n");
  BOOST_TEST(document.root().written() ==
             R"([null,true,-3,3E0,9.223372036854776E18,"aé\n",[],{}])");
}

BOOST_AUTO_TEST_CASE(a_value_that_is_asked_for_what_it_is_not_gives_nothing) {
  const auto document = JsonDocument::parse(R"({"a": 1})").value();
  for (const JsonValue value : {JsonValue(), document.root().find("b")}) {
    BOOST_TEST(!value);
    BOOST_TEST(value.is_absent());
    BOOST_TEST(value.text().empty());
    BOOST_TEST(value.number() == 0);
    BOOST_TEST(!value.truth());
    BOOST_TEST(value.find("a").is_absent());
    BOOST_TEST(value.items().empty());
    BOOST_TEST(value.members().empty());
    BOOST_TEST(value.written().empty());
  }
  const JsonValue number = document.root().find("a");
  BOOST_TEST(number.text().empty());
  BOOST_TEST(number.find("a").is_absent());
  BOOST_TEST(number.items().empty());
}

BOOST_AUTO_TEST_CASE(members_come_in_their_order_and_the_first_of_two_is_found) {
  const auto document = JsonDocument::parse(R"({"b": [1, {"x": 2}], "a": 3, "b": 4})").value();
  std::string keys;
  for (const JsonMember member : document.root().members()) keys += member.key;
  BOOST_TEST(keys == "bab");
  BOOST_TEST(document.root().find("b").items()[1].find("x").number() == 2);
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_told) {
  BOOST_TEST(fault_in("") == "there is nothing");
  BOOST_TEST(fault_in("[1,]") == "syntax error");
  BOOST_TEST(fault_in("{} {}") == "syntax error");
  BOOST_TEST(fault_in("\"a") == "a text has no end");
  BOOST_TEST(fault_in("\"\xff\"") == "not all of it is UTF-8");
  BOOST_TEST(fault_in("\"a\nb\"") == "a text has a wrong escape or a control character");
  BOOST_TEST(fault_in(R"("\ud800")") == "a text has a wrong escape or a control character");
  BOOST_TEST(fault_in("[1e309]") == "a number is too large, or isn't written as one");
  BOOST_TEST(fault_in("[01]") == "a number is too large, or isn't written as one");
}

BOOST_AUTO_TEST_CASE(depth_has_a_limit) {
  BOOST_TEST(fault_in(nested(JsonDocument::most_deep)) == "none");
  BOOST_TEST(fault_in(nested(JsonDocument::most_deep + 1)) == "lies more than 32 deep");
  BOOST_TEST(fault_in(nested(100'000)) == "lies more than 32 deep");
}

BOOST_AUTO_TEST_CASE(documents_side_by_side_keep_their_own_values) {
  auto first = JsonDocument::parse(R"(["first"])").value();
  const JsonValue kept = first.root();
  {
    const auto second = JsonDocument::parse(R"(["second"])").value();
    const auto third = JsonDocument::parse('[' + std::string(1 << 21, ' ') + R"("third"])").value();
    BOOST_TEST(second.root().items()[0].text() == "second");
    BOOST_TEST(third.root().items()[0].text() == "third");
  }
  const auto fourth = JsonDocument::parse(R"(["fourth"])").value();
  const JsonDocument moved = std::move(first);
  BOOST_TEST(kept.items()[0].text() == "first");
  BOOST_TEST(moved.root().items()[0].text() == "first");
  BOOST_TEST(fourth.root().items()[0].text() == "fourth");
}

BOOST_AUTO_TEST_SUITE_END()
