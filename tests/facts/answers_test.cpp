// SPDX-License-Identifier: Apache-2.0
//
// From FHIR to facts: answers, reactions to drugs, visits and conclusions of reports.

#include <boost/test/unit_test.hpp>

#include "facts/fact.hpp"

#include <tuple>
#include "intake/reading.hpp"
#include "paths.hpp"

namespace causa::facts {

BOOST_AUTO_TEST_SUITE(facts_answers)

namespace {

using intake_test::bundle;
using record::State;

struct Reading {
  terminology::Vocabulary vocabulary = [] {
    auto made = terminology::Vocabulary::load(causa::tests::terminology_folder).value();
    terminology::ConceptDefinition quinine;
    quinine.id = "history.quinine_reaction";
    quinine.name = "Reaction to quinine";
    quinine.text = {"quinine allergy"};
    made.add(quinine, "test").value();
    terminology::ConceptDefinition statin;
    statin.id = "history.statin_muscle_pain";
    statin.name = "Muscle pain on an earlier lipid-lowering drug";
    statin.text = {"statin intolerance"};
    made.add(statin, "test").value();
    made.finish().value();
    return made;
  }();
  record::Record record;
  PatientFacts facts;

  void read(const std::string& resource, std::string_view as_of = "2026-11-20") {
    record = intake_test::read_one(bundle({resource}));
    extract(record, vocabulary, parse_time(as_of)->latest_ms, facts);
  }

  /// "present", "absent", or "" if there is no fact of the concept.
  std::string state(std::string_view id) const {
    const auto wanted = vocabulary.find(id);
    for (const Fact& fact : facts.facts)
      if (fact.concept_id == wanted)
        return fact.state == State::present  ? "present"
               : fact.state == State::absent ? "absent"
                                             : "unknown";
    return "";
  }

  std::string reason() const {
    return facts.ignored.empty() ? "" : facts.ignored[0].source + ": " + facts.ignored[0].reason;
  }
};

std::string answered(std::string_view link_id, std::string_view value) {
  return R"({"resourceType":"QuestionnaireResponse","id":"q","status":"completed",)"
         R"("authored":"2026-11-20","item":[{"linkId":")" +
         std::string(link_id) + R"(","answer":[{)" + std::string(value) + "}]}]}";
}

std::string coding(std::string_view system, std::string_view code) {
  return R"("valueCoding":{"system":")" + std::string(system) + R"(","code":")" +
         std::string(code) + "\"}";
}

std::string allergy(std::string_view code, std::string_view more = {}) {
  return R"({"resourceType":"AllergyIntolerance","id":"a","code":)" + std::string(code) +
         std::string(more) + "}";
}

std::string visit(std::string_view status) {
  return R"({"resourceType":"Encounter","id":"e","period":{"start":"2026-11-19","end":"2026-11-20"},)"
         R"("reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"449917004"}]}],)"
         R"("status":")" +
         std::string(status) + "\"}";
}

const std::string quinine = R"({"text":"Quinine"})";
const std::string confirmed = R"(,"verificationStatus":{"coding":[{"code":"confirmed"}]})";
const std::string refuted = R"(,"verificationStatus":{"coding":[{"code":"refuted"}]})";

}  // namespace

BOOST_FIXTURE_TEST_CASE(coded_answers_without_words, Reading) {
  const std::string id = "symptom.paresthesia";
  for (const auto& [system, yes, no] :
       {std::tuple("urn:causa:answer", "yes", "no"),
        {"http://loinc.org", "LA33-6", "LA32-8"},
        {"http://snomed.info/sct", "373066001", "373067005"},
        {"http://terminology.hl7.org/CodeSystem/v2-0136", "Y", "N"}}) {
    read(answered(id, coding(system, yes)));
    BOOST_TEST(state(id) == "present");
    read(answered(id, coding(system, no)));
    BOOST_TEST(state(id) == "absent");
  }
  read(answered(id, coding("urn:causa:answer", "unknown")));
  BOOST_TEST(state(id).empty());
  BOOST_TEST(reason() == "QuestionnaireResponse: neither yes nor no");
}

