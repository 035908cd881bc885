// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <set>

#include "report/fhir/bundle.hpp"
#include "report/fhir/elements.hpp"
#include "report/sample_assessment.hpp"

namespace causa::report {

BOOST_AUTO_TEST_SUITE(report_fhir)

namespace {

namespace json = boost::json;

struct Exported {
  explicit Exported(const tests::Sample& sample)
      : bundle(json::parse(to_fhir(sample.assessment, sample.context()))) {}

  std::vector<json::value> all(std::string_view type) const {
    std::vector<json::value> found;
    for (const auto& entry : bundle.at("entry").as_array())
      if (entry.at("resource").at("resourceType").as_string() == json::string_view(type))
        found.push_back(entry.at("resource"));
    return found;
  }
  json::value one(std::string_view type) const {
    const auto found = all(type);
    BOOST_REQUIRE(found.size() == 1);
    return found.front();
  }

  json::value bundle;
};

/// Calls visit(value) for the value and everything in it.
template <class Visit>
void walk(const json::value& value, const Visit& visit) {
  visit(value);
  if (value.is_array())
    for (const auto& element : value.get_array()) walk(element, visit);
  if (value.is_object())
    for (const auto& member : value.get_object()) walk(member.value(), visit);
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

bool mentions(const json::value& value, std::string_view words) {
  return json::serialize(value).find(words) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(a_second_export_changes_nothing) {
  const tests::Sample sample;
  BOOST_TEST(to_fhir(sample.assessment, sample.context()) ==
             to_fhir(sample.assessment, sample.context()));
  tests::Sample other;
  other.assessment.id = "21111111-2222-4333-8444-555555555555";
  const Exported first(sample), second(other);
  BOOST_TEST(text(first.one("RiskAssessment").at("id")) !=
             text(second.one("RiskAssessment").at("id")));
  // The software is the same.
  BOOST_TEST(text(first.one("Device").at("id")) == text(second.one("Device").at("id")));
}

BOOST_AUTO_TEST_CASE(nothing_is_empty) {
  tests::Sample sample;
  sample.assessment.alerts[0].action = {};
  sample.assessment.causes[0].evidence.clear();
  sample.assessment.complaint_text.clear();
  walk(Exported(sample).bundle, [](const json::value& value) {
    BOOST_TEST(!value.is_null());
    if (value.is_array()) BOOST_TEST(!value.get_array().empty());
    if (value.is_object()) BOOST_TEST(!value.get_object().empty());
    if (value.is_string()) BOOST_TEST(!value.get_string().empty());
  });
}

BOOST_AUTO_TEST_CASE(references_lead_to_an_entry_or_to_what_was_read) {
  const Exported exported{tests::Sample()};
  std::set<std::string> urls;
  for (const auto& entry : exported.bundle.at("entry").as_array()) {
    urls.insert(text(entry.at("fullUrl")));
    BOOST_TEST(text(entry.at("request").at("url")) ==
               text(entry.at("resource").at("resourceType")) + "/" +
                   text(entry.at("resource").at("id")));
  }
  const std::set<std::string> read{"Patient/p1", "Condition/c1", "MedicationRequest/m1",
                                   "Observation/e.1", "#input"};
  walk(exported.bundle, [&](const json::value& value) {
    if (!value.is_object() || !value.get_object().contains("reference")) return;
    if (value.get_object().contains("detail")) return;  // DetectedIssue.reference is an address
    const std::string target = text(value.at("reference"));
    BOOST_TEST((urls.contains(target) || read.contains(target)), target);
  });
}

BOOST_AUTO_TEST_CASE(predictions_are_ranges_in_percent_in_rank_order) {
  const Exported exported{tests::Sample()};
  const json::value risk = exported.one("RiskAssessment");
  const auto& predictions = risk.at("prediction").as_array();
  BOOST_REQUIRE(predictions.size() == 3);
  const auto& first = predictions[0];
  BOOST_TEST(first.at("probabilityRange").at("low").at("value").to_number<double>() == 23.61);
  BOOST_TEST(first.at("probabilityRange").at("high").at("value").to_number<double>() == 41.98);
  BOOST_TEST(text(first.at("probabilityRange").at("low").at("code")) == "%");
  BOOST_TEST(text(first.at("qualitativeRisk").at("coding").at(0).at("code")) == "moderate");
  BOOST_TEST(mentions(first.at("rationale"), "Explains the complaint 32 %"));
  // Placed by its pattern, so it has no number.
  BOOST_TEST(!predictions[2].at("probabilityRange").as_object().contains("low"));
  BOOST_TEST(mentions(predictions[2].at("probabilityRange"), "not-applicable"));
  walk(exported.bundle, [](const json::value& value) {
    if (!value.is_object() || !value.get_object().contains("low")) return;
    const double low = value.at("low").at("value").to_number<double>();
    const double high = value.at("high").at("value").to_number<double>();
    BOOST_TEST((0 <= low && low <= high && high <= 100));
  });
}

BOOST_AUTO_TEST_CASE(only_codes_that_somebody_has_seen_are_written) {
  const Exported exported{tests::Sample()};
  const json::value risk = exported.one("RiskAssessment");
  const auto& codings = risk.at("prediction").at(1).at("outcome").at("coding").as_array();
  BOOST_TEST(text(codings[0].at("system")) == "http://snomed.info/sct");
  BOOST_TEST(text(codings[1].at("code")) == "electrolytes.hypokalemia");
  BOOST_TEST(!mentions(exported.bundle, "E87.6"));
}

BOOST_AUTO_TEST_CASE(alerts_are_issues_and_notes_and_come_first) {
  const Exported exported{tests::Sample()};
  const auto issues = exported.all("DetectedIssue");
  BOOST_REQUIRE(issues.size() == 4);
  BOOST_TEST(text(issues[0].at("severity")) == "high");
  BOOST_TEST(text(issues[1].at("severity")) == "moderate");
  BOOST_TEST(text(issues[2].at("severity")) == "low");
  BOOST_TEST(text(issues[0].at("evidence").at(0).at("detail").at(0).at("reference")) ==
             "Observation/e.1");
  BOOST_TEST(text(issues[0].at("reference")) == "https://doi.org/10.1000/1");
  const json::value risk = exported.one("RiskAssessment");
  BOOST_TEST(
      text(risk.at("note").at(0).at("text")).starts_with("EMERGENCY: Potassium critically low"));
  BOOST_TEST(text(risk.at("mitigation")).starts_with("- EMERGENCY: Potassium critically low: Act"));
}

BOOST_AUTO_TEST_CASE(a_drug_that_may_be_the_cause_names_its_prescription) {
  const json::value issue = Exported(tests::Sample()).all("DetectedIssue").back();
  BOOST_TEST(text(issue.at("implicated").at(0).at("reference")) == "MedicationRequest/m1");
  BOOST_TEST(text(issue.at("severity")) == "moderate");
  BOOST_TEST(mentions(issue.at("mitigation"), "Review with the prescriber"));
}

BOOST_AUTO_TEST_CASE(a_drug_that_is_not_taken_is_implicated_in_nothing) {
  tests::Sample sample;
  sample.assessment.facts[1].state = record::State::absent;
  for (const json::value& issue : Exported(sample).all("DetectedIssue"))
    if (const auto* implicated = issue.as_object().if_contains("implicated"))
      BOOST_TEST(!mentions(*implicated, "MedicationRequest/m1"));
}

BOOST_AUTO_TEST_CASE(withheld_advice_is_no_next_step_and_stands_in_the_notes_with_its_reason) {
  const Exported exported{tests::Sample()};
  for (const auto& entry : exported.bundle.at("entry").as_array()) {
    json::object resource = entry.at("resource").as_object();
    if (resource.at("resourceType").as_string() == "RiskAssessment") resource.erase("note");
    BOOST_TEST(!mentions(resource, "Drink more"));
  }
  std::size_t told = 0;
  const json::value risk = exported.one("RiskAssessment");
  for (const auto& note : risk.at("note").as_array()) {
    if (!mentions(note, "Drink more")) continue;
    ++told;
    BOOST_TEST(text(note.at("text")) ==
               "Advice withheld: dialysis (by org.causa.electrolytes)\n\n- Drink more");
  }
  BOOST_TEST(told == 1u);
}

BOOST_AUTO_TEST_CASE(self_care_that_is_given_is_a_next_step) {
  tests::Sample sample;
  sample.assessment.advice[0].kind = knowledge::AdviceKind::self_care;
  BOOST_TEST(mentions(Exported(sample).one("RiskAssessment").at("mitigation"),
                      "Review with the prescriber"));
}

BOOST_AUTO_TEST_CASE(groups_of_what_was_not_used_stand_in_the_notes) {
  tests::Sample sample;
  sample.assessment.resources_read = 20;
  sample.assessment.ignored.push_back({"Observation.component", "no value", 2, {}, true});
  const json::value notes = Exported(sample).one("RiskAssessment").at("note");
  BOOST_TEST(mentions(notes, "Not used: 9 of 20 entries: 9 Claim: type not used."));
  BOOST_TEST(mentions(notes, "Of entries that were read: 2 Observation.component: no value."));
}

BOOST_AUTO_TEST_CASE(levels_are_those_of_the_model) {
  const tests::Sample sample;
  report::Context context = sample.context();
  context.constants.sufficient_explanation = 0.4;
  context.constants.advice_threshold = 0.33;
  const json::value bundle = json::parse(to_fhir(sample.assessment, context));
  BOOST_TEST(!mentions(bundle, "Moderate likelihood"));
  BOOST_TEST(!mentions(bundle, "may cause the complaint"));
  BOOST_TEST(mentions(Exported(sample).bundle, "Moderate likelihood"));
  BOOST_TEST(mentions(Exported(sample).bundle, "may cause the complaint"));
}

BOOST_AUTO_TEST_CASE(every_question_is_asked_for_with_its_codes_in_the_same_order) {
  tests::Sample sample;
  const json::value guidance = Exported(sample).one("GuidanceResponse");
  BOOST_TEST(text(guidance.at("status")) == "data-requested");
  const auto& wanted = guidance.at("dataRequirement").as_array();
  BOOST_REQUIRE(wanted.size() == 2u);
  BOOST_TEST(mentions(wanted[0], "2823-3"));
  BOOST_TEST(mentions(wanted[0], "lab.potassium"));
  // What no code system has is asked for in causa's own words.
  BOOST_TEST(mentions(wanted[1], R"("system":"urn:causa:concept","code":"symptom.no_such")"));
  BOOST_TEST(mentions(guidance.at("note").at(0), "It could raise an alert"));
  sample.ask_next.clear();
  BOOST_TEST(text(Exported(sample).one("GuidanceResponse").at("status")) == "success");
}

BOOST_AUTO_TEST_CASE(when_something_began_is_asked_for_where_its_resource_keeps_that) {
  tests::Sample sample;
  sample.ask_next.resize(1);
  sample.ask_next[0].start = true;
  const auto fields = [&](const char* concept_id) {
    sample.ask_next[0].concept_id = concept_id;
    const json::value guidance = Exported(sample).one("GuidanceResponse");
    return json::serialize(guidance.at("dataRequirement").at(0).at("mustSupport"));
  };
  BOOST_TEST(fields("drug.statin") == R"(["medication","effective"])");
  BOOST_TEST(fields("condition.diabetes") == R"(["code","onset"])");
  BOOST_TEST(fields("symptom.paresthesia") == R"(["code","effective"])");
}

BOOST_AUTO_TEST_CASE(without_an_age_data_are_required_and_the_birth_date_comes_first) {
  tests::Sample sample;
  sample.assessment.age.low_years = std::numeric_limits<double>::quiet_NaN();
  const json::value guidance = Exported(sample).one("GuidanceResponse");
  BOOST_TEST(text(guidance.at("status")) == "data-required");
  BOOST_TEST(mentions(guidance.at("dataRequirement").at(0), "birthDate"));
}

BOOST_AUTO_TEST_CASE(findings_of_the_linter_are_issues_and_the_gravest_stand_in_the_notes) {
  tests::Sample sample;
  const Exported exported(sample);
  const json::value guidance = exported.one("GuidanceResponse");
  const auto& outcome = guidance.at("contained").at(0);
  BOOST_TEST(text(guidance.at("evaluationMessage").at(0).at("reference")) ==
             "#" + text(outcome.at("id")));
  const auto& issues = outcome.at("issue").as_array();
  BOOST_REQUIRE(issues.size() == 2u);
  BOOST_TEST(text(issues[0].at("severity")) == "error");
  BOOST_TEST(text(issues[0].at("code")) == "value");
  BOOST_TEST(text(issues[0].at("details").at("coding").at(0).at("code")) == "unit.in_doubt");
  BOOST_TEST(text(issues[0].at("details").at("text")) ==
             "Observation/e.1: the range fits mg|dL <b>; check the unit");
  BOOST_TEST(text(issues[1].at("severity")) == "information");
  const json::value notes = exported.one("RiskAssessment").at("note");
  BOOST_TEST(mentions(notes, "Check the input: Observation/e.1"));
  BOOST_TEST(!mentions(notes, "dated by its issue"));
  sample.assessment.findings.clear();
  const json::value clean = Exported(sample).one("GuidanceResponse");
  BOOST_TEST(!clean.as_object().contains("contained"));
  BOOST_TEST(!clean.as_object().contains("evaluationMessage"));
}

BOOST_AUTO_TEST_CASE(modules_stand_in_the_provenance_and_refused_ones_in_the_notes) {
  const Exported exported{tests::Sample()};
  const json::value provenance = exported.one("Provenance");
  BOOST_TEST(mentions(provenance, "org.causa.medication@1.1.0#cd"));
  BOOST_TEST(!mentions(provenance, "org.clinic.x"));
  BOOST_TEST(provenance.at("target").as_array().size() == 6u);
  BOOST_TEST(mentions(exported.one("RiskAssessment").at("note"), "org.clinic.x refused"));
  BOOST_TEST(mentions(exported.one("RiskAssessment").at("note"), "Observation/x: no unit"));
}

BOOST_AUTO_TEST_CASE(without_a_ranking_there_is_no_prediction_and_a_reason) {
  tests::Sample sample;
  sample.assessment.causes.clear();
  sample.assessment.ranking_why = "under 18 or possibly so";
  const json::value risk = Exported(sample).one("RiskAssessment");
  BOOST_TEST(!risk.as_object().contains("prediction"));
  BOOST_TEST(mentions(risk.at("note"), "Not ranked: under 18 or possibly so."));
}

BOOST_AUTO_TEST_CASE(a_later_version_amends_the_same_resources) {
  tests::Sample sample;
  const std::string id = text(Exported(sample).one("RiskAssessment").at("id"));
  sample.assessment.version = 2;
  const json::value risk = Exported(sample).one("RiskAssessment");
  BOOST_TEST(text(risk.at("status")) == "amended");
  BOOST_TEST(text(risk.at("id")) == id);
}

/// "12345" of an HL7 v2 message is somebody else on a FHIR server.
BOOST_AUTO_TEST_CASE(a_patient_who_was_not_read_from_fhir_is_never_referred_to) {
  tests::Sample sample;
  for (auto& fact : sample.assessment.facts) fact.source = "OBX[1]";
  sample.assessment.ignored.clear();
  const json::value subject = Exported(sample).one("RiskAssessment").at("subject");
  BOOST_TEST(!subject.as_object().contains("reference"));
  BOOST_TEST(text(subject.at("identifier").at("value")) == "p1");
}

BOOST_AUTO_TEST_CASE(a_patient_without_a_resource_id_is_found_by_the_identifier) {
  tests::Sample sample;
  const auto identifier = [&](const char* id) {
    sample.assessment.patient_id = id;
    const json::value subject = Exported(sample).one("RiskAssessment").at("subject");
    BOOST_TEST(!subject.as_object().contains("reference"));
    return json::serialize(subject.at("identifier"));
  };
  BOOST_TEST(identifier("|77") == R"({"value":"77"})");
  BOOST_TEST(identifier("https://a.example/mrn|7|7") ==
             R"({"system":"https://a.example/mrn","value":"7|7"})");
  BOOST_TEST(identifier("77^^^HOSP&1.2.3&ISO") == R"({"system":"urn:oid:1.2.3","value":"77"})");
  BOOST_TEST(identifier("77^^^&hosp.example&DNS") ==
             R"({"value":"77","assigner":{"display":"hosp.example"}})");
  BOOST_TEST(identifier("77^^^HOSP") == R"({"value":"77","assigner":{"display":"HOSP"}})");
  BOOST_TEST(identifier("7^7") == R"({"value":"7^7"})");
}

BOOST_AUTO_TEST_CASE(only_resources_with_an_id_are_referred_to) {
  BOOST_TEST(*fhir::resource_of("Observation/bp.component[0]") == "Observation/bp");
  BOOST_TEST(*fhir::resource_of("QuestionnaireResponse/q.1.item[0].answer[2]") ==
             "QuestionnaireResponse/q.1");
  for (const char* source : {"Bundle.entry[2].resource", "OBX[3]", "OBX/3", "urn:uuid:1", "",
                             "Observation/", "/x", "Observation/a b", "row 3", "labs/potassium"})
    BOOST_TEST(!fhir::resource_of(source), source);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::report
