// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include <limits>
#include <optional>
#include <vector>

#include "circulation/formulas.hpp"
#include "circulation/ischemia.hpp"

BOOST_AUTO_TEST_SUITE(circulation_formulas)

namespace {

using namespace causa::circulation;

/// Every item known to be absent.
WellsItems none() {
  const Finding no = Finding::absent;
  return {no, no, no, no, no, no, no, no, no, no};
}

ArmPressures arms(double right, double left) { return {right, left}; }

}  // namespace

// Worked examples of formulas.wells_dvt (wells1997, wells2003, wells2006): items not named are
// absent.
BOOST_AUTO_TEST_CASE(wells_worked_examples) {
  const Finding yes = Finding::present;

  WellsItems high = none();
  high.bedridden_or_surgery = high.calf_swollen_3cm = yes;
  high.pitting_edema = high.tender_deep_veins = yes;
  BOOST_TEST(wells_dvt(high)->points == 4);

  WellsItems tender_but_explained = none();
  tender_but_explained.tender_deep_veins = tender_but_explained.alternative_as_likely = yes;
  BOOST_TEST(wells_dvt(tender_but_explained)->points == -1);

  WellsItems history_but_explained = none();
  history_but_explained.active_cancer = history_but_explained.previous_dvt = yes;
  history_but_explained.alternative_as_likely = yes;
  BOOST_TEST(wells_dvt(history_but_explained)->points == 0);

  WellsItems likely = none();
  likely.entire_leg_swollen = likely.collateral_veins = yes;
  BOOST_TEST(wells_dvt(likely)->points == 2);

  WellsItems calf = none();
  calf.calf_swollen_3cm = yes;
  BOOST_TEST(wells_dvt(calf)->points == 1);

  const WellsItems all = {yes, yes, yes, yes, yes, yes, yes, yes, yes, Finding::absent};
  BOOST_TEST(wells_dvt(all)->points == 9);
  BOOST_TEST(wells_dvt(all)->upper == 9);

  BOOST_TEST(wells_dvt(none())->points == 0);
  BOOST_TEST(wells_dvt(none())->upper == 0);
}

BOOST_AUTO_TEST_CASE(wells_unknown_items_score_nothing_but_raise_the_upper_end) {
  WellsItems items;
  items.calf_swollen_3cm = Finding::present;
  BOOST_TEST(wells_dvt(items)->points == 1);
  BOOST_TEST(wells_dvt(items)->upper == 9);

  items.active_cancer = items.previous_dvt = Finding::absent;
  BOOST_TEST(wells_dvt(items)->points == 1);
  BOOST_TEST(wells_dvt(items)->upper == 7);

  items.alternative_as_likely = Finding::present;
  BOOST_TEST(wells_dvt(items)->points == -1);
  BOOST_TEST(wells_dvt(items)->upper == 5);
}

BOOST_AUTO_TEST_CASE(wells_without_any_item_is_unknown) {
  BOOST_TEST(!wells_dvt(WellsItems{}));
  WellsItems only_alternative;
  only_alternative.alternative_as_likely = Finding::absent;
  BOOST_TEST(wells_dvt(only_alternative)->points == 0);
  BOOST_TEST(wells_dvt(only_alternative)->upper == 9);
}

BOOST_AUTO_TEST_CASE(no_swelling_settles_the_swelling_items) {
  const WellsItems closed = without_swelling({}, Finding::absent, Finding::unknown);
  BOOST_TEST((closed.entire_leg_swollen == Finding::absent));
  BOOST_TEST((closed.calf_swollen_3cm == Finding::absent));
  BOOST_TEST((closed.pitting_edema == Finding::absent));
  BOOST_TEST((closed.tender_deep_veins == Finding::unknown));
  BOOST_TEST(wells_dvt(closed)->points == 0);
  BOOST_TEST(wells_dvt(closed)->upper == 6);

  const WellsItems both_sides = without_swelling({}, Finding::present, Finding::absent);
  BOOST_TEST((both_sides.entire_leg_swollen == Finding::unknown));
  BOOST_TEST((both_sides.calf_swollen_3cm == Finding::absent));

  WellsItems contradiction;
  contradiction.calf_swollen_3cm = Finding::present;
  contradiction = without_swelling(contradiction, Finding::absent, Finding::absent);
  BOOST_TEST((contradiction.calf_swollen_3cm == Finding::present));
}

// Worked examples of formulas.abi (ahaacc2016, aboyans2012).
BOOST_AUTO_TEST_CASE(abi_worked_examples) {
  BOOST_TEST(*ankle_brachial_index({96, 102}, arms(138, 142)) == 0.72);
  BOOST_TEST(*ankle_brachial_index({140, 148}, arms(138, 142)) == 1.04);
  BOOST_TEST(*ankle_brachial_index({132, 128}, arms(140, 136)) == 0.94);
  BOOST_TEST(*ankle_brachial_index({210, 205}, arms(140, 138)) == 1.50);
  // 122/135 = 0.9037: rounded before it is classified, so abnormal.
  BOOST_TEST(*ankle_brachial_index({122, 118}, arms(135, 130)) == 0.90);
  BOOST_TEST(*ankle_brachial_index({122, 118}, arms(135, 130)) <= 0.90);
}

