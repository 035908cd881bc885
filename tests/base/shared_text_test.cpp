// SPDX-License-Identifier: Apache-2.0
#include "base/shared_text.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <thread>

BOOST_AUTO_TEST_SUITE(base_shared_text)

using namespace causa;

BOOST_AUTO_TEST_CASE(equal_texts_are_one) {
  const std::string name = "Low potassium";
  const SharedText one = name;
  const SharedText other = std::string_view("Low potassium");
  BOOST_TEST(one.identity() == other.identity());
  BOOST_TEST((one == other));
  BOOST_TEST((one == "Low potassium"));
  BOOST_TEST((name == one));
  BOOST_TEST((one != SharedText("Low sodium")));
  BOOST_TEST((one < SharedText("Low sodium")));
}

BOOST_AUTO_TEST_CASE(a_text_outlives_what_it_was_made_of_and_keeps_every_byte) {
  SharedText text;
  {
    std::string made = "a text that is longer than what a string holds in itself";
    made += '\0';
    made += "\xff";
    text = made;
    made.assign(made.size(), 'x');
  }
  const std::string expected =
      std::string("a text that is longer than what a string holds in itself") + '\0' + "\xff";
  BOOST_TEST(text.text() == expected);
  BOOST_TEST(text.size() == expected.size());
  BOOST_TEST((text != SharedText("a text that is longer than what a string holds in itself")));
}

BOOST_AUTO_TEST_CASE(no_text_is_the_empty_text) {
  BOOST_TEST(SharedText().empty());
  BOOST_TEST((SharedText() == SharedText("")));
  BOOST_TEST(SharedText(std::string()).empty());
  BOOST_TEST(!SharedText(" ").empty());
  BOOST_TEST(SharedTexts().empty());
  BOOST_TEST((SharedTexts() == SharedTexts(std::vector<std::string>())));
}

BOOST_AUTO_TEST_CASE(equal_lists_are_one_and_order_and_borders_tell_them_apart) {
  const SharedTexts list{"one", "two"};
  BOOST_TEST(list.identity() == SharedTexts(std::vector<std::string>{"one", "two"}).identity());
  BOOST_TEST((list != SharedTexts{"two", "one"}));
  BOOST_TEST((list != SharedTexts{"onetwo"}));
  BOOST_TEST((SharedTexts{""} != SharedTexts()));
  BOOST_TEST(list[1] == "two");
  BOOST_TEST(std::vector<std::string>(list.begin(), list.end()) == list.texts());
}

BOOST_AUTO_TEST_CASE(threads_that_ask_at_once_get_the_same) {
  constexpr int texts = 500;
  std::vector<std::vector<const void*>> got(4);
  std::vector<std::thread> threads;
  for (auto& mine : got)
    threads.emplace_back([&mine] {
      for (int i = 0; i < texts; ++i)
        mine.push_back(SharedText("asked at once " + std::to_string(i)).identity());
    });
  for (auto& thread : threads) thread.join();
  for (const auto& mine : got) BOOST_TEST(mine == got.front());
}

BOOST_AUTO_TEST_SUITE_END()
