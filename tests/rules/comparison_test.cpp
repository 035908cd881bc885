// SPDX-License-Identifier: Apache-2.0
//
// Numbers: operators, bounds, ties, windows, units, age.
#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_comparison)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;
using record::Comparator;

namespace {

Patient potassium(double value) { return Patient().number("lab.potassium", value); }

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

}  // namespace

BOOST_AUTO_TEST_CASE(every_operator_on_both_sides_of_its_bound_and_at_it) {
  for (const double value : {2.9, 3.0, 3.1}) {
    const Patient patient = potassium(value);
    BOOST_TEST(ask("lab.potassium < 3.0 mmol/L", patient) == truth_of(value < 3));
    BOOST_TEST(ask("lab.potassium <= 3.0 mmol/L", patient) == truth_of(value <= 3));
    BOOST_TEST(ask("lab.potassium > 3.0 mmol/L", patient) == truth_of(value > 3));
    BOOST_TEST(ask("lab.potassium >= 3.0 mmol/L", patient) == truth_of(value >= 3));
    BOOST_TEST(ask("lab.potassium = 3.0 mmol/L", patient) == truth_of(value == 3));
  }
}

BOOST_AUTO_TEST_CASE(ranges_take_or_leave_each_end) {
  for (const double value : {2.4, 2.5, 2.7, 3.0, 3.1}) {
    const Patient patient = potassium(value);
    BOOST_TEST(ask("2.5 <= lab.potassium < 3.0 mmol/L", patient) ==
               truth_of(2.5 <= value && value < 3));
    BOOST_TEST(ask("2.5 < lab.potassium <= 3.0 mmol/L", patient) ==
               truth_of(2.5 < value && value <= 3));
    BOOST_TEST(ask("3.0 >= lab.potassium > 2.5 mmol/L", patient) ==
               truth_of(2.5 < value && value <= 3));
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_recorded_is_unknown_never_false) {
  for (const std::string_view text :
       {"lab.potassium < 3 mmol/L", "lab.potassium >= 3 mmol/L", "lab.potassium = 3 mmol/L",
        "2 < lab.potassium < 3 mmol/L", "not lab.potassium < 3 mmol/L", "age >= 60 years",
        "sex is female", "drug.statin started within 90 days",
        "drug.statin started over 9 days ago", "drug.statin started within 90 days or unknown",
        "lab.potassium recorded within 2 days", "drug.statin recorded within 2 days"})
    BOOST_TEST(ask(text, Patient()) == Truth::unknown, text);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_a_bound_answers_only_what_it_decides) {
  const Patient below = Patient().number("lab.potassium", 0.3, 1, Comparator::less);
  BOOST_TEST(ask("lab.potassium < 0.5 mmol/L", below) == Truth::yes);
  BOOST_TEST(ask("lab.potassium < 0.3 mmol/L", below) == Truth::yes);
  BOOST_TEST(ask("lab.potassium < 0.2 mmol/L", below) == Truth::unknown);
  BOOST_TEST(ask("lab.potassium >= 0.3 mmol/L", below) == Truth::no);
  BOOST_TEST(ask("0.1 < lab.potassium < 0.5 mmol/L", below) == Truth::unknown);
  BOOST_TEST(ask("0.4 < lab.potassium < 0.5 mmol/L", below) == Truth::no);

  const Patient at_most = Patient().number("lab.potassium", 0.3, 1, Comparator::less_equal);
  BOOST_TEST(ask("lab.potassium < 0.3 mmol/L", at_most) == Truth::unknown);
  BOOST_TEST(ask("lab.potassium <= 0.3 mmol/L", at_most) == Truth::yes);

  const Patient above = Patient().number("lab.potassium", 10, 1, Comparator::greater);
  BOOST_TEST(ask("lab.potassium > 6.5 mmol/L", above) == Truth::yes);
  BOOST_TEST(ask("lab.potassium > 10 mmol/L", above) == Truth::yes);
  BOOST_TEST(ask("lab.potassium > 11 mmol/L", above) == Truth::unknown);
  BOOST_TEST(ask("lab.potassium <= 10 mmol/L", above) == Truth::no);
  BOOST_TEST(ask("lab.potassium = 12 mmol/L", above) == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(bounds_are_no_ties_and_stay_strict_for_alerts) {
  const Patient below = Patient().number("lab.potassium", 0.3, 1, Comparator::less);
  BOOST_TEST(ask("lab.potassium < 0.2 mmol/L", below, Ties::take_worse) == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(a_rule_needs_tied_values_to_agree_and_an_alert_takes_the_worse) {
  const Patient tied = Patient().number("lab.potassium", 2.4).number("lab.potassium", 5.2);
  struct Case {
    std::string_view text;
    Truth rule, alert;
  };
  for (const Case& it :
       std::vector<Case>{{"lab.potassium < 3.0 mmol/L", Truth::unknown, Truth::yes},
                         {"lab.potassium > 5.0 mmol/L", Truth::unknown, Truth::yes},
                         {"lab.potassium < 6.0 mmol/L", Truth::yes, Truth::yes},
                         {"lab.potassium > 6.0 mmol/L", Truth::no, Truth::no},
                         {"lab.potassium = 2.4 mmol/L", Truth::unknown, Truth::yes},
                         {"5.0 < lab.potassium < 6.0 mmol/L", Truth::unknown, Truth::yes},
                         {"3.0 < lab.potassium < 5.0 mmol/L", Truth::unknown, Truth::unknown},
                         {"not lab.potassium >= 3.0 mmol/L", Truth::unknown, Truth::yes},
                         {"not lab.potassium < 6.0 mmol/L", Truth::no, Truth::no},
                         {"not (lab.potassium > 3.0 mmol/L and lab.potassium < 5.0 mmol/L)",
                          Truth::unknown, Truth::yes},
                         {"not not lab.potassium < 3.0 mmol/L", Truth::unknown, Truth::yes},
                         {"at least 1 of (lab.potassium < 3.0 mmol/L)", Truth::unknown, Truth::yes},
                         {"lab.potassium is known", Truth::yes, Truth::yes}}) {
    BOOST_TEST(ask(it.text, tied) == it.rule, it.text);
    BOOST_TEST(ask(it.text, tied, Ties::take_worse) == it.alert, it.text);
  }
}

// "< 3.5" may be 1.0, but nobody measured that: it alerts only where it would by itself.
BOOST_AUTO_TEST_CASE(a_bound_in_a_tie_is_no_worse_than_the_bound_alone) {
  const Patient low =
      Patient().number("lab.potassium", 3.5, 1, Comparator::less).number("lab.potassium", 3.8);
  BOOST_TEST(ask("lab.potassium < 2.5 mmol/L", low, Ties::take_worse) == Truth::unknown);
  BOOST_TEST(ask("lab.potassium < 3.6 mmol/L", low, Ties::take_worse) == Truth::yes);
  const Patient lower =
      Patient().number("lab.potassium", 4.0).number("lab.potassium", 2.5, 1, Comparator::less);
  BOOST_TEST(ask("lab.potassium < 2.5 mmol/L", lower, Ties::take_worse) == Truth::yes);
  const Patient high =
      Patient().number("lab.potassium", 5.0, 1, Comparator::greater).number("lab.potassium", 4.0);
  BOOST_TEST(ask("lab.potassium >= 6.5 mmol/L", high, Ties::take_worse) == Truth::unknown);
  BOOST_TEST(ask("lab.potassium > 5.0 mmol/L", high, Ties::take_worse) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(ties_are_resolved_row_by_row) {
  facts::Layout layout;
  const Program program(condition("lab.potassium < 3 mmol/L"), layout, vocabulary(),
                        Ties::take_worse);
  facts::Batch batch(layout);
  batch.reset(130, now);
  for (const std::uint32_t row : {0u, 63u, 64u, 129u})
    batch.fill(row, Patient().number("lab.potassium", 5).number("lab.potassium", 2).facts,
               vocabulary());
  batch.fill(1, potassium(5).facts, vocabulary());
  Program::Scratch scratch;
  Mask mask;
  program.evaluate(batch, scratch, mask);
  BOOST_TEST(mask.yes[0] == ((std::uint64_t{1} << 63) | 1));
  BOOST_TEST(mask.yes[1] == 1u);
  BOOST_TEST(mask.yes[2] == 2u);
  BOOST_TEST(mask.no[0] == 2u);
}

BOOST_AUTO_TEST_CASE(a_stale_value_is_unknown_until_the_window_is_lifted) {
  const Patient old = Patient().number("lab.potassium", 2.4, 20);
  const std::string_view low = "lab.potassium < 3 mmol/L";
  BOOST_TEST(ask(low, old) == Truth::unknown);
  BOOST_TEST(ask(low, old, Ties::must_agree, Windows::lift) == Truth::yes);
  BOOST_TEST(ask("lab.potassium is unknown", old) == Truth::yes);
  BOOST_TEST(ask("lab.potassium is unknown", old, Ties::must_agree, Windows::lift) == Truth::no);
}

BOOST_AUTO_TEST_CASE(the_manifests_window_goes_before_the_concepts) {
  knowledge::FactWish wish;
  wish.id = "lab.potassium";
  const Patient old = Patient().number("lab.potassium", 2.4, 20);
  const Patient recent = Patient().number("lab.potassium", 2.4, 3);
  const auto asked = [&](std::int64_t within_ms, const Patient& patient,
                         Windows windows = Windows::apply) {
    wish.within_ms = within_ms;
    return ask(condition("lab.potassium < 3 mmol/L", std::vector<knowledge::FactWish>{wish}),
               patient, Ties::must_agree, windows);
  };
  BOOST_TEST(asked(-1, old) == Truth::unknown);
  BOOST_TEST(asked(30 * ms_per_day, old) == Truth::yes);
  BOOST_TEST(asked(0, old) == Truth::yes);
  BOOST_TEST(asked(2 * ms_per_day, recent) == Truth::unknown);
  BOOST_TEST(asked(2 * ms_per_day, recent, Windows::lift) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(the_manifests_take_chooses_the_value) {
  const Patient patient = Patient()
                              .number("lab.potassium", 5, 1)
                              .number("lab.potassium", 2, 3)
                              .number("lab.potassium", 4, 5);
  const auto asked = [&](std::string_view text, knowledge::Take take) {
    knowledge::FactWish wish;
    wish.id = "lab.potassium";
    wish.take = take;
    return ask(condition(text, std::vector<knowledge::FactWish>{wish}), patient);
  };
  using knowledge::Take;
  BOOST_TEST(asked("lab.potassium = 5 mmol/L", Take::latest) == Truth::yes);
  BOOST_TEST(asked("lab.potassium = 5 mmol/L", Take::highest) == Truth::yes);
  BOOST_TEST(asked("lab.potassium = 5 mmol/L", Take::all) == Truth::yes);
  BOOST_TEST(asked("lab.potassium = 4 mmol/L", Take::earliest) == Truth::yes);
  BOOST_TEST(asked("lab.potassium = 2 mmol/L", Take::lowest) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(bounds_are_converted_to_the_canonical_unit) {
  BOOST_TEST(ask("lab.potassium < 3.0 meq/L", potassium(2.9)) == Truth::yes);
  BOOST_TEST(ask("lab.potassium < 12 mg/dL", potassium(3.06)) == Truth::yes);  // 3.0696 mmol/L
  BOOST_TEST(ask("lab.potassium < 12 mg/dL", potassium(3.08)) == Truth::no);
  BOOST_TEST(ask("10 <= lab.potassium < 12 mg/dL", potassium(2.56)) == Truth::yes);
  BOOST_TEST(ask("10 <= lab.potassium < 12 mg/dL", potassium(2.55)) == Truth::no);
  // A value that was converted on reading must meet the same bound exactly.
  BOOST_TEST(ask("lab.potassium >= 11.7 mg/dL", potassium(11.7 * 0.2558)) == Truth::yes);
  const Patient warm = Patient().number("vital.temperature", 39);
  BOOST_TEST(ask("vital.temperature > 102 [degF]", warm) == Truth::yes);
  BOOST_TEST(ask("vital.temperature > 103 [degF]", warm) == Truth::no);
  const Patient few = Patient().number("lab.platelets", 90);
  BOOST_TEST(ask("lab.platelets < 100 10*3/uL", few) == Truth::yes);
  BOOST_TEST(ask("lab.platelets < 100 10*9/L", few) == Truth::yes);
  BOOST_TEST(ask("(lab.egfr < 60 mL/min/{1.73_m2})", Patient().number("lab.egfr", 50)) ==
             Truth::yes);
}

BOOST_AUTO_TEST_CASE(numbers_without_a_unit_are_for_what_has_none) {
  BOOST_TEST(ask("lab.ph < 7.30", Patient().number("lab.ph", 7.2, 0.1)) == Truth::yes);
  BOOST_TEST(ask("lab.ph < 7.30 [pH]", Patient().number("lab.ph", 7.2, 0.1)) == Truth::yes);
  BOOST_TEST(ask("(score.wells >= -1)", Patient().number("score.wells", -1)) == Truth::yes);
  BOOST_TEST(ask("at least 1 of (score.wells>=2,drug.statin)",
                 Patient().number("score.wells", 2)) == Truth::yes);
  BOOST_TEST(ask("score.wells < 2 and drug.statin", Patient().number("score.wells", 2)) ==
             Truth::no);
}

BOOST_AUTO_TEST_CASE(age_is_a_range_if_the_birth_date_is_partial) {
  const Patient patient = Patient().age(59, 60);
  BOOST_TEST(ask("age >= 60 years", patient) == Truth::unknown);
  BOOST_TEST(ask("age >= 59 years", patient) == Truth::yes);
  BOOST_TEST(ask("age > 60 years", patient) == Truth::no);
  BOOST_TEST(ask("age < 732 months", patient) == Truth::yes);
  BOOST_TEST(ask("18 <= age < 65 years", patient) == Truth::yes);
  BOOST_TEST(ask("age is known", patient) == Truth::yes);
  BOOST_TEST(ask("age is unknown", Patient()) == Truth::yes);
  // A year in months times 1/12 must not lose the year in rounding.
  for (int years = 0; years <= 120; ++years)
    BOOST_TEST(ask("age >= " + std::to_string(12 * years) + " months",
                   Patient().age(years, years)) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(sex_is_female_male_or_not_known) {
  using record::Sex;
  BOOST_TEST(ask("sex is female", Patient().sex(Sex::female)) == Truth::yes);
  BOOST_TEST(ask("sex is female", Patient().sex(Sex::male)) == Truth::no);
  BOOST_TEST(ask("sex is male", Patient().sex(Sex::male)) == Truth::yes);
  BOOST_TEST(ask("sex is male", Patient().sex(Sex::female)) == Truth::no);
  BOOST_TEST(ask("sex is male", Patient().sex(Sex::other)) == Truth::unknown);
  BOOST_TEST(ask("sex is known", Patient().sex(Sex::male)) == Truth::yes);
  BOOST_TEST(ask("sex is unknown", Patient()) == Truth::yes);
}

BOOST_AUTO_TEST_SUITE_END()