BOOST_AUTO_TEST_CASE(abi_no_signal_is_not_an_index_of_zero) {
  BOOST_TEST(!ankle_brachial_index({0, 0}, arms(150, 148)));
  BOOST_TEST(*ankle_signal_absent({0, 0}));
  BOOST_TEST(!*ankle_signal_absent({0, 60}));
  BOOST_TEST(*ankle_brachial_index({0, 60}, arms(150, 148)) == 0.40);
}

BOOST_AUTO_TEST_CASE(abi_missing_or_impossible_inputs) {
  BOOST_TEST(!ankle_brachial_index({120, 118}, arms(0, 0)));
  BOOST_TEST(!ankle_brachial_index({120, std::nullopt}, arms(140, 138)));
  BOOST_TEST(!ankle_brachial_index({120, 118}, {140, std::nullopt}));
  BOOST_TEST(!ankle_brachial_index({320, 118}, arms(140, 138)));
  BOOST_TEST(!ankle_brachial_index({120, -1}, arms(140, 138)));
  BOOST_TEST(!ankle_brachial_index({250, 240}, arms(60, 60)));
  BOOST_TEST(
      !ankle_brachial_index({std::numeric_limits<double>::quiet_NaN(), 118}, arms(140, 138)));
  BOOST_TEST(!ankle_signal_absent({0, std::nullopt}));
}

BOOST_AUTO_TEST_CASE(the_lower_leg_counts) {
  BOOST_TEST(*lower_leg(0.72, 1.04) == 0.72);
  BOOST_TEST(*lower_leg(1.04, std::nullopt) == 1.04);
  BOOST_TEST(*lower_leg(std::nullopt, 0.94) == 0.94);
  BOOST_TEST(!lower_leg(std::nullopt, std::nullopt));
}

BOOST_AUTO_TEST_CASE(platelets_fall_from_the_highest_earlier_count) {
  const auto fall = [](std::vector<double> counts) { return platelet_fall_percent(counts); };
  BOOST_TEST(*fall({240, 120}) == 50);
  BOOST_TEST(*fall({200, 240, 60}) == 75);
  BOOST_TEST(*fall({60, 240}) == 0);
  BOOST_TEST(!fall({48}));
  BOOST_TEST(!fall({}));
  BOOST_TEST(!fall({240, 0}));
  BOOST_TEST(!fall({std::numeric_limits<double>::quiet_NaN(), 120}));
}

// Worked examples of formulas.dvt_primary_care_rule (vandervelde2011): items not named are absent.
BOOST_AUTO_TEST_CASE(primary_care_rule_worked_examples) {
  const Finding yes = Finding::present;
  const Finding no = Finding::absent;
  const PrimaryCareItems nothing = {no, no, no, no, no, no, no, no};

  PrimaryCareItems on_the_pill = nothing;
  on_the_pill.oral_contraceptive = on_the_pill.no_leg_injury = on_the_pill.calf_swollen_3cm = yes;
  BOOST_TEST(dvt_primary_care(on_the_pill)->points == 4);

  PrimaryCareItems man = nothing;
  man.male = man.no_leg_injury = yes;
  BOOST_TEST(dvt_primary_care(man)->points == 2);
  man.major_surgery = yes;
  BOOST_TEST(dvt_primary_care(man)->points == 3);

  PrimaryCareItems only_d_dimer = nothing;
  only_d_dimer.d_dimer_positive = yes;
  BOOST_TEST(dvt_primary_care(only_d_dimer)->points == 6);
}

BOOST_AUTO_TEST_CASE(primary_care_rule_needs_a_d_dimer_and_counts_the_unknown_in_the_upper_end) {
  BOOST_TEST(!dvt_primary_care({}));
  PrimaryCareItems negative;
  negative.d_dimer_positive = Finding::absent;
  BOOST_TEST(dvt_primary_care(negative)->points == 0);
  BOOST_TEST(dvt_primary_care(negative)->upper == 8);
}

// Worked examples of formulas.abi_exercise.
BOOST_AUTO_TEST_CASE(exercise_test_worked_examples) {
  BOOST_TEST(*falls_after_exercise({0.95, 0.70, {}, {}}));
  BOOST_TEST(!*falls_after_exercise({1.05, 0.98, 147, 120}));
  BOOST_TEST(*falls_after_exercise({1.02, 0.86, 140, 108}));
}

