// SPDX-License-Identifier: Apache-2.0

#include "assess/ask_next.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "assess/prepared.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::assess {

BOOST_AUTO_TEST_SUITE(assess_ask_next)

namespace {

using knowledge::Manifest;
using terminology::ConceptKind;

constexpr std::int64_t today = 1'000 * ms_per_day;

terminology::Vocabulary make_vocabulary() {
  terminology::Vocabulary vocabulary;
  for (const char* id : {"symptom.ache", "symptom.thirst", "sign.pale", "drug.tonic",
                         "condition.ill", "symptom.unused", "sign.cold"}) {
    terminology::ConceptDefinition definition;
    definition.id = definition.name = id;
    BOOST_REQUIRE(vocabulary.add(definition, "test"));
  }
  for (const char* id : {"lab.salt", "lab.sugar"}) {
    terminology::ConceptDefinition definition;
    definition.id = definition.name = id;
    definition.kind = ConceptKind::number;
    definition.unit = "mmol/L";
    definition.window_ms = 14 * ms_per_day;
    BOOST_REQUIRE(vocabulary.add(definition, "test"));
  }
  return vocabulary;
}

knowledge::Rule rule(std::string id, std::string cause, std::string when, double lr_holds,
                     double lr_fails) {
  knowledge::Rule made;
  made.id = std::move(id);
  made.cause = std::move(cause);
  made.when.text = std::move(when);
  made.holds.emplace().lr = lr_holds;
  made.holds->ci = {lr_holds, lr_holds * 1.0001};  // exact: nothing to shrink
  if (lr_fails > 0) {
    made.fails.emplace().lr = lr_fails;
    made.fails->ci = {lr_fails, lr_fails * 1.0001};
  }
  return made;
}

knowledge::Alert alert(std::string id, std::string cause, std::string when) {
  knowledge::Alert made;
  made.id = std::move(id);
  made.cause = std::move(cause);
  made.when.text = std::move(when);
  made.urgency = knowledge::Urgency::emergency;
  return made;
}

knowledge::Cause cause_of(std::string id) {
  knowledge::Cause made;
  made.id = std::move(id);
  return made;
}

/// One module about one cause, and a patient with that cause at P and X.
struct Clinic {
  Clinic() {
    module.id = "org.test.a";
    module.causes.push_back(cause_of("family.cause"));
    assessment.as_of_ms = today;
    assessment.complaint_present = true;
    assessment.modules.push_back(
        {module.id, "1", "ab", ModuleStatus::ok, true, "", "", "", RanIn::program, 0});
    CauseResult result;
    result.id = "family.cause";
    result.rank = 1;
    result.present.p = 0.5;
    result.accounts_for.p = 1;
    assessment.causes.push_back(result);
  }

  std::vector<Question> ask() {
    std::vector<plugin::Module> modules(second.id.empty() ? 1 : 2);
    modules[0].manifest = module;
    if (!second.id.empty()) modules[1].manifest = second;
    const auto prepared =
        Prepared::make(plugin::Registry::of(std::move(modules)), make_vocabulary(), Constants());
    BOOST_REQUIRE(prepared);
    std::vector<const Manifest*> manifests{&module};
    if (!second.id.empty()) {
      manifests.push_back(&second);
      assessment.modules.resize(1);
      assessment.modules.push_back(
          {second.id, "1", "ab", ModuleStatus::ok, true, "", "", "", RanIn::program, 0});
    }
    return Asker(manifests, (*prepared)->vocabulary, Constants()).ask(assessment);
  }

  void know(std::string concept_id, record::State state) {
    ShownFact fact;
    fact.concept_id = std::move(concept_id);
    fact.state = state;
    fact.time_ms = today;
    assessment.facts.push_back(fact);
  }

  void measure(std::string concept_id, double value, double days_ago) {
    ShownFact fact;
    fact.concept_id = std::move(concept_id);
    fact.value = value;
    fact.unit = "mmol/L";
    fact.time_ms = today - static_cast<std::int64_t>(days_ago * static_cast<double>(ms_per_day));
    assessment.facts.push_back(fact);
  }

