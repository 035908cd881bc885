// SPDX-License-Identifier: Apache-2.0
//
// Bounds between the bands of alerts: "< 3.0" alerts as the least that it can be.
#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_bands)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;
using record::Comparator;

namespace {

/// What each of several alerts says of one patient.
std::vector<Truth> ask_all(const std::vector<std::string_view>& texts, const Patient& patient) {
  facts::Layout layout;
  std::vector<Program> programs;
  for (const auto text : texts)
    programs.emplace_back(condition(text), layout, vocabulary(), Ties::take_worse);
  std::vector<Program*> pointers;
  for (auto& program : programs) pointers.push_back(&program);
  join_bands(pointers);
  facts::Batch batch(layout);
  batch.reset(1, now);
  batch.fill(0, patient.facts, vocabulary());
  std::vector<Truth> truths;
  for (const auto& program : programs) {
    Program::Scratch scratch;
    Mask mask;
    program.evaluate(batch, scratch, mask);
    truths.push_back(mask.at(0));
  }
  return truths;
}

const std::vector<std::string_view> low_potassium = {"lab.potassium < 2.5 mmol/L",
                                                     "2.5 <= lab.potassium < 3.0 mmol/L"};
const std::vector<std::string_view> high_potassium = {
    "lab.potassium >= 6.5 mmol/L",
    "6.0 <= lab.potassium < 6.5 mmol/L or (lab.potassium >= 5.5 mmol/L and drug.statin)",
    "5.5 <= lab.potassium < 6.0 mmol/L"};

Patient bound(Comparator comparator, double value) {
  return Patient().number("lab.potassium", value, 1, comparator);
}

using Truths = std::vector<Truth>;

}  // namespace

BOOST_AUTO_TEST_CASE(a_bound_at_the_edge_of_two_bands_raises_the_less_severe_one) {
  BOOST_TEST(
      ask_all(low_potassium, bound(Comparator::less, 3.0)) == (Truths{Truth::unknown, Truth::yes}),
      boost::test_tools::per_element());
  BOOST_TEST(ask_all(low_potassium, bound(Comparator::less_equal, 2.8)) ==
                 (Truths{Truth::unknown, Truth::yes}),
             boost::test_tools::per_element());
  BOOST_TEST(ask_all(high_potassium, bound(Comparator::greater, 5.5)) ==
                 (Truths{Truth::unknown, Truth::unknown, Truth::yes}),
             boost::test_tools::per_element());
  BOOST_TEST(ask_all(high_potassium, bound(Comparator::greater_equal, 6.2)) ==
                 (Truths{Truth::unknown, Truth::yes, Truth::no}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_bound_in_the_most_severe_band_raises_that_one) {
  BOOST_TEST(
      ask_all(low_potassium, bound(Comparator::less, 2.0)) == (Truths{Truth::yes, Truth::no}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_bound_that_can_be_normal_raises_nothing) {
  for (const auto& patient : {bound(Comparator::less, 3.5), bound(Comparator::less_equal, 3.0),
                              bound(Comparator::greater, 2.4), bound(Comparator::greater, 2.7)})
    for (const Truth truth : ask_all(low_potassium, patient)) BOOST_TEST(truth != Truth::yes);
  for (const auto& patient : {bound(Comparator::less, 5.8), bound(Comparator::less, 6.2),
                              bound(Comparator::greater, 5.4)})
    for (const Truth truth : ask_all(high_potassium, patient)) BOOST_TEST(truth != Truth::yes);
}

BOOST_AUTO_TEST_CASE(a_gap_or_a_band_that_needs_more_leaves_the_bound_undecided) {
  const Patient patient = bound(Comparator::less, 3.0);
  for (const auto& texts : std::vector<std::vector<std::string_view>>{
           {"lab.potassium < 2.4 mmol/L", "2.5 <= lab.potassium < 3.0 mmol/L"},
           {"lab.potassium < 2.5 mmol/L and drug.statin", "2.5 <= lab.potassium < 3.0 mmol/L"},
           {"not lab.potassium >= 2.5 mmol/L", "2.5 <= lab.potassium < 3.0 mmol/L"},
           {"2.5 <= lab.potassium < 3.0 mmol/L"}})
    BOOST_TEST(ask_all(texts, patient).back() == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(plain_values_are_judged_as_before) {
  for (const double value : {2.0, 2.5, 2.7, 3.0, 3.5}) {
    const Truths truths = ask_all(low_potassium, Patient().number("lab.potassium", value));
    BOOST_TEST((truths[0] == Truth::yes) == (value < 2.5));
    BOOST_TEST((truths[1] == Truth::yes) == (value >= 2.5 && value < 3.0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
