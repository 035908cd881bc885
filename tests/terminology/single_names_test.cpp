// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "paths.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {
namespace {

constexpr std::size_t texts_one_by_one = 20;  // so many a vocabulary surely looks up by themselves

Vocabulary load() {
  auto made = Vocabulary::load(causa::tests::terminology_folder).value();
  made.finish().value();
  return made;
}

/// One that has been asked so much that it has a table of all names.
Vocabulary with_table() {
  Vocabulary vocabulary = load();
  for (int i = 0; i < 100; ++i) static_cast<void>(vocabulary.find_text("nobody calls anything so"));
  return vocabulary;
}

/// Names of all concepts and some of their other texts, in every fifth another word.
std::vector<std::string> texts_of(const Vocabulary& vocabulary) {
  std::vector<std::string> texts{"", "  ",
                                 "Hydrochlorothiazide 25 MG / Lisinopril 10 MG Oral Tablet",
                                 "metoprolol succinate XL and aspirin", "Caf\xC3\xA9"};
  for (ConceptId id = 0; id < vocabulary.size(); ++id) {
    texts.push_back(vocabulary[id].definition.name);
    const auto further = vocabulary.texts(id);
    for (std::size_t i = 0; i < further.size(); i += 1 + further.size() / 4)
      texts.push_back(further[i]);
  }
  for (std::size_t i = 0; i < texts.size(); i += 5) texts[i] += " (as told)";
  return texts;
}

BOOST_AUTO_TEST_SUITE(terminology_single_names)

BOOST_AUTO_TEST_CASE(a_text_looked_up_by_itself_is_the_concept_that_the_table_of_all_names_has) {
  const Vocabulary table = with_table();
  std::size_t found = 0;
  const std::vector<std::string> texts = texts_of(table);
  for (std::size_t first = 0; first < texts.size(); first += texts_one_by_one) {
    const Vocabulary fresh = load();
    for (std::size_t i = first; i < std::min(texts.size(), first + texts_one_by_one); ++i) {
      const auto expected = table.find_text(texts[i]);
      BOOST_TEST((fresh.find_text(texts[i]) == expected), texts[i]);
      if (expected) ++found;
    }
  }
  BOOST_TEST(found > 300);
}

BOOST_AUTO_TEST_CASE(the_drugs_of_a_product_are_the_same_in_the_same_order) {
  const Vocabulary table = with_table();
  std::size_t found = 0;
  std::vector<std::string> products;
  for (ConceptId id = 0; id < table.size(); ++id) {
    if (!table[id].definition.id.starts_with("drug.")) continue;
    const auto texts = table.texts(id);
    for (std::size_t i = 0; i < texts.size(); i += 3)
      products.push_back(texts[i] + " 10 MG / Hydrochlorothiazide " + texts.back());
  }
  for (std::size_t first = 0; first < products.size(); first += texts_one_by_one) {
    const Vocabulary fresh = load();
    for (std::size_t i = first; i < std::min(products.size(), first + texts_one_by_one); ++i) {
      std::vector<ConceptId> expected, single;
      table.find_drug_words(products[i], expected);
      fresh.find_drug_words(products[i], single);
      BOOST_TEST(single == expected, products[i]);
      found += expected.size();
    }
  }
  BOOST_TEST(found >= products.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::terminology