  Manifest module, second;
  Assessment assessment;
};

std::vector<std::string> ids(const std::vector<Question>& questions) {
  std::vector<std::string> found;
  for (const auto& question : questions) found.push_back(question.concept_id);
  return found;
}

using Ids = std::vector<std::string>;

// LR+ 4 and LR- 0.25 at P 0.5, X 1: 0.278 bits (see assess_information).
BOOST_AUTO_TEST_CASE(an_unknown_finding_is_asked_with_its_bits) {
  Clinic clinic;
  clinic.module.rules.push_back(rule("r", "family.cause", "sign.pale", 4, 0.25));
  const auto questions = clinic.ask();
  BOOST_REQUIRE(ids(questions) == Ids{"sign.pale"});
  BOOST_TEST(questions[0].bits == 0.278, boost::test_tools::tolerance(1e-9));
  BOOST_TEST((questions[0].kind == QuestionKind::examination));
  BOOST_TEST(!questions[0].could_alert);
}

BOOST_AUTO_TEST_CASE(what_is_known_is_not_asked) {
  for (const auto state : {record::State::present, record::State::absent}) {
    Clinic clinic;
    clinic.module.rules.push_back(rule("r", "family.cause", "sign.pale", 4, 0.25));
    clinic.module.rules.push_back(rule("s", "family.cause", "sign.pale and symptom.ache", 4, 0.25));
    clinic.know("sign.pale", state);
    const Ids expected = state == record::State::present ? Ids{"symptom.ache"} : Ids{};
    BOOST_TEST(ids(clinic.ask()) == expected, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(what_no_rule_and_no_alert_uses_is_not_asked) {
  Clinic clinic;
  clinic.module.rules.push_back(rule("r", "family.cause", "sign.pale", 4, 0.25));
  clinic.module.rules.push_back(rule("s", "another.cause", "symptom.unused", 9, 0.1));
  BOOST_TEST(ids(clinic.ask()) == Ids{"sign.pale"}, boost::test_tools::per_element());
}

// H(0.5) - 0.5 H(1) = 1 bit: a measurement that decides tells all there is.
BOOST_AUTO_TEST_CASE(a_measurement_that_decides_comes_before_a_finding) {
  Clinic clinic;
  clinic.module.rules.push_back(rule("r", "family.cause", "symptom.ache", 4, 0.25));
  knowledge::Decision decision;
  decision.id = "measured";
  decision.fact = "lab.salt";
  decision.below = 3;
  decision.unit = "mmol/L";
  clinic.module.causes[0].decided_by.push_back(decision);
  auto questions = clinic.ask();
  BOOST_REQUIRE(ids(questions) == (Ids{"lab.salt", "symptom.ache"}));
  BOOST_TEST(questions[0].bits == 1.0);
  BOOST_TEST(!questions[0].again);

  clinic.measure("lab.salt", 2, 30);  // too old
  questions = clinic.ask();
  BOOST_REQUIRE(!questions.empty());
  BOOST_TEST(questions[0].concept_id == "lab.salt");
  BOOST_TEST(questions[0].again);

  clinic.assessment.causes[0].decided_by = "measured";
  BOOST_TEST(ids(clinic.ask()).empty());
}

BOOST_AUTO_TEST_CASE(several_missing_facts_share_what_they_tell) {
  Clinic clinic;
  clinic.module.rules.push_back(rule("r", "family.cause", "sign.pale and symptom.ache", 4, 0.25));
  const auto questions = clinic.ask();
  BOOST_REQUIRE(ids(questions) == (Ids{"symptom.ache", "sign.pale"}));  // history first
  for (const auto& question : questions)
    BOOST_TEST(question.bits == 0.139, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(what_could_raise_an_alert_comes_first) {
  Clinic clinic;
  clinic.module.rules.push_back(rule("r", "family.cause", "symptom.ache", 4, 0.25));
  clinic.module.alerts.push_back(alert("a", "family.cause", "lab.sugar > 20 mmol/L"));
  const auto questions = clinic.ask();
  BOOST_REQUIRE(ids(questions) == (Ids{"lab.sugar", "symptom.ache"}));
  BOOST_TEST(questions[0].could_alert);
  BOOST_TEST(questions[0].bits == 0.0);
}

BOOST_AUTO_TEST_CASE(one_fact_of_several_that_are_missing_cannot_alert) {
  Clinic clinic;
  clinic.module.alerts.push_back(alert("a", "family.cause", "sign.cold and sign.pale"));
  BOOST_TEST(ids(clinic.ask()).empty());
  clinic.know("sign.cold", record::State::present);
  BOOST_TEST(ids(clinic.ask()) == Ids{"sign.pale"}, boost::test_tools::per_element());
  clinic.know("sign.pale", record::State::absent);
  BOOST_TEST(ids(clinic.ask()).empty());
}

BOOST_AUTO_TEST_CASE(an_alert_about_something_else_is_asked_for_only_if_it_has_begun) {
  Clinic clinic;
  clinic.module.alerts.push_back(alert("a", "", "sign.cold"));
  clinic.module.alerts.push_back(alert("b", "", "symptom.thirst and lab.sugar > 20 mmol/L"));
  BOOST_TEST(ids(clinic.ask()).empty());
  clinic.know("symptom.thirst", record::State::present);
  BOOST_TEST(ids(clinic.ask()) == Ids{"lab.sugar"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(under_not_an_answer_counts_the_other_way) {
  Clinic clinic;
  clinic.module.alerts.push_back(alert("a", "family.cause", "not sign.pale and sign.cold"));
  clinic.know("sign.cold", record::State::present);
  BOOST_TEST(ids(clinic.ask()) == Ids{"sign.pale"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_weaker_rule_of_a_group_that_counts_tells_nothing_more) {
  Clinic clinic;
  clinic.module.rules.push_back(rule("strong", "family.cause", "symptom.ache", 10, 0));
  clinic.module.rules.push_back(rule("weak", "family.cause", "sign.pale", 4, 0));
  clinic.module.rules.push_back(rule("other", "family.cause", "sign.cold", 4, 0));
  for (auto& entry : clinic.module.rules) entry.group = "pain";
  clinic.module.rules[2].group = "skin";
  Evidence evidence;
  evidence.rule = "strong";
  evidence.outcome = Outcome::present;
  evidence.counted = Counted::yes;
  evidence.weight_millibans = 1000;
  clinic.assessment.causes[0].evidence.push_back(evidence);
  clinic.know("symptom.ache", record::State::present);
  BOOST_TEST(ids(clinic.ask()) == Ids{"sign.cold"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_derived_fact_is_asked_for_by_what_it_needs) {
  Clinic clinic;
  knowledge::DeriveStep step;
  step.id = "ratio";
  step.needs = {"lab.salt", "lab.sugar"};
  step.provides.push_back({"score.ratio", "Ratio", ConceptKind::number, "1", {}});
  clinic.module.derives.push_back(step);
  clinic.module.rules.push_back(rule("r", "family.cause", "score.ratio > 2", 4, 0.25));
  clinic.measure("lab.salt", 3, 1);
  BOOST_TEST(ids(clinic.ask()) == Ids{"lab.sugar"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_module_that_did_not_take_part_asks_nothing) {
  Clinic clinic;
  clinic.module.rules.push_back(rule("r", "family.cause", "sign.pale", 4, 0.25));
  clinic.assessment.modules[0].status = ModuleStatus::failed;
  BOOST_TEST(ids(clinic.ask()).empty());
}

BOOST_AUTO_TEST_CASE(one_refused_value_among_the_latest_is_measured_again_wherever_it_stands) {
  Clinic clinic;
  clinic.measure("lab.salt", 3, 1);
  clinic.measure("lab.salt", 4, 1);
  BOOST_TEST(ids(clinic.ask()).empty());
  for (const std::size_t refused : {0u, 1u}) {
    for (auto& fact : clinic.assessment.facts) fact.quality = facts::Quality::tied;
    clinic.assessment.facts[refused].quality |= facts::Quality::unit_doubted;
    BOOST_TEST(ids(clinic.ask()) == Ids{"lab.salt"}, boost::test_tools::per_element());
  }
  clinic.measure("lab.salt", 5, 0);
  BOOST_TEST(ids(clinic.ask()).empty());
}

BOOST_AUTO_TEST_CASE(the_order_of_modules_changes_nothing) {
  Clinic clinic;
  clinic.second.id = "org.test.b";
  clinic.module.rules.push_back(rule("r", "family.cause", "sign.pale", 4, 0.25));
  clinic.module.alerts.push_back(alert("a", "family.cause", "sign.cold"));
  clinic.second.rules.push_back(rule("s", "family.cause", "symptom.ache", 4, 0.25));
  clinic.second.rules.push_back(rule("t", "family.cause", "sign.pale", 9, 0.1));
  const auto one_way = clinic.ask();
  std::swap(clinic.module, clinic.second);
  clinic.assessment.modules[0].id = clinic.module.id;
  BOOST_TEST((clinic.ask() == one_way));
  BOOST_TEST(ids(one_way) == (Ids{"sign.cold", "sign.pale", "symptom.ache"}),
             boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::assess
