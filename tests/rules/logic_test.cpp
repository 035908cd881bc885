// SPDX-License-Identifier: Apache-2.0
//
// and, or, not and at least, over every combination of true, false and unknown.
#include <algorithm>

#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_logic)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

constexpr Truth truths[] = {Truth::no, Truth::unknown, Truth::yes};
constexpr std::string_view ids[] = {"drug.thiazide", "drug.statin", "symptom.leg_pain",
                                    "symptom.thirst", "sign.chvostek"};

/// A patient for whom ids[i] is truths[i].
Patient patient_with(const std::vector<Truth>& states) {
  Patient patient;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == Truth::yes) patient.present(ids[i]);
    if (states[i] == Truth::no) patient.absent(ids[i]);
  }
  return patient;
}

/// Kleene's order: false < unknown < true.
int rank(Truth truth) { return truth == Truth::no ? 0 : truth == Truth::unknown ? 1 : 2; }
Truth inverse(Truth truth) { return truths[2 - rank(truth)]; }

}  // namespace

BOOST_AUTO_TEST_CASE(and_or_and_not_are_kleenes) {
  for (const Truth left : truths) {
    for (const Truth right : truths) {
      const Patient patient = patient_with({left, right});
      BOOST_TEST(ask("drug.thiazide and drug.statin", patient) ==
                 truths[std::min(rank(left), rank(right))]);
      BOOST_TEST(ask("drug.thiazide or drug.statin", patient) ==
                 truths[std::max(rank(left), rank(right))]);
      BOOST_TEST(ask("not (drug.thiazide or drug.statin)", patient) ==
                 inverse(truths[std::max(rank(left), rank(right))]));
    }
    BOOST_TEST(ask("not drug.thiazide", patient_with({left})) == inverse(left));
    BOOST_TEST(ask("not not drug.thiazide", patient_with({left})) == left);
  }
}

BOOST_AUTO_TEST_CASE(states_are_asked_three_ways) {
  for (const Truth state : truths) {
    const Patient patient = patient_with({state});
    BOOST_TEST(ask("drug.thiazide", patient) == state);
    BOOST_TEST(ask("drug.thiazide is present", patient) == state);
    BOOST_TEST(ask("drug.thiazide is absent", patient) == inverse(state));
    BOOST_TEST(ask("drug.thiazide is known", patient) ==
               (state == Truth::unknown ? Truth::no : Truth::yes));
    BOOST_TEST(ask("drug.thiazide is unknown", patient) ==
               (state == Truth::unknown ? Truth::yes : Truth::no));
  }
}

BOOST_AUTO_TEST_CASE(at_least_is_decided_as_soon_as_it_can_be) {
  for (std::uint32_t count = 1; count <= 5; ++count) {
    std::string list;
    for (std::uint32_t i = 0; i < count; ++i) list += (i == 0 ? "" : ", ") + std::string(ids[i]);
    std::uint32_t combinations = 1;
    for (std::uint32_t i = 0; i < count; ++i) combinations *= 3;
    for (std::uint32_t needed = 1; needed <= count; ++needed) {
      const Condition asked =
          condition("at least " + std::to_string(needed) + " of (" + list + ")");
      for (std::uint32_t combination = 0; combination < combinations; ++combination) {
        std::vector<Truth> states;
        for (std::uint32_t rest = combination; states.size() < count; rest /= 3)
          states.push_back(truths[rest % 3]);
        const auto yes = std::count(states.begin(), states.end(), Truth::yes);
        const auto no = std::count(states.begin(), states.end(), Truth::no);
        const Truth expected = yes >= needed         ? Truth::yes
                               : count - no < needed ? Truth::no
                                                     : Truth::unknown;
        BOOST_REQUIRE_EQUAL(ask(asked, patient_with(states)), expected);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_list_of_a_hundred_is_counted) {
  std::string list = "symptom.thirst";
  for (int i = 1; i < 100; ++i) list += i % 2 == 0 ? ", symptom.thirst" : ", drug.statin";
  const Patient half = Patient().present("symptom.thirst").absent("drug.statin");
  BOOST_TEST(ask("at least 50 of (" + list + ")", half) == Truth::yes);
  BOOST_TEST(ask("at least 51 of (" + list + ")", half) == Truth::no);
  const Patient half_known = Patient().present("symptom.thirst");
  BOOST_TEST(ask("at least 51 of (" + list + ")", half_known) == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(not_binds_before_and_and_before_or) {
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"not drug.thiazide and drug.statin", "(not drug.thiazide) and drug.statin"},
      {"not drug.thiazide or drug.statin", "(not drug.thiazide) or drug.statin"},
      {"drug.thiazide or drug.statin and symptom.leg_pain",
       "drug.thiazide or (drug.statin and symptom.leg_pain)"},
      {"drug.thiazide and drug.statin or symptom.leg_pain",
       "(drug.thiazide and drug.statin) or symptom.leg_pain"}};
  for (const auto& [bare, bracketed] : pairs)
    for (const Truth first : truths)
      for (const Truth second : truths)
        for (const Truth third : truths) {
          const Patient patient = patient_with({first, second, third});
          BOOST_TEST(ask(bare, patient) == ask(bracketed, patient), bare);
        }
}

BOOST_AUTO_TEST_CASE(the_empty_condition_is_always_true_and_has_no_bits_beyond_the_rows) {
  const Condition always;
  BOOST_TEST(always.always());
  BOOST_TEST(condition("").always());
  facts::Layout layout;
  const Program program(always, layout, vocabulary());
  BOOST_TEST(program.always());
  facts::Batch batch(layout);
  batch.reset(70, now);
  Program::Scratch scratch;
  Mask mask;
  program.evaluate(batch, scratch, mask);
  BOOST_TEST(mask.yes[0] == ~std::uint64_t{0});
  BOOST_TEST(mask.yes[1] == 63u);
  BOOST_TEST(mask.no[1] == 0u);
}

BOOST_AUTO_TEST_CASE(a_batch_without_rows_is_fine) {
  facts::Layout layout;
  const Program program(condition("drug.statin"), layout, vocabulary());
  facts::Batch batch(layout);
  batch.reset(0, now);
  Program::Scratch scratch;
  Mask mask;
  program.evaluate(batch, scratch, mask);
  BOOST_TEST(mask.yes.empty());
}

BOOST_AUTO_TEST_SUITE_END()
