// SPDX-License-Identifier: Apache-2.0

#include "terminology/word_tree.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "terminology/synonyms.hpp"

namespace causa::terminology {

BOOST_AUTO_TEST_SUITE(terminology_word_tree)

namespace {

/// The numbers of all that ends at one place, as they were added.
Meaning numbers(std::span<const Saying> sayings) {
  Meaning meaning;
  for (const Saying& saying : sayings) meaning.concepts.push_back(saying.number);
  return meaning;
}

using Numbers = std::vector<ConceptId>;

Numbers at(const WordTree& tree, const std::string& text) {
  const auto* node = tree.root();
  std::istringstream stream(text);
  for (std::string word; stream >> word;) node = tree.step(node, FoldedWord(word));
  return WordTree::meaning(node).concepts;
}

BOOST_AUTO_TEST_CASE(a_text_is_found_by_its_folded_words_and_nothing_shorter_or_longer) {
  WordTree tree(numbers, {});
  tree.add("Leg-cramps (at NIGHT)", false, {Saying::Kind::present, 1});
  tree.add("leg cramps", false, {Saying::Kind::present, 2});
  tree.add("Ménière's disease", false, {Saying::Kind::present, 3});
  BOOST_TEST(at(tree, "leg cramps at night") == Numbers{1});
  BOOST_TEST(at(tree, "leg cramps") == Numbers{2});
  BOOST_TEST(at(tree, "meniere s disease") == Numbers{3});
  for (const char* text :
       {"", "leg", "cramps", "leg cramps at", "leg cramps at night ago", "legcramps"})
    BOOST_TEST(at(tree, text).empty(), text);
}

BOOST_AUTO_TEST_CASE(what_choices_allow_is_found_and_nothing_else) {
  const std::vector<std::string> written{
      "(left |right |)leg cramp(|s|ing) (at|during)(| the) night(|time)",
      "(a|b)(|c)(d|)",
      "x(| y)(| y) z",
      "(|no )calf (pain|ache)",
      "(pain|swelling) (in|of) (|the )leg(|s)",
      "Sjögren(| s) (syndrome|disease)"};
  WordTree tree(numbers, {});
  std::vector<std::string> phrases;
  for (std::uint32_t i = 0; i < written.size(); ++i) tree.add(written[i], true, {{}, i});
  for (std::uint32_t i = 0; i < written.size(); ++i)
    for (std::string phrase : phrases_of(written[i]).value()) {
      if (i == 5) phrase.replace(phrase.find("\xC3\xB6"), 2, "o").front() = 's';
      BOOST_TEST(at(tree, phrase) == Numbers{i}, phrase);
    }
  for (const char* text : {"leg cramp", "left right leg cramps at night", "ac d", "cd", "x y y y z",
                           "calf", "pain leg", "leg cramps at the", "sjogrens syndrome"})
    BOOST_TEST(at(tree, text).empty(), text);
}

BOOST_AUTO_TEST_CASE(brackets_and_bars_of_a_text_without_choices_are_none) {
  WordTree tree(numbers, {});
  tree.add("vitamin (B|C)", false, {{}, 1});
  tree.add("this | that (or|and)", true, {{}, 2});
  BOOST_TEST(at(tree, "vitamin b c") == Numbers{1});
  BOOST_TEST(at(tree, "vitamin b").empty());
  BOOST_TEST(at(tree, "this that and") == Numbers{2});
}

BOOST_AUTO_TEST_CASE(words_that_do_not_count_stand_nowhere) {
  WordTree tree(numbers, {"the", "a"});
  tree.add("the pain in (the |a |)leg(| the)", true, {{}, 1});
  tree.add("pain in leg", false, {{}, 2});
  tree.add("the", false, {{}, 3});
  BOOST_TEST(at(tree, "pain in leg") == (Numbers{1, 2}));
  BOOST_TEST(at(tree, "the pain in leg").empty());
}

BOOST_AUTO_TEST_CASE(what_ends_at_one_place_comes_in_the_order_in_which_it_was_added) {
  for (const bool asked_before : {false, true}) {
    WordTree tree(numbers, {});
    for (std::uint32_t i = 0; i < 100; ++i)
      tree.add(i % 3 == 0 ? "(old |)leg (pain|ache)" : "leg pain", i % 3 == 0, {{}, i});
    if (asked_before) at(tree, "old leg");
    Numbers all(100);
    for (std::uint32_t i = 0; i < 100; ++i) all[i] = i;
    BOOST_TEST(at(tree, "leg pain") == all);
    BOOST_TEST(at(tree, "old leg ache").size() == 34u);
  }
}

BOOST_AUTO_TEST_CASE(many_threads_find_what_one_finds) {
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i)
    texts.push_back("a" + std::to_string(i % 7) + " b" + std::to_string(i % 31) + " c" +
                    std::to_string(i));
  WordTree tree(numbers, {});
  for (std::uint32_t i = 0; i < texts.size(); ++i) tree.add(texts[i], false, {{}, i});
  std::vector<std::size_t> missed(8);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < missed.size(); ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto number = static_cast<std::uint32_t>((i * 7 + t * 251) % texts.size());
        missed[t] += at(tree, texts[number]) == Numbers{number} ? 0u : 1u;
      }
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(missed == std::vector<std::size_t>(8));
}

BOOST_AUTO_TEST_CASE(a_table_of_words_finds_what_was_put_in_however_it_grew) {
  const auto word = [](std::string_view letters) { return FoldedWord(letters); };
  WordTable table;
  BOOST_TEST(table.find(word("x")) == WordTable::nothing);
  for (std::uint32_t i = 0; i < 5000; ++i) table.add(word("word" + std::to_string(i)), i);
  for (std::uint32_t i = 0; i < 5000; ++i)
    BOOST_TEST_REQUIRE(table.find(word("word" + std::to_string(i))) == i);
  const auto [value, is_new] = table.add(word("word7"), 9);
  BOOST_TEST(!is_new);
  BOOST_TEST(value == 7u);
  BOOST_TEST(table.find(word("word")) == WordTable::nothing);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::terminology
