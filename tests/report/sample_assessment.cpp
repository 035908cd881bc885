// SPDX-License-Identifier: Apache-2.0

#include "report/sample_assessment.hpp"

#include "paths.hpp"

namespace causa::tests {

namespace {

constexpr std::int64_t as_of_ms = 1'795'219'199'999;  // 2026-11-20

assess::ShownFact fact(const char* concept_id, const char* name, const char* source) {
  assess::ShownFact made;
  made.concept_id = concept_id;
  made.name = name;
  made.source = source;
  made.time_ms = as_of_ms - ms_per_day;
  return made;
}

assess::RaisedAlert alert(const char* id, knowledge::Urgency urgency, const char* title) {
  assess::RaisedAlert made;
  made.id = id;
  made.urgency = urgency;
  made.title = title;
  made.action = "Act";
  made.threshold = "potassium < 2.5 mmol/L";
  made.sources = {"guide"};
  return made;
}

assess::Evidence evidence(std::uint32_t index, std::int32_t weight, const char* text) {
  assess::Evidence made;
  made.rule = text;
  made.outcome = assess::Outcome::present;
  made.counted = assess::Counted::yes;
  made.weight_millibans = weight;
  made.facts = {index};
  made.text = text;
  return made;
}

assess::CauseResult cause(std::uint32_t module, const char* id, const char* name,
                          assess::Estimate explains) {
  assess::CauseResult made;
  made.module = module;
  made.id = id;
  made.family = std::string(id).substr(0, std::string(id).find('.'));
  made.name = name;
  made.rank = 1;
  made.explains = explains;
  made.present = {0.5, 0.3, 0.7};
  made.accounts_for = {0.45, 0.2, 0.7};
  return made;
}

assess::GivenAdvice advice(const char* text, knowledge::AdviceKind kind, const char* withheld) {
  assess::GivenAdvice made;
  made.text = text;
  made.kind = kind;
  made.for_cause = "medication.thiazide";
  made.withheld = withheld;
  return made;
}

assess::Question question(const char* concept_id, const char* name, knowledge::Urgency urgency,
                          double bits) {
  assess::Question made;
  made.concept_id = concept_id;
  made.name = name;
  made.urgency = urgency;
  made.could_alert = urgency != knowledge::Urgency{};
  made.bits = bits;
  return made;
}

void fill_manifests(Sample& sample) {
  sample.electrolytes.id = "org.causa.electrolytes";
  knowledge::Source guide;
  guide.id = "guide";
  guide.citation = "A guide";
  guide.doi = "10.1000/1";
  guide.verified = true;
  sample.electrolytes.sources = {guide};
  knowledge::Cause potassium;
  potassium.id = "electrolytes.hypokalemia";
  terminology::CodeDefinition seen;
  seen.system = "SNOMED";
  seen.code = "43339004";
  seen.verified = true;
  terminology::CodeDefinition unseen = seen;
  unseen.system = "ICD10CM";
  unseen.code = "E87.6";
  unseen.verified = false;
  potassium.codes = {seen, unseen};
  knowledge::Decision measured;
  measured.id = "measured";
  measured.fact = "lab.potassium";
  potassium.decided_by = {measured};
  sample.electrolytes.causes = {potassium};
  sample.medication.id = "org.causa.medication";
  knowledge::Cause thiazide;
  thiazide.id = "medication.thiazide";
  thiazide.requires_condition.text = "drug.thiazide";
  sample.medication.causes = {thiazide};
}

}  // namespace

Sample::Sample() : vocabulary(*terminology::Vocabulary::load(terminology_folder)) {
  (void)vocabulary.finish();
  fill_manifests(*this);
  assess::Assessment& it = assessment;
  it.id = "11111111-2222-4333-8444-555555555555";
  it.created_ms = as_of_ms;
  it.as_of_ms = as_of_ms;
  it.patient_id = "p1";
  it.age = {67, 67};
  it.complaint_present = true;
  it.complaint_text = "Leg cramp";
  it.ranking = assess::Sufficiency::weak;
  it.ranking_why = "the first causes are about equally likely";
  it.modules.push_back({"org.causa.electrolytes", "1.0.0", "ab", assess::ModuleStatus::ok, true, "",
                        "", "", assess::RanIn::program, 3});
  it.modules.push_back({"org.causa.medication", "1.1.0", "cd", assess::ModuleStatus::ok, true, "",
                        "", "", assess::RanIn::program, 3});
  it.modules.push_back({"org.clinic.x", "", "", assess::ModuleStatus::refused, false, "", "",
                        "broken", assess::RanIn::program, 0});
  it.facts = {fact("symptom.cramp", "Leg cramp", "Condition/c1"),
              fact("drug.hydrochlorothiazide", "hydrochlorothiazide", "MedicationRequest/m1"),
              fact("sign.ecg.low_potassium", "ECG", "Observation/e.1.component[0]"),
              fact("symptom.cramp.nocturnal", "Night cramp", "Bundle.entry[4].resource")};
  it.alerts = {alert("critical", knowledge::Urgency::emergency, "Potassium critically low"),
               alert("weakness", knowledge::Urgency::urgent, "Weakness"),
               alert("sleep", knowledge::Urgency::routine, "Cramps disturb sleep")};
  it.alerts[0].cause = "electrolytes.hypokalemia";
  it.alerts[0].value = "Potassium 2.3 mmol/L";
  it.alerts[0].age_hours = 15;
  it.alerts[0].facts = {2};
  it.causes = {cause(1, "medication.thiazide", "Thiazide", {0.3211, 0.2361, 0.4198}),
               cause(0, "electrolytes.hypokalemia", "Low potassium", {0.16, 0.04, 0.5}),
               cause(0, "idiopathic.cramps", "Night cramps of unknown cause", {})};
  it.causes[0].decided_by = "on_the_list";
  it.causes[0].evidence = {evidence(1, 500, "on a | thiazide <b>")};
  it.causes[1].chain = assess::Chain{"medication.thiazide", 0.8};
  it.causes[1].chain_head = "medication.thiazide";
  it.causes[1].evidence = {evidence(2, -200, "no weakness")};
  it.causes[2].rank = 2;
  it.unexplained = 0.6;
  it.advice = {advice("Review with the prescriber", knowledge::AdviceKind::medical, ""),
               advice("Measure magnesium", knowledge::AdviceKind::workup, ""),
               advice("Drink more", knowledge::AdviceKind::medical, "dialysis")};
  it.ignored = {{"Observation", "no unit", 1, {"Observation/x"}, false},
                {"Claim", "type not used", 9, {"Claim/1"}, true}};
  it.findings = {{"unit.in_doubt", lint::Severity::error, true, "Observation/e.1",
                  "the range fits mg|dL <b>", "check the unit"},
                 {"time.of_issue", lint::Severity::note, false, "Observation/e.1",
                  "1 result is dated by its issue", "send the time of sampling"}};
  ask_next = {question("lab.potassium", "Potassium", knowledge::Urgency::emergency, 0.1),
              question("symptom.no_such", "No such thing", {}, 0.4)};
}

report::Context Sample::context() const {
  return {&vocabulary, {&electrolytes, &medication, nullptr}, ask_next};
}

}  // namespace causa::tests