BOOST_FIXTURE_TEST_CASE(words_that_contradict_the_code_say_nothing, Reading) {
  read(answered("symptom.paresthesia",
                R"("valueCoding":{"system":"http://loinc.org","code":"LA33-6"})"));
  BOOST_TEST(state("symptom.paresthesia") == "present");
  record.items[0].value_text = "No";
  extract(record, vocabulary, parse_time("2026-11-20")->latest_ms, facts);
  BOOST_TEST(state("symptom.paresthesia").empty());
}

BOOST_FIXTURE_TEST_CASE(numbers_need_their_unit, Reading) {
  read(answered("lab.potassium", R"("valueQuantity":{"value":2.7,"unit":"mmol/L"})"));
  BOOST_REQUIRE(facts.facts.size() == 1u);
  BOOST_TEST(facts.facts[0].value == 2.7);
  read(answered("lab.potassium", R"("valueDecimal":2.7)"));
  BOOST_TEST(facts.facts.empty());
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(!facts.ignored[0].grouped);
}

BOOST_FIXTURE_TEST_CASE(an_unknown_question_among_others_is_counted_as_a_part, Reading) {
  read(R"({"resourceType":"QuestionnaireResponse","id":"q","status":"completed","item":[)"
       R"({"linkId":"symptom.paresthesia","answer":[{"valueBoolean":true}]},)"
       R"({"linkId":"7.1","text":"Do you smoke?","answer":[{"valueBoolean":true}]}]})");
  BOOST_TEST(state("symptom.paresthesia") == "present");
  BOOST_TEST(reason() == "QuestionnaireResponse.item: not known to the loaded modules");
  BOOST_TEST(facts.ignored[0].is_of_part());
}

BOOST_FIXTURE_TEST_CASE(an_allergy_is_no_exposure, Reading) {
  read(allergy(R"({"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
               R"("code":"5487","display":"Hydrochlorothiazide"}]})"));
  BOOST_TEST(facts.facts.empty());
  BOOST_TEST(reason() == "AllergyIntolerance: not known to the loaded modules");
}

BOOST_FIXTURE_TEST_CASE(a_reaction_that_modules_know, Reading) {
  for (const std::string& code :
       {quinine, std::string(R"({"text":"Quinine allergy"})"),
        std::string(R"({"coding":[{"code":"9071","display":"quinine"}]})")}) {
    read(allergy(code, confirmed));
    BOOST_TEST(state("history.quinine_reaction") == "present", code);
  }
  read(allergy(quinine, refuted));
  BOOST_TEST(state("history.quinine_reaction") == "absent");
  read(allergy(quinine, R"(,"verificationStatus":{"coding":[{"code":"entered-in-error"}]})"));
  BOOST_TEST(facts.facts.empty());
}

BOOST_FIXTURE_TEST_CASE(an_intolerance_is_no_allergy, Reading) {
  read(allergy(R"({"text":"Statin"})", R"(,"type":"intolerance")"));
  BOOST_TEST(state("history.statin_muscle_pain") == "present");
  read(allergy(R"({"text":"Simvastatin 20 MG"})", R"(,"type":"intolerance")"));
  BOOST_TEST(state("history.statin_muscle_pain") == "present");
  read(allergy(R"({"text":"Statin"})", R"(,"type":"allergy")"));
  BOOST_TEST(facts.facts.empty());
}

BOOST_FIXTURE_TEST_CASE(an_earlier_visit_is_no_complaint_of_today, Reading) {
  read(visit("in-progress"), "2026-12-10");
  BOOST_TEST(state("symptom.cramp.leg") == "present");
  read(visit("finished"), "2026-11-20");
  BOOST_TEST(state("symptom.cramp.leg") == "present");
  read(visit("finished"), "2026-11-23");
  BOOST_TEST(facts.facts.empty());
  BOOST_TEST(facts.not_understood.empty());
  BOOST_TEST(reason() == "Encounter: why an earlier visit took place");
}

BOOST_FIXTURE_TEST_CASE(a_visit_that_nobody_closed_is_over_some_day, Reading) {
  const auto open = [](std::string_view period) {
    return R"({"resourceType":"Encounter","id":"e","status":"in-progress",)" + std::string(period) +
           R"("reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"449917004"}]}]})";
  };
  const std::string begun = open(R"("period":{"start":"2026-11-01"},)");
  read(begun, "2026-12-01");
  BOOST_TEST(state("symptom.cramp.leg") == "present");
  read(begun, "2026-12-02");
  BOOST_TEST(facts.facts.empty());
  BOOST_TEST(reason() == "Encounter: why a visit took place that began more than 30 days ago");
  read(open(R"("period":{"start":"2016-02"},)"));
  BOOST_TEST(facts.facts.empty());
  // The end that is expected is no date after the assessment.
  read(open(R"("period":{"start":"2026-11-19","end":"2026-11-25"},)"));
  BOOST_TEST(state("symptom.cramp.leg") == "present");
  // Without a start nothing says that it isn't of today.
  read(open(""));
  BOOST_TEST(state("symptom.cramp.leg") == "present");
}

BOOST_FIXTURE_TEST_CASE(conclusions_of_a_report, Reading) {
  const std::string report = R"({"resourceType":"DiagnosticReport","id":"r","status":"final",)"
                             R"("code":{"text":"Duplex"},"effectiveDateTime":"2026-11-19",)";
  const std::string coded =
      R"("conclusionCode":[{"coding":[{"system":"http://snomed.info/sct","code":"128053003"}]}]})";
  read(report + coded);
  BOOST_TEST(state("condition.dvt") == "present");
  read(report + R"("conclusion":"No evidence of deep vein thrombosis."})");
  BOOST_TEST(state("condition.dvt") == "absent");
  BOOST_TEST(facts.facts[0].from_text);
}

BOOST_FIXTURE_TEST_CASE(a_family_history_given_by_code_is_not_the_patients, Reading) {
  read(R"({"resourceType":"Observation","id":"o","status":"final",)"
       R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"416471007"}]},)"
       R"("valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct",)"
       R"("code":"128053003"}]}})");
  BOOST_TEST(facts.facts.empty());
  BOOST_TEST(reason() == "Observation: about a relative, not the patient");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::facts
