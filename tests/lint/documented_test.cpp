// SPDX-License-Identifier: Apache-2.0
//
// The table of docs/linting.md is the table of rules. CAUSA_REWRITE_GOLDEN=1 writes it.

#include <fmt/core.h>

#include <cstdlib>
#include <set>

#include "base/file.hpp"
#include "linting.hpp"

namespace causa::lint {

BOOST_AUTO_TEST_SUITE(lint_documented)

namespace {

constexpr std::string_view head =
    "| finding | severity | safety | when | what to do |\n|---|---|---|---|---|\n";

std::string table() {
  static constexpr const char* words[] = {"", "note", "warning", "error"};
  std::string text(head);
  for (const Rule& rule : rules())
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", rule.id,
                        words[static_cast<std::size_t>(rule.severity)], rule.safety ? "yes" : "",
                        rule.about, rule.cure);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_page_holds_the_table_of_rules) {
  const std::string page = tests::docs_folder + "/linting.md";
  std::string text = read_file(page).value();
  const std::size_t first = text.find(head);
  BOOST_REQUIRE(first != std::string::npos);
  const std::size_t last = text.find("\n\n", first) + 1;
  if (std::getenv("CAUSA_REWRITE_GOLDEN")) {
    text.replace(first, last - first, table());
    write_file(page, text).value();
  }
  BOOST_TEST(text.substr(first, table().size()) == table());
}

BOOST_AUTO_TEST_CASE(every_rule_has_a_name_of_its_own_and_says_what_to_do) {
  std::set<std::string> ids;
  for (const Rule& rule : rules()) {
    BOOST_TEST(ids.insert(rule.id).second, rule.id);
    BOOST_TEST(std::string(rule.about) != "", rule.id);
    BOOST_TEST(std::string(rule.cure) != "", rule.id);
    BOOST_TEST((rule.check != nullptr), rule.id);
    if (rule.severity == Severity::error) BOOST_TEST(rule.safety, rule.id);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::lint
