// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include <limits>
#include <optional>

#include "neurologic/formulas.hpp"

BOOST_AUTO_TEST_SUITE(neurologic_formulas)

namespace {

using namespace causa::neurologic;

constexpr Finding yes = Finding::present;
constexpr Finding no = Finding::absent;

}  // namespace

// Worked examples of formulas.sugioka_lss (sugioka2008).
BOOST_AUTO_TEST_CASE(sugioka_worked_examples) {
  SugiokaItems old = {75, 400, yes, no, yes, yes, no};
  BOOST_TEST(*sugioka_lss(old) == 9);

  SugiokaItems below_the_cutoff = {65, std::nullopt, yes, no, yes, no, no};
  BOOST_TEST(*sugioka_lss(below_the_cutoff) == 6);

  SugiokaItems backward = {45, std::nullopt, no, yes, no, no, no};
  BOOST_TEST(*sugioka_lss(backward) == -2);

  SugiokaItems at_the_cutoff = {65, std::nullopt, yes, no, yes, yes, no};
  BOOST_TEST(*sugioka_lss(at_the_cutoff) == 7);
}

BOOST_AUTO_TEST_CASE(sugioka_limits) {
  SugiokaItems items;
  items.worse_standing = no;
  const auto at_age = [&items](double years) {
    items.age_years = years;
    return *sugioka_lss(items);
  };
  BOOST_TEST(at_age(59.9) == 0);
  BOOST_TEST(at_age(60) == 2);
  BOOST_TEST(at_age(70.9) == 2);  // over 70 means 71 whole years
  BOOST_TEST(at_age(71) == 3);

  items.age_years = 50;
  items.duration_days = 180;
  BOOST_TEST(*sugioka_lss(items) == 0);
  items.duration_days = 181;
  BOOST_TEST(*sugioka_lss(items) == 1);
  items.urinary_incontinence = yes;
  BOOST_TEST(*sugioka_lss(items) == 2);

  const SugiokaItems most = {80, 365, yes, no, yes, yes, yes};
  BOOST_TEST(*sugioka_lss(most) == 10);
}

BOOST_AUTO_TEST_CASE(sugioka_missing_inputs) {
  SugiokaItems no_age;
  no_age.worse_standing = yes;
  BOOST_TEST(!sugioka_lss(no_age));

  SugiokaItems no_posture;
  no_posture.age_years = 75;
  no_posture.intermittent_claudication = yes;
  BOOST_TEST(!sugioka_lss(no_posture));

  no_age.age_years = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST(!sugioka_lss(no_age));
}

// Worked examples of formulas.irlssg_rls (irlssg2014).
BOOST_AUTO_TEST_CASE(restless_legs_worked_examples) {
  BOOST_TEST(*restless_legs({yes, yes, yes, yes, no}));
  BOOST_TEST(!*restless_legs({yes, yes, yes, yes, yes}));  // a mimic
  BOOST_TEST(!*restless_legs({no, yes, yes, yes, no}));
}

BOOST_AUTO_TEST_CASE(restless_legs_missing_inputs) {
  const Finding unknown = Finding::unknown;
  BOOST_TEST(!restless_legs({}).has_value());
  BOOST_TEST(!restless_legs({yes, yes, yes, yes, unknown}).has_value());
  BOOST_TEST(!restless_legs({yes, unknown, yes, yes, no}).has_value());
  // One criterion that isn't met settles it.
  BOOST_TEST(!restless_legs({unknown, no, unknown, unknown, unknown}).value());
  BOOST_TEST(!restless_legs({unknown, unknown, unknown, unknown, yes}).value());
}

BOOST_AUTO_TEST_CASE(restless_legs_features_counted) {
  const Finding unknown = Finding::unknown;
  BOOST_TEST(*restless_legs_features({yes, yes, yes, yes, unknown}) == 4);
  BOOST_TEST(*restless_legs_features({yes, unknown, yes, no, unknown}) == 2);
  BOOST_TEST(*restless_legs_features({no, unknown, unknown, unknown, unknown}) == 0);
  BOOST_TEST(!restless_legs_features({unknown, unknown, unknown, unknown, yes}));
}

// Worked examples of formulas.konno_sshq (konno2007b): questions not named are answered no.
BOOST_AUTO_TEST_CASE(konno_history_worked_examples) {
  BOOST_TEST(*konno_history({{yes, yes, yes, yes}, {no, no, no, no, no, no}}));
  BOOST_TEST(*konno_history({{yes, yes, no, no}, {yes, yes, yes, no, no, no}}));
  BOOST_TEST(!*konno_history({{yes, no, no, no}, {yes, yes, no, no, no, no}}));
}

BOOST_AUTO_TEST_CASE(konno_history_waits_for_answers_that_could_change_it) {
  const Finding unknown = Finding::unknown;
  BOOST_TEST(!konno_history({}).has_value());
  BOOST_TEST(!konno_history({{yes, yes, yes, unknown}, {no, no, no, no, no, no}}).has_value());
  BOOST_TEST(
      *konno_history({{yes, yes, unknown, unknown}, {yes, yes, yes, unknown, unknown, unknown}}));
  BOOST_TEST(!konno_history({{no, no, no, unknown}, {yes, yes, yes, yes, yes, yes}}).value());
}

BOOST_AUTO_TEST_SUITE_END()