BOOST_AUTO_TEST_CASE(exercise_test_limits_and_missing_inputs) {
  BOOST_TEST(*falls_after_exercise({1.00, 0.80, {}, {}}));
  BOOST_TEST(!*falls_after_exercise({1.00, 0.81, {}, {}}));
  BOOST_TEST(*falls_after_exercise({{}, {}, 130, 100}));
  BOOST_TEST(!falls_after_exercise({1.00, {}, 130, {}}).has_value());
  BOOST_TEST(!falls_after_exercise({0, 0, {}, {}}).has_value());
}

// Worked examples of formulas.ecq (leng1992, boylan2021).
BOOST_AUTO_TEST_CASE(claudication_questionnaire_worked_examples) {
  const Finding yes = Finding::present;
  const Finding no = Finding::absent;
  const ClaudicationAnswers calf = {yes, no, yes, no, yes, yes, no};
  BOOST_TEST((*edinburgh_claudication(calf) == Claudication::definite));
  BOOST_TEST(*claudication_grade(calf) == 1);
  const ClaudicationAnswers buttock = {yes, no, yes, yes, yes, no, yes};
  BOOST_TEST((*edinburgh_claudication(buttock) == Claudication::atypical));
  BOOST_TEST(*claudication_grade(buttock) == 2);
  const ClaudicationAnswers also_at_rest = {yes, yes, yes, yes, yes, yes, no};
  BOOST_TEST((*edinburgh_claudication(also_at_rest) == Claudication::negative));
  BOOST_TEST(!claudication_grade(also_at_rest));
  const ClaudicationAnswers long_after = {yes, no, yes, yes, no, yes, no};
  BOOST_TEST((*edinburgh_claudication(long_after) == Claudication::negative));
}

BOOST_AUTO_TEST_CASE(claudication_questionnaire_waits_for_what_could_change_the_answer) {
  const Finding yes = Finding::present;
  const Finding no = Finding::absent;
  const Finding unknown = Finding::unknown;
  BOOST_TEST(!edinburgh_claudication({yes, unknown, yes, unknown, yes, yes, unknown}).has_value());
  BOOST_TEST(!edinburgh_claudication({yes, no, yes, yes, yes, no, unknown}).has_value());
  BOOST_TEST(!edinburgh_claudication({no, no, yes, yes, yes, yes, no}).has_value());
  BOOST_TEST((*edinburgh_claudication({yes, no, yes, unknown, yes, yes, unknown}) ==
              Claudication::definite));
}

// Worked examples of formulas.rutherford_ali (rutherford1997, rcem_ali).
BOOST_AUTO_TEST_CASE(rutherford_worked_examples) {
  const Finding yes = Finding::present;
  const Finding no = Finding::absent;
  IschemicLimb limb;
  limb.diagnosed = yes;
  limb.numb_toes = limb.numb_beyond_toes = limb.weak = no;
  limb.arterial_inaudible = limb.venous_inaudible = no;
  BOOST_TEST(*rutherford_class(limb) == 1);
  limb.arterial_inaudible = yes;
  BOOST_TEST(*rutherford_class(limb) == 2);
  limb.numb_toes = yes;
  BOOST_TEST(*rutherford_class(limb) == 2);
  limb.numb_beyond_toes = limb.weak = yes;
  BOOST_TEST(*rutherford_class(limb) == 3);
  limb.anesthetic = limb.paralyzed = limb.venous_inaudible = yes;
  BOOST_TEST(*rutherford_class(limb) == 4);
}

BOOST_AUTO_TEST_CASE(a_limb_that_can_be_saved_is_not_written_off) {
  const Finding yes = Finding::present;
  IschemicLimb limb;
  limb.cool = limb.anesthetic = limb.paralyzed = limb.arterial_inaudible = yes;
  BOOST_TEST(*rutherford_class(limb) == 3);  // the venous signal wasn't looked for
  limb.paralyzed = Finding::unknown;
  limb.venous_inaudible = yes;
  BOOST_TEST(*rutherford_class(limb) == 3);  // no rigor
}

BOOST_AUTO_TEST_CASE(a_new_cold_pulseless_leg_is_at_least_class_2a) {
  IschemicLimb limb;
  limb.cool = limb.pulse_lost = Finding::present;
  BOOST_TEST(*rutherford_class(limb) == 2);
  limb.pain_days = 14;
  BOOST_TEST(*rutherford_class(limb) == 2);
  limb.pain_days = 15;
  BOOST_TEST(!rutherford_class(limb));
}

BOOST_AUTO_TEST_CASE(weakness_of_a_warm_leg_has_no_ischemia_class) {
  IschemicLimb limb;
  limb.weak = limb.pulse_lost = Finding::present;
  BOOST_TEST(!rutherford_class(limb));
  IschemicLimb cold;
  cold.cool = Finding::present;
  BOOST_TEST(!rutherford_class(cold));  // feeling, strength and signals unknown: not class I
}

BOOST_AUTO_TEST_SUITE_END()
