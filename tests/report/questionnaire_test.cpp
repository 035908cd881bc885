// SPDX-License-Identifier: Apache-2.0
#include "report/fhir/questionnaire.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

#include "facts/fact.hpp"
#include "intake/fhir/bundle.hpp"
#include "paths.hpp"
#include "report/sample_assessment.hpp"
#include "shipped_host.hpp"

namespace causa::report {

BOOST_AUTO_TEST_SUITE(report_questionnaire)

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

/// The questionnaire of the modules that are built, and what it takes to read its answers.
struct Asked {
  Asked() {
    std::vector<const knowledge::Manifest*> manifests;
    for (const auto& module : prepared->registry.modules()) manifests.push_back(&module.manifest);
    questionnaire = json::parse(to_questionnaire(manifests, prepared->vocabulary));
  }

  [[nodiscard]] const terminology::ConceptDefinition& definition(const std::string& id) const {
    return prepared->vocabulary[prepared->vocabulary.find(id).value()].definition;
  }

  const std::shared_ptr<const assess::Prepared>& prepared = tests::shipped_host();
  json::value questionnaire;
};

constexpr std::string_view since = "2026-10-01";

/// A response that answers every choice with this code and every number in its middle.
class Response {
 public:
  Response(const Asked& asked, std::string_view code) : asked_(asked), code_(code) {
    answer(asked.questionnaire);
  }

  [[nodiscard]] facts::PatientFacts read() const {
    const json::object response{{"resourceType", "QuestionnaireResponse"},
                                {"id", "q1"},
                                {"status", "completed"},
                                {"questionnaire", questionnaire_url},
                                {"authored", "2026-11-01"},
                                {"subject", {{"reference", "Patient/p"}}},
                                {"item", items_}};
    std::optional<record::Record> record;
    intake::fhir::read_bundle(
        json::serialize(response), "response",
        [&](Result<intake::PatientInput> patient) { record = std::move(patient.value().record); });
    facts::PatientFacts found;
    const auto as_of = parse_time("2026-11-20").value().latest_ms;
    facts::extract(record.value(), asked_.prepared->vocabulary, as_of, found);
    return found;
  }

  std::set<std::string> choices, numbers, starts;

 private:
  void answer(const json::value& item) {
    if (const auto* inner = item.as_object().if_contains("item"))
      for (const auto& one : inner->as_array()) answer_one(one);
  }

  void answer_one(const json::value& item) {
    const std::string id = text(item.at("linkId"));
    const std::string type = text(item.at("type"));
    json::value value;
    const char* key = "valueCoding";
    if (type == "choice") {
      choices.insert(id);
      value = {{"system", answer_system}, {"code", code_}};
    } else if (type == "quantity") {
      numbers.insert(id);
      key = "valueQuantity";
      const auto range = asked_.definition(id).plausible.value_or(std::pair(1.0, 3.0));
      const auto& unit = item.at("extension").at(0).at("valueCoding");
      value = {{"value", (range.first + range.second) / 2},
               {"system", unit.at("system")},
               {"code", unit.at("code")}};
    } else if (type == "dateTime") {
      starts.insert(id.substr(0, id.rfind('.')));
      key = "valueDateTime";
      value = since;
    }
    if (!value.is_null())
      items_.push_back(json::object{
          {"linkId", id}, {"answer", json::array{json::object{{key, std::move(value)}}}}});
    if (code_ == "yes" || type != "choice") answer(item);
  }

  const Asked& asked_;
  std::string code_;
  json::array items_;
};

BOOST_AUTO_TEST_CASE(every_answer_arrives_as_a_fact) {
  const Asked asked;
  const Response response(asked, "yes");
  const facts::PatientFacts found = response.read();
  BOOST_TEST(response.choices.size() > 200u);
  std::set<std::string> present, measured, started;
  for (const auto& fact : found.facts) {
    const std::string& id = asked.prepared->vocabulary[fact.concept_id].definition.id;
    if (fact.quality & facts::Quality::implausible) continue;
    if (std::isfinite(fact.value))
      measured.insert(id);
    else if (fact.state == record::State::present && !fact.past && !fact.provisional)
      present.insert(id);
    if (fact.start.known() && format_date(fact.start.earliest_ms) == since) started.insert(id);
  }
  for (const auto& id : response.choices) BOOST_TEST(present.contains(id), id);
  for (const auto& id : response.numbers) BOOST_TEST(measured.contains(id), id);
  for (const auto& id : response.starts) BOOST_TEST(started.contains(id), id);
}

BOOST_AUTO_TEST_CASE(no_is_absent_and_unknown_is_neither) {
  const Asked asked;
  const Response denied(asked, "no");
  std::set<std::string> absent;
  for (const auto& fact : denied.read().facts)
    if (fact.state == record::State::absent)
      absent.insert(asked.prepared->vocabulary[fact.concept_id].definition.id);
  for (const auto& id : denied.choices) BOOST_TEST(absent.contains(id), id);
  for (const auto& fact : Response(asked, "unknown").read().facts)
    if (!std::isfinite(fact.value))
      BOOST_TEST((fact.state == record::State::unknown),
                 asked.prepared->vocabulary[fact.concept_id].definition.id);
}

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

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::report
