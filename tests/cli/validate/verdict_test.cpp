// SPDX-License-Identifier: Apache-2.0
//
// How an assessment is matched with a label.

#include "cli/validate/verdict.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "cli/validate/expert_weight.hpp"
#include "cli/validate/tally.hpp"

namespace {

using namespace causa;
using namespace causa::cli::validate;
using knowledge::Role;
using knowledge::Urgency;

LabeledCase label(const std::string& family, Level level = Level::none) {
  LabeledCase labeled;
  labeled.id = "one";
  labeled.expected_family = family;
  labeled.accepted_families = {family};
  labeled.expected_level = level;
  labeled.accepted_levels = {level};
  return labeled;
}

assess::CauseResult cause(const std::string& id, double e, Role role = Role::cause,
                          const std::string& chain_head = {}) {
  assess::CauseResult result;
  result.id = id;
  result.family = family_of(id);
  result.explains = {e, e, e};
  result.role = role;
  result.chain_head = chain_head;
  return result;
}

assess::Assessment ranked(std::vector<assess::CauseResult> causes) {
  assess::Assessment assessment;
  assessment.complaint_present = true;
  assessment.ranking = assess::Sufficiency::sufficient;
  assessment.causes = std::move(causes);
  return assessment;
}

assess::Assessment without_complaint(const std::vector<std::string>& states) {
  assess::Assessment assessment;
  for (const auto& id : states) assessment.states.push_back({id, id, {0.9, 0.8, 1}});
  return assessment;
}

void raise(assess::Assessment& assessment, Urgency urgency) {
  assess::RaisedAlert alert;
  alert.id = "alert";
  alert.urgency = urgency;
  assessment.alerts.push_back(alert);
}

bool has(const Verdict& verdict, Miss miss) {
  return std::find(verdict.misses.begin(), verdict.misses.end(), miss) != verdict.misses.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(validate_verdict)

BOOST_AUTO_TEST_CASE(the_first_place_is_that_of_the_family) {
  const auto labeled = label("strain");
  const auto assessment = ranked({cause("strain.calf", 0.5), cause("circulation.dvt", 0.1)});
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(verdict.family_first);
  BOOST_TEST(verdict.answer == "strain");
  BOOST_TEST(verdict.misses.empty());
}

BOOST_AUTO_TEST_CASE(the_second_place_is_a_miss_that_is_among_three) {
  const auto labeled = label("circulation");
  const auto assessment = ranked({cause("strain.calf", 0.5), cause("circulation.dvt", 0.1)});
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(!verdict.family_first);
  BOOST_TEST(verdict.family_three);
  BOOST_TEST(has(verdict, Miss::family));
}

BOOST_AUTO_TEST_CASE(the_fourth_place_is_not_among_three) {
  const auto labeled = label("circulation");
  const auto assessment = ranked({cause("strain.a", 0.5), cause("strain.b", 0.4),
                                  cause("strain.c", 0.3), cause("circulation.dvt", 0.1)});
  BOOST_TEST(!judge(labeled, assessment).family_three);
}

// They are shown under the head of the chain, and can't win its place.
BOOST_AUTO_TEST_CASE(members_of_a_chain_take_no_place) {
  const auto labeled = label("electrolytes");
  const auto assessment =
      ranked({cause("medication.thiazide", 0.5),
              cause("electrolytes.hypokalemia", 0.1, Role::state, "medication.thiazide")});
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(!verdict.family_first);
  BOOST_TEST(!verdict.family_three);
}

BOOST_AUTO_TEST_CASE(the_right_family_by_the_wrong_cause_is_a_miss_of_the_cause) {
  auto labeled = label("medication");
  labeled.expected_causes = {"medication.statin"};
  const auto assessment =
      ranked({cause("medication.thiazide", 0.5), cause("medication.statin", 0.1)});
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(verdict.family_first);
  BOOST_TEST(!*verdict.cause_first);
  BOOST_TEST(*verdict.cause_three);
  BOOST_TEST(has(verdict, Miss::cause));
  BOOST_TEST(!has(verdict, Miss::family));
}

BOOST_AUTO_TEST_CASE(a_label_without_causes_says_nothing_of_the_cause) {
  const auto labeled = label("medication");
  const auto assessment = ranked({cause("medication.thiazide", 0.5)});
  BOOST_TEST(!judge(labeled, assessment).cause_first.has_value());
}

BOOST_AUTO_TEST_CASE(a_mimic_is_met_by_its_role_and_not_by_its_family) {
  const auto labeled = label("mimic");
  const auto mimicking = ranked({cause("neurologic.restless_legs", 0.5, Role::mimic)});
  BOOST_TEST(judge(labeled, mimicking).family_first);
  BOOST_TEST(judge(labeled, mimicking).answer == "mimic");
  const auto other_cause = ranked({cause("neurologic.stenosis", 0.5)});
  BOOST_TEST(!judge(labeled, other_cause).family_first);
  // And a label of the family accepts it.
  const auto by_family = label("neurologic");
  BOOST_TEST(judge(by_family, mimicking).family_first);
  BOOST_TEST(judge(by_family, mimicking).answer == "neurologic");
}

BOOST_AUTO_TEST_CASE(none_is_met_if_nothing_is_ranked) {
  const auto labeled = label("none");
  const auto healthy = without_complaint({});
  BOOST_TEST(judge(labeled, healthy).family_first);
  // A state is no answer to a complaint that isn't there.
  const auto diabetic = without_complaint({"chronic_disease.diabetes"});
  BOOST_TEST(judge(labeled, diabetic).family_first);
  const auto something = ranked({cause("strain.calf", 0.01)});
  BOOST_TEST(!judge(labeled, something).family_first);
}

BOOST_AUTO_TEST_CASE(a_ranking_that_says_nothing_wins_nothing) {
  const auto labeled = label("strain");
  auto assessment = ranked({cause("strain.calf", 0.01)});
  assessment.ranking = assess::Sufficiency::none;
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(!verdict.ranked);
  BOOST_TEST(!verdict.family_first);
  BOOST_TEST(verdict.answer == "none");
}

BOOST_AUTO_TEST_CASE(without_a_complaint_a_decided_state_meets_its_family) {
  auto labeled = label("hydration");
  labeled.expected_causes = {"hydration.gi_loss"};
  const auto assessment = without_complaint({"chronic_disease.diabetes", "hydration.gi_loss"});
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(verdict.family_first);
  BOOST_TEST(*verdict.cause_first);
  const auto other_states = without_complaint({"chronic_disease.diabetes"});
  BOOST_TEST(!judge(labeled, other_states).family_first);
}

BOOST_AUTO_TEST_CASE(the_expected_word_is_the_answer_before_others_that_are_accepted) {
  auto labeled = label("none");
  labeled.accepted_families = {"hydration", "none"};
  const auto assessment = without_complaint({"hydration.gi_loss"});
  BOOST_TEST(judge(labeled, assessment).answer == "none");
  auto by_family = label("strain");
  by_family.accepted_families = {"mimic", "strain"};
  const auto mimicking = ranked({cause("strain.delayed_soreness", 0.5, Role::mimic)});
  BOOST_TEST(judge(by_family, mimicking).answer == "strain");
}

// With a complaint the states are in the ranking, and only there.
BOOST_AUTO_TEST_CASE(with_a_complaint_a_state_meets_nothing) {
  const auto labeled = label("hydration");
  auto assessment = without_complaint({"hydration.gi_loss"});
  assessment.complaint_present = true;
  assessment.ranking = assess::Sufficiency::none;
  BOOST_TEST(!judge(labeled, assessment).family_first);
}

BOOST_AUTO_TEST_CASE(other_is_met_by_a_complaint_that_nothing_explains) {
  const auto labeled = label("other");
  auto assessment = ranked({});
  assessment.ranking = assess::Sufficiency::none;
  BOOST_TEST(judge(labeled, assessment).family_first);
  const auto something = ranked({cause("strain.calf", 0.05)});
  BOOST_TEST(!judge(labeled, something).family_first);
  const auto no_complaint = without_complaint({});
  BOOST_TEST(!judge(labeled, no_complaint).family_first);
}

BOOST_AUTO_TEST_CASE(an_emergency_is_missed_below_same_day) {
  const auto labeled = label("none", Level::emergency);
  for (const auto& [urgency, missed] :
       {std::pair(Urgency::routine, true), std::pair(Urgency::urgent, true),
        std::pair(Urgency::same_day, false), std::pair(Urgency::emergency, false)}) {
    auto assessment = without_complaint({});
    raise(assessment, urgency);
    BOOST_TEST(has(judge(labeled, assessment), Miss::emergency_missed) == missed);
  }
  const auto silent = without_complaint({});
  BOOST_TEST(has(judge(labeled, silent), Miss::emergency_missed));
}

BOOST_AUTO_TEST_CASE(same_day_counts_as_urgent) {
  const auto labeled = label("none", Level::urgent);
  auto assessment = without_complaint({});
  raise(assessment, Urgency::same_day);
  BOOST_TEST(judge(labeled, assessment).urgency_agrees);
  BOOST_TEST(judge(labeled, assessment).misses.empty());
}

BOOST_AUTO_TEST_CASE(an_emergency_that_the_label_does_not_accept_is_false) {
  auto labeled = label("none", Level::urgent);
  auto assessment = without_complaint({});
  raise(assessment, Urgency::urgent);
  raise(assessment, Urgency::emergency);
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(verdict.raised_to_emergency);
  BOOST_TEST(has(verdict, Miss::emergency_false));
  labeled.accepted_levels.push_back(Level::emergency);
  BOOST_TEST(judge(labeled, assessment).raised_to_emergency);
  BOOST_TEST(judge(labeled, assessment).misses.empty());
}

BOOST_AUTO_TEST_CASE(another_urgency_than_accepted_is_told) {
  const auto labeled = label("none");
  auto assessment = without_complaint({});
  raise(assessment, Urgency::urgent);
  BOOST_TEST(has(judge(labeled, assessment), Miss::urgency));
}

BOOST_AUTO_TEST_CASE(an_alert_that_the_label_names_must_be_raised) {
  auto labeled = label("none", Level::emergency);
  labeled.expected_alerts = {"alert", "bell"};
  auto assessment = without_complaint({});
  raise(assessment, Urgency::emergency);
  const Verdict verdict = judge(labeled, assessment);
  BOOST_TEST(has(verdict, Miss::alert));
  BOOST_TEST(verdict.alerts_missed == std::vector<std::string>{"bell"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(validate_tally)

BOOST_AUTO_TEST_CASE(uncertain_labels_are_counted_apart) {
  auto low = label("strain");
  low.certainty = "low";
  const auto sure = label("strain");
  const auto assessment = ranked({cause("circulation.dvt", 0.5)});
  const Verdict verdicts[] = {judge(low, assessment), judge(sure, assessment)};
  const Tally tally = count(verdicts);
  BOOST_TEST(tally.all.family_first.all == 2u);
  BOOST_TEST(tally.certain.family_first.all == 1u);
  BOOST_TEST(tally.confusion.at("strain").at("circulation") == 2u);
}

// Each listed cause is a pair; one that stands by rule has no probability of its own.
BOOST_AUTO_TEST_CASE(calibration_counts_each_listed_cause_in_its_bin) {
  auto labeled = label("strain");
  labeled.expected_causes = {"strain.calf"};
  const auto assessment = ranked({cause("strain.calf", 0.70), cause("circulation.dvt", 0.05),
                                  cause("circulation.pad", 0.049), cause("strain.other", 1.0),
                                  cause("idiopathic.nocturnal_leg_cramps", 0.3)});
  const Verdict verdicts[] = {judge(labeled, assessment)};
  const auto bins = count(verdicts).calibration;
  BOOST_TEST(bins[0].all == 1u);  // 0.049
  BOOST_TEST(bins[1].all == 1u);  // 0.05, the lower end of its bin
  BOOST_TEST(bins[2].all == 0u);
  BOOST_TEST(bins[3].all == 0u);
  BOOST_TEST(bins[4].all == 0u);
  BOOST_TEST(bins[5].all == 2u);
  BOOST_TEST(bins[5].some == 1u);
  BOOST_TEST(bins[5].sum == 1.70, boost::test_tools::tolerance(1e-12));
}

// By the unit of the weights, log10: 6 at half is its root, at twice its square, without it 1.
BOOST_AUTO_TEST_CASE(experts_weights_are_changed_in_log10) {
  const assess::Constants usual;
  BOOST_TEST(with_expert_weight(usual, 0).expert_lr_strong == 1);
  BOOST_TEST(with_expert_weight(usual, 0.5).expert_lr_strong == 2.449489743,
             boost::test_tools::tolerance(1e-9));
  BOOST_TEST(with_expert_weight(usual, 2).expert_lr_strong == 36,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(with_expert_weight(usual, 2).expert_lr_weak == 2.25,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(with_expert_weight(usual, 2).strong.p == usual.strong.p);
}

BOOST_AUTO_TEST_SUITE_END()
