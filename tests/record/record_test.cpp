// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "record/record.hpp"

BOOST_AUTO_TEST_SUITE(record_record)

using namespace causa::record;

BOOST_AUTO_TEST_CASE(kept_text_outlives_its_source_and_a_move) {
  Record record;
  std::string text = "mmol/L";
  const std::string_view kept = record.keep(text);
  text = "gone!!";
  for (int i = 0; i < 10000; ++i) record.keep("filling up the arena");
  Record moved = std::move(record);
  BOOST_TEST(kept == "mmol/L");
  moved = Record();
  BOOST_TEST(moved.keep("").empty());
}

BOOST_AUTO_TEST_CASE(ignored_is_grouped_with_three_examples) {
  Record record;
  for (const char* example : {"Claim/1", "Claim/2", "Claim/3", "Claim/4"}) {
    record.ignore("Claim", "unused", example);
  }
  record.ignore("Claim", "another reason", "Claim/5");
  BOOST_REQUIRE(record.ignored.size() == 2u);
  BOOST_TEST(record.ignored[0].count == 4u);
  BOOST_TEST(record.ignored[0].examples.size() == 3u);
}

BOOST_AUTO_TEST_CASE(many_groups_stay_groups) {
  Record record;
  const auto ignore_all = [&] {
    for (int i = 0; i < 100; ++i) record.ignore("line", "column " + std::to_string(i), "line/1");
    record.ignore("line", "column 50", "line/2", false);
  };
  ignore_all();
  ignore_all();
  BOOST_TEST(record.ignored.size() == 102u);
  BOOST_TEST(record.ignored[50].count == 2u);
  BOOST_TEST(record.ignored[99].count == 2u);
  BOOST_TEST(record.ignored[100].count == 1u);

  record.ignored.clear();
  record.ignore("line", "column 99", "line/3");
  ignore_all();
  BOOST_TEST(record.ignored.size() == 101u);
  BOOST_TEST(record.ignored[0].count == 2u);
  BOOST_TEST(record.ignored[0].reason == "column 99");
}

BOOST_AUTO_TEST_CASE(reasons_of_safety_stand_one_by_one) {
  Record record;
  record.ignore("Observation", "unit", "Observation/1", false);
  record.ignore("Observation", "unit", "Observation/2", false);
  record.ignore("Observation", "unit", "Observation/3");
  BOOST_TEST(record.ignored.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_copied_item_does_not_lean_on_the_other_record) {
  Record copy;
  {
    Record record;
    record.codings.push_back({record.keep("s"), record.keep("a"), {}});
    record.codings.push_back({record.keep("s"), record.keep("b"), {}});
    Item item;
    item.codes = {1, 1};
    item.source = record.keep("Observation/k");
    copy.add_copy(record, item);
  }
  BOOST_TEST(copy.items[0].source == "Observation/k");
  BOOST_TEST(copy.begin_of(copy.items[0].codes)->code == "b");
}

BOOST_AUTO_TEST_SUITE_END()
