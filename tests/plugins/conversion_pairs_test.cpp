// SPDX-License-Identifier: Apache-2.0
//
// Every conversion of the terminology and of all modules against published pairs of values.

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "paths.hpp"
#include "shipped_host.hpp"

namespace causa::terminology {
namespace {

/// With the concepts of all modules.
struct Tables {
  const std::shared_ptr<const assess::Prepared>& prepared = tests::shipped_host();
  const Vocabulary& vocabulary = prepared->vocabulary;

  CodeMatch match(const std::string& concept_id, const std::string& loinc) const {
    const auto id = vocabulary.find(concept_id);
    BOOST_REQUIRE_MESSAGE(id, concept_id);
    for (const auto& code : vocabulary[*id].definition.codes)
      if (code.code == loinc) return {*id, &code};
    BOOST_REQUIRE_MESSAGE(loinc.empty(), loinc);
    return {*id, nullptr};
  }
};

struct Pair {
  std::string concept_id, code, from_unit, to_unit, source;
  double from = 0, to = 0, tolerance_percent = 0;
};

std::vector<Pair> published_pairs() {
  std::ifstream file(tests::data_folder + "/terminology/conversion_pairs.txt");
  std::vector<Pair> pairs;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    Pair pair;
    words >> pair.concept_id >> pair.code >> pair.from >> pair.from_unit >> pair.to >>
        pair.to_unit >> pair.tolerance_percent;
    BOOST_REQUIRE_MESSAGE(words, line);
    std::getline(words >> std::ws, pair.source);
    if (pair.code == "-") pair.code.clear();
    pairs.push_back(pair);
  }
  return pairs;
}

BOOST_FIXTURE_TEST_SUITE(terminology_conversion_pairs, Tables)

BOOST_AUTO_TEST_CASE(published_pairs_agree) {
  for (const Pair& pair : published_pairs()) {
    const std::string line = pair.concept_id + " " + pair.from_unit + " (" + pair.source + ")";
    const auto one =
        vocabulary.to_canonical(match(pair.concept_id, pair.code), pair.from, pair.from_unit, {});
    const auto other =
        vocabulary.to_canonical(match(pair.concept_id, pair.code), pair.to, pair.to_unit, {});
    BOOST_REQUIRE_MESSAGE(one && other, line);
    const double difference = std::abs(one->value - other->value) / std::abs(other->value) * 100;
    BOOST_TEST(difference <= pair.tolerance_percent,
               line << ": " << one->value << " is not " << other->value);
    BOOST_TEST(!pair.source.empty(), line);
  }
}

BOOST_AUTO_TEST_CASE(no_conversion_is_without_a_published_pair) {
  std::set<std::string> checked;
  for (const Pair& pair : published_pairs()) {
    checked.insert(pair.concept_id + " " + pair.from_unit);
    checked.insert(pair.concept_id + " " + pair.to_unit);
  }
  for (ConceptId id = 0; id < vocabulary.size(); ++id) {
    const auto& concept_definition = vocabulary[id].definition;
    const auto check = [&](const Conversion& conversion) {
      if (conversion.unit == concept_definition.unit) return;
      BOOST_TEST(checked.contains(concept_definition.id + " " + conversion.unit),
                 concept_definition.id << " " << conversion.unit);
    };
    for (const auto& conversion : concept_definition.conversions) check(conversion);
    for (const auto& code : concept_definition.codes)
      for (const auto& conversion : code.conversions) check(conversion);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::terminology
