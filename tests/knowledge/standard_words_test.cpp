// SPDX-License-Identifier: Apache-2.0
//
// The words that all modules share are those of docs/manifest.md.

#include "knowledge/standard_words.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>
#include <string>

#include "base/file.hpp"
#include "paths.hpp"

namespace causa::knowledge {

BOOST_AUTO_TEST_SUITE(knowledge_standard_words)

namespace {

using Words = std::set<std::string>;

/// From `begin` to `end` of the page.
std::string passage(std::string_view begin, std::string_view end) {
  const auto page = read_file(std::filesystem::path(causa::tests::docs_folder) / "manifest.md");
  BOOST_TEST_REQUIRE(page.has_value());
  const std::size_t first = page->find(begin);
  BOOST_TEST_REQUIRE(first != std::string::npos);
  return page->substr(first + begin.size(), page->find(end, first) - first - begin.size());
}

template <class List>
Words words_of(const List& list) {
  return {list.begin(), list.end()};
}

}  // namespace

BOOST_AUTO_TEST_CASE(tags_are_those_of_the_page) {
  const std::string text = passage("Standard tags:", "Advice is given");
  Words listed;
  for (std::size_t open = text.find('`'); open != std::string::npos;) {
    const std::size_t close = text.find('`', open + 1);
    listed.insert(text.substr(open + 1, close - open - 1));
    open = text.find('`', close + 1);
  }
  BOOST_TEST(listed == words_of(standard_tags), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(families_are_those_of_the_page) {
  std::istringstream text(passage("family.cause; families:", "\n"));
  Words listed;
  for (std::string word; text >> word;) listed.insert(word);
  BOOST_TEST(listed == words_of(cause_families), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::knowledge
