// SPDX-License-Identifier: Apache-2.0

#include "terminology/names.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/text.hpp"
#include "paths.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

BOOST_AUTO_TEST_SUITE(terminology_names)

namespace {

Vocabulary shipped() {
  auto made = Vocabulary::load(causa::tests::terminology_folder).value();
  made.finish().value();
  return made;
}

bool is_broader(const Vocabulary& vocabulary, ConceptId broad, ConceptId narrow) {
  const auto& ancestors = vocabulary[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

/// Every name of every concept, written out.
std::map<std::string, ConceptId> all_names(const Vocabulary& vocabulary) {
  std::map<std::string, ConceptId> names;
  const auto add = [&](std::string_view text, ConceptId id) {
    const auto [known, is_new] = names.try_emplace(fold(text), id);
    if (!is_new && is_broader(vocabulary, known->second, id)) known->second = id;
  };
  for (ConceptId id = 0; id < vocabulary.size(); ++id) {
    add(vocabulary[id].definition.name, id);
    for (const auto& text : vocabulary.texts(id)) add(text, id);
  }
  return names;
}

/// Every name of a drug in a product's, written out: by the folded name.
std::map<std::string, std::vector<ConceptId>> all_drugs(const Vocabulary& vocabulary) {
  std::map<std::string, std::vector<ConceptId>> names;
  for (ConceptId id = 0; id < vocabulary.size(); ++id) {
    if (!vocabulary[id].definition.id.starts_with("drug.")) continue;
    for (const auto& text : vocabulary.texts(id)) {
      auto& named = names[fold(text)];
      const bool known = std::any_of(named.begin(), named.end(), [&](ConceptId other) {
        return other == id || is_broader(vocabulary, id, other);
      });
      if (known) continue;
      std::erase_if(named, [&](ConceptId other) { return is_broader(vocabulary, other, id); });
      named.push_back(id);
    }
  }
  return names;
}

/// From each word on, the shorter name first.
std::vector<ConceptId> drugs_in(const std::string& product,
                                const std::map<std::string, std::vector<ConceptId>>& names) {
  std::vector<ConceptId> found;
  const std::string folded = fold(product);
  for (std::size_t at = 0; at < folded.size(); ++at) {
    if (at > 0 && folded[at - 1] != ' ') continue;
    for (std::size_t end = at; end <= folded.size(); ++end) {
      if (end < folded.size() && folded[end] != ' ') continue;
      const auto named = names.find(folded.substr(at, end - at));
      if (named == names.end()) continue;
      for (const ConceptId id : named->second)
        if (std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
    }
  }
  return found;
}

BOOST_AUTO_TEST_CASE(every_name_is_the_concept_that_a_list_of_all_names_has) {
  const auto vocabulary = shipped();
  const auto names = all_names(vocabulary);
  BOOST_TEST(names.size() > 20'000u);
  std::size_t known = 0;
  for (const auto& [name, id] : names) {
    BOOST_TEST((vocabulary.find_text(name) == id), name);
    // With a word more or less it is another name, or none.
    for (const std::string& other : {name + " told", name.substr(0, name.rfind(' '))}) {
      const auto expected = names.find(other);
      const auto found = vocabulary.find_text(other);
      BOOST_TEST((expected == names.end() ? !found : found == expected->second), other);
      known += found ? 1u : 0u;
    }
  }
  BOOST_TEST(known > 1000u);
  BOOST_TEST(!vocabulary.find_text("  "));
}

BOOST_AUTO_TEST_CASE(the_drugs_of_a_product_are_those_of_a_list_of_all_names_in_the_same_order) {
  const auto vocabulary = shipped();
  const auto names = all_drugs(vocabulary);
  std::vector<std::string> products{"Hydrochlorothiazide 25 MG / Lisinopril 10 MG Oral Tablet",
                                    "metoprolol succinate XL and aspirin", ""};
  for (ConceptId id = 0; id < vocabulary.size(); ++id) {
    if (!vocabulary[id].definition.id.starts_with("drug.")) continue;
    for (const auto& text : vocabulary.texts(id))
      products.push_back(text + " 10 MG / Hydrochlorothiazide " + vocabulary.texts(id).back());
  }
  for (const auto& product : products) {
    std::vector<ConceptId> found;
    vocabulary.find_drug_words(product, found);
    BOOST_TEST(found == drugs_in(product, names), product);
    BOOST_TEST((product.empty() || !found.empty()), product);
  }
}

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

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::terminology
