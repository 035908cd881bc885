// SPDX-License-Identifier: Apache-2.0

#include "terminology/names.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "base/text.hpp"
#include "paths.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {
namespace {

Vocabulary shipped() {
  auto made = Vocabulary::load(causa::tests::terminology_folder).value();
  made.finish().value();
  return made;
}

BOOST_AUTO_TEST_SUITE(terminology_names)

BOOST_AUTO_TEST_CASE(what_the_choices_of_a_phrase_allow_is_found_and_nothing_twice) {
  const auto vocabulary = shipped();
  std::size_t all = 0;
  for (ConceptId id = 0; id < vocabulary.size(); ++id) {
    const auto texts = vocabulary.texts(id);
    all += texts.size();
    for (const auto& text : texts) {
      BOOST_TEST(text.find_first_of("()|") == std::string::npos, text);
      BOOST_TEST(vocabulary.find_text(text).has_value(), text);
    }
    auto sorted = std::vector<std::string>(texts.begin(), texts.end());
    std::sort(sorted.begin(), sorted.end());
    BOOST_TEST((std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()));
  }
  BOOST_TEST(all > 20'000u);
}

BOOST_AUTO_TEST_CASE(a_concept_that_is_shown_by_another_name_is_still_matched_by_its_first) {
  auto vocabulary = shipped();
  const ConceptId id = *vocabulary.find("lab.potassium");
  const std::string first = vocabulary[id].definition.name;
  vocabulary.show_as(id, "Blood salt number one");
  vocabulary.show_as(id, "Blood salt number two");
  BOOST_TEST((vocabulary.find_text(first) == id));
  BOOST_TEST(vocabulary[id].definition.name == "Blood salt number two");
}

BOOST_AUTO_TEST_CASE(several_threads_may_ask_first) {
  const auto vocabulary = shipped();
  std::vector<std::optional<ConceptId>> found(8);
  std::vector<const Phrases*> phrases(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < found.size(); ++i)
    threads.emplace_back([&, i] {
      found[i] = vocabulary.find_text("leg cramps");
      phrases[i] = &vocabulary.phrases();
    });
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < found.size(); ++i) {
    BOOST_TEST((found[i] == vocabulary.find("symptom.cramp.leg")));
    BOOST_TEST(phrases[i] == &vocabulary.phrases());
  }
}

BOOST_AUTO_TEST_CASE(a_table_of_texts_finds_what_was_put_in_however_it_grew) {
  TextTable table;
  BOOST_TEST(table.find("x") == TextTable::nothing);
  for (std::uint32_t i = 0; i < 5000; ++i) table.add("text " + std::to_string(i), i);
  for (std::uint32_t i = 0; i < 5000; ++i)
    BOOST_TEST_REQUIRE(table.find("text " + std::to_string(i)) == i);
  const auto [value, is_new] = table.add("text 7", 9);
  BOOST_TEST(!is_new);
  BOOST_TEST(value == 7u);
  BOOST_TEST(table.find("text") == TextTable::nothing);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::terminology
