// SPDX-License-Identifier: Apache-2.0
#include "report/fhir/questionnaire.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "report/sample_assessment.hpp"

namespace causa::report {
namespace {

namespace json = boost::json;

std::string text(const json::value& value) { return std::string(value.as_string()); }

json::value questionnaire_of(const tests::Sample& sample) {
  const knowledge::Manifest* manifests[] = {&sample.electrolytes, &sample.medication};
  return json::parse(to_questionnaire(manifests, sample.vocabulary));
}

const json::value* find(const json::value& item, std::string_view id) {
  if (const auto* link = item.as_object().if_contains("linkId"); link && text(*link) == id)
    return &item;
  if (const auto* inner = item.as_object().if_contains("item"))
    for (const auto& one : inner->as_array())
      if (const auto* found = find(one, id)) return found;
  return nullptr;
}

BOOST_AUTO_TEST_SUITE(report_questionnaire)

BOOST_AUTO_TEST_CASE(it_asks_for_what_the_modules_can_use) {
  const json::value asked = questionnaire_of(tests::Sample());
  const auto* potassium = find(asked, "lab.potassium");
  BOOST_REQUIRE(potassium);
  BOOST_TEST(text(potassium->at("type")) == "quantity");
  BOOST_TEST(text(potassium->at("extension").at(0).at("valueCoding").at("code")) == "mmol/L");
  BOOST_TEST(text(potassium->at("code").at(0).at("system")) == "http://loinc.org");
  const auto* thiazide = find(asked, "drug.thiazide");
  BOOST_REQUIRE(thiazide);
  BOOST_TEST(text(thiazide->at("type")) == "choice");
  BOOST_TEST(thiazide->at("answerOption").as_array().size() == 3u);
  BOOST_TEST(!find(asked, "lab.sodium"));  // no rule of these two speaks of it
}

BOOST_AUTO_TEST_CASE(the_complaint_is_always_asked_for) {
  BOOST_TEST(find(questionnaire_of(tests::Sample()), "symptom.cramp"));
}

BOOST_AUTO_TEST_CASE(a_start_is_asked_for_where_a_rule_uses_it) {
  tests::Sample sample;
  BOOST_TEST(!find(questionnaire_of(sample), "drug.thiazide.start"));
  knowledge::Rule rule;
  rule.when.text = "drug.thiazide started within 28 days";
  sample.medication.rules = {rule};
  BOOST_TEST(find(questionnaire_of(sample), "drug.thiazide.start"));
}

BOOST_AUTO_TEST_CASE(link_ids_are_unique) {
  std::set<std::string> seen;
  const auto visit = [&](const auto& self, const json::value& item) -> void {
    if (const auto* link = item.as_object().if_contains("linkId"))
      BOOST_TEST(seen.insert(text(*link)).second);
    if (const auto* inner = item.as_object().if_contains("item"))
      for (const auto& one : inner->as_array()) self(self, one);
  };
  visit(visit, questionnaire_of(tests::Sample()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::report
