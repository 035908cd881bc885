// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include <limits>
#include <optional>
#include <vector>

#include "circulation/formulas.hpp"

namespace {

using namespace causa::circulation;

/// Every item known to be absent.
WellsItems none() {
  const Finding no = Finding::absent;
  return {no, no, no, no, no, no, no, no, no, no};
}

ArmPressures arms(double right, double left) { return {right, left}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(circulation_formulas)

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

BOOST_AUTO_TEST_SUITE_END()
