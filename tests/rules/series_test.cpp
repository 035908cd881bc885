// SPDX-License-Identifier: Apache-2.0
//
// What several facts say together: changes, before and after, how many. Truth tables, with unknown,
// ties and bounds; and for random series that no answer is contradicted by what may have been.
#include <fmt/core.h>

#include <algorithm>
#include <random>

#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_series)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

constexpr std::string_view rose = "lab.potassium rose by >= 1 mmol/L within 3 days";
constexpr std::string_view fell = "lab.potassium fell by >= 1 mmol/L within 3 days";

Patient potassium(std::vector<std::pair<double, double>> values_and_days) {
  Patient patient;
  for (const auto& [value, days] : values_and_days) patient.number("lab.potassium", value, days);
  return patient;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_rise_is_from_the_lowest_value_of_the_time_before_the_latest) {
  BOOST_TEST(ask(rose, potassium({{5.1, 1}, {4.0, 2}})) == Truth::yes);
  BOOST_TEST(ask(rose, potassium({{4.5, 1}, {4.0, 2}})) == Truth::no);
  BOOST_TEST(ask(rose, potassium({{5.1, 1}, {5.0, 2}, {4.0, 3}})) == Truth::yes);
  BOOST_TEST(ask(rose, potassium({{4.0, 1}, {5.1, 2}})) == Truth::no);
  BOOST_TEST(ask(fell, potassium({{4.0, 1}, {5.1, 2}})) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(one_value_alone_has_no_change) {
  BOOST_TEST(ask(rose, potassium({})) == Truth::unknown);
  BOOST_TEST(ask(rose, potassium({{5.1, 1}})) == Truth::unknown);
  BOOST_TEST(ask(rose, potassium({{5.1, 1}, {4.0, 5}})) == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(a_latest_value_beyond_its_window_has_no_change) {
  BOOST_TEST(ask(rose, potassium({{5.1, 20}, {4.0, 21}})) == Truth::unknown);
  BOOST_TEST(ask(rose, potassium({{5.1, 20}, {4.0, 21}}), Ties::take_worse, Windows::lift) ==
             Truth::yes);
}

BOOST_AUTO_TEST_CASE(a_difference_that_is_the_bound_counts_in_every_unit) {
  // 1.3 less 1.0 is less than 0.3 in binary.
  const auto text = "lab.potassium rose by >= 0.3 mmol/L within 3 days";
  BOOST_TEST(ask(text, potassium({{1.3, 1}, {1.0, 2}})) == Truth::yes);
  BOOST_TEST(ask("lab.potassium rose by > 0.3 mmol/L within 3 days",
                 potassium({{1.3, 1}, {1.0, 2}})) == Truth::no);
  BOOST_TEST(ask("lab.potassium rose by >= 1 mg/dL within 3 days",
                 potassium({{2 * 0.2558, 1}, {1 * 0.2558, 2}})) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(of_a_temperature_difference_only_the_size_of_the_degree_counts) {
  Patient patient;
  patient.number("vital.temperature", 38.0, 1).number("vital.temperature", 37.0, 2);
  BOOST_TEST(ask("vital.temperature rose by >= 1.8 [degF] within 3 days", patient) == Truth::yes);
  BOOST_TEST(ask("vital.temperature rose by >= 2 [degF] within 3 days", patient) == Truth::no);
}

BOOST_AUTO_TEST_CASE(percent_and_times_are_parts_of_the_earlier_value) {
  const Patient patient = potassium({{6.0, 1}, {4.0, 2}});
  BOOST_TEST(ask("lab.potassium rose by >= 50 % within 3 days", patient) == Truth::yes);
  BOOST_TEST(ask("lab.potassium rose by > 50 % within 3 days", patient) == Truth::no);
  BOOST_TEST(ask("lab.potassium rose to >= 1.5 times within 3 days", patient) == Truth::yes);
  const Patient less = potassium({{2.0, 1}, {4.0, 2}});
  BOOST_TEST(ask("lab.potassium fell by >= 50 % within 3 days", less) == Truth::yes);
  BOOST_TEST(ask("lab.potassium fell to < 0.5 times within 3 days", less) == Truth::no);
  BOOST_TEST(ask("lab.potassium fell to <= 0.5 times within 3 days", less) == Truth::yes);
  BOOST_TEST(ask("lab.potassium rose within 3 days", less) == Truth::no);
  BOOST_TEST(ask("lab.potassium fell within 3 days", less) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(a_bound_answers_only_what_it_decides) {
  Patient patient;
  patient.number("lab.potassium", 6, 1, record::Comparator::greater).number("lab.potassium", 4, 2);
  BOOST_TEST(ask("lab.potassium rose by >= 2 mmol/L within 3 days", patient) == Truth::yes);
  BOOST_TEST(ask("lab.potassium rose by >= 3 mmol/L within 3 days", patient) == Truth::unknown);
  Patient low;
  low.number("lab.potassium", 3, 1).number("lab.potassium", 2, 2, record::Comparator::less);
  BOOST_TEST(ask("lab.potassium rose by >= 1 mmol/L within 3 days", low) == Truth::yes);
  BOOST_TEST(ask("lab.potassium rose by >= 2 mmol/L within 3 days", low) == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(an_alert_takes_the_worse_of_two_latest_values) {
  const Patient patient = potassium({{5.5, 1}, {4.2, 1}, {4.0, 2}});
  BOOST_TEST(ask(rose, patient) == Truth::unknown);
  BOOST_TEST(ask(rose, patient, Ties::take_worse) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(time_windows_stand_in_the_condition) {
  const Patient patient = potassium({{2.4, 5}});
  BOOST_TEST(ask("lab.potassium < 3 mmol/L within 7 days", patient) == Truth::yes);
  BOOST_TEST(ask("lab.potassium < 3 mmol/L within 2 days", patient) == Truth::unknown);
  // The condition's own words are not lifted to find an old value.
  BOOST_TEST(ask("lab.potassium < 3 mmol/L within 2 days", patient, Ties::take_worse,
                 Windows::lift) == Truth::unknown);
  BOOST_TEST(ask("lab.potassium < 3 mmol/L within 60 days", potassium({{2.4, 50}})) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(the_condition_may_choose_among_the_values) {
  const Patient patient = potassium({{4, 1}, {2.4, 3}, {5.9, 6}});
  BOOST_TEST(ask("lowest lab.potassium < 2.5 mmol/L", patient) == Truth::yes);
  BOOST_TEST(ask("lowest lab.potassium < 2.5 mmol/L within 2 days", patient) == Truth::no);
  BOOST_TEST(ask("5 < highest lab.potassium < 6 mmol/L within 10 days", patient) == Truth::yes);
  BOOST_TEST(ask("earliest lab.potassium > 5 mmol/L", patient) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(one_thing_starts_after_another) {
  Patient patient;
  patient.present("symptom.leg_pain").started(10).present("drug.statin").started(30);
  const auto says = [&](std::string_view text) { return ask(text, patient); };
  BOOST_TEST(says("symptom.leg_pain started after drug.statin started") == Truth::yes);
  BOOST_TEST(says("symptom.leg_pain started before drug.statin started") == Truth::no);
  BOOST_TEST(says("drug.statin started before symptom.leg_pain started") == Truth::yes);
  BOOST_TEST(says("symptom.leg_pain started within 20 days after drug.statin started") ==
             Truth::yes);
  BOOST_TEST(says("symptom.leg_pain started within 19 days after drug.statin started") ==
             Truth::no);
  BOOST_TEST(says("symptom.leg_pain started over 19 days after drug.statin started") == Truth::yes);
  BOOST_TEST(says("drug.statin started within 20 days before symptom.leg_pain started") ==
             Truth::yes);
}

BOOST_AUTO_TEST_CASE(what_came_first_is_unknown_where_times_overlap_or_lack) {
  constexpr std::string_view after = "symptom.leg_pain started after drug.statin started";
  Patient same_day;
  same_day.present("symptom.leg_pain").started(11, 10).present("drug.statin").started(11, 10);
  BOOST_TEST(ask(after, same_day) == Truth::unknown);
  Patient no_start;
  no_start.present("symptom.leg_pain").started(10).truth("drug.statin", record::State::present, 5);
  BOOST_TEST(ask(after, no_start) == Truth::unknown);
  BOOST_TEST(ask("symptom.leg_pain started after drug.statin started or unknown", no_start) ==
             Truth::yes);
  // Recorded before the pain began, so it had started by then.
  no_start.facts.facts.back().time = {days_ago(20), days_ago(20)};
  BOOST_TEST(ask(after, no_start) == Truth::yes);
  Patient absent;
  absent.present("symptom.leg_pain").started(10).absent("drug.statin");
  BOOST_TEST(ask(after, absent) == Truth::no);
  BOOST_TEST(ask(after, Patient()) == Truth::unknown);
  Patient planned;
  planned.present("symptom.leg_pain").started(-5).present("drug.statin").started(-10);
  BOOST_TEST(ask(after, planned) == Truth::no);
}

BOOST_AUTO_TEST_CASE(ends_and_records_have_times_too) {
  Patient patient;
  patient.present("symptom.leg_pain").started(2).present("drug.statin").stopped(5);
  BOOST_TEST(ask("symptom.leg_pain started within 7 days after drug.statin stopped", patient) ==
             Truth::yes);
  Patient measured = potassium({{3, 4}});
  measured.present("drug.thiazide").started(20);
  BOOST_TEST(ask("lab.potassium recorded after drug.thiazide started", measured) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(values_are_counted_and_never_known_to_be_few) {
  const Patient patient = potassium({{2.9, 1}, {2.8, 5}, {4, 9}, {2.8, 5}});
  BOOST_TEST(ask("at least 2 values of lab.potassium < 3 mmol/L within 10 days", patient) ==
             Truth::yes);
  // The same result sent twice is one.
  BOOST_TEST(ask("at least 3 values of lab.potassium < 3 mmol/L within 10 days", patient) ==
             Truth::unknown);
  BOOST_TEST(ask("at least 3 values of lab.potassium within 10 days", patient) == Truth::yes);
  BOOST_TEST(ask("at least 3 values of lab.potassium within 7 days", patient) == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(kinds_of_a_class_are_counted_once_each) {
  Patient patient;
  patient.present("drug.thiazide").present("drug.hydrochlorothiazide");
  BOOST_TEST(ask("at least 1 kind of drug.thiazide", patient) == Truth::yes);
  BOOST_TEST(ask("at least 2 kinds of drug.thiazide", patient) == Truth::unknown);
  BOOST_TEST(ask("at least 1 kind of drug.thiazide", Patient().absent("drug.thiazide")) ==
             Truth::no);
  BOOST_TEST(ask("at least 1 kind of drug.thiazide", Patient()) == Truth::unknown);
}

BOOST_AUTO_TEST_CASE(both_values_of_a_change_and_both_sides_of_an_order_are_cited) {
  const auto cited = [](std::string_view text, const Patient& patient) {
    facts::Layout layout;
    const Program program(condition(text), layout, vocabulary());
    facts::Batch batch(layout);
    batch.reset(1, now);
    batch.fill(0, patient.facts, vocabulary());
    std::vector<std::uint32_t> columns, facts;
    program.deciding_columns(batch, 0, Truth::yes, columns);
    for (const auto column : columns) batch.facts_of(column, 0, facts);
    std::sort(facts.begin(), facts.end());
    facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
    return facts;
  };
  BOOST_TEST(
      cited(rose, potassium({{5.1, 1}, {4.9, 2}, {4.0, 3}})) == (std::vector<std::uint32_t>{0, 2}),
      boost::test_tools::per_element());
  Patient patient;
  patient.present("symptom.leg_pain").started(10).present("drug.statin").started(30);
  BOOST_TEST(cited("symptom.leg_pain started after drug.statin started", patient).size() == 2u);
}

// What may have been: each value lies somewhere in its bounds, each time somewhere in its span. An
// answer must hold in every such world that is tried; so it is the interval logic that is tested,
// not one way to write it.
BOOST_AUTO_TEST_CASE(no_answer_is_contradicted_by_what_may_have_been) {
  std::mt19937_64 random(7);
  const auto below = [&](std::uint32_t end) { return static_cast<double>(random() % end); };
  int decided = 0;
  for (int round = 0; round < 4000; ++round) {
    Patient patient;
    const int count = 1 + static_cast<int>(below(4));
    for (int i = 0; i < count; ++i) {
      const auto sign = below(4) == 0 ? static_cast<record::Comparator>(1 + random() % 4)
                                      : record::Comparator::none;
      patient.number("lab.potassium", 2 + below(9) / 2, 1 + below(6), sign);
      auto& time = patient.facts.facts.back().time;
      if (below(3) == 0) time.earliest_ms -= ms_per_day;
    }
    const double size = 0.25 + below(8) / 2;
    const bool rises = below(2) == 0;
    const double span = 1 + below(4);
    const std::string text = fmt::format("lab.potassium {} by >= {} mmol/L within {} days",
                                         rises ? "rose" : "fell", size, span);
    const Truth truth = ask(text, patient);
    if (truth == Truth::unknown) continue;
    ++decided;
    for (int world = 0; world < 20; ++world) {
      std::vector<std::pair<double, double>> series;  // days ago, value
      for (const auto& fact : patient.facts.facts) {
        const double width = static_cast<double>(fact.time.latest_ms - fact.time.earliest_ms);
        const double at = static_cast<double>(fact.time.earliest_ms) + width * below(11) / 10;
        double value = fact.value;
        using record::Comparator;
        const double off = below(40) / 4;
        if (fact.comparator == Comparator::less) value -= 0.001 + off;
        if (fact.comparator == Comparator::less_equal) value -= off;
        if (fact.comparator == Comparator::greater) value += 0.001 + off;
        if (fact.comparator == Comparator::greater_equal) value += off;
        series.emplace_back((static_cast<double>(now) - at) / static_cast<double>(ms_per_day),
                            value);
      }
      std::sort(series.begin(), series.end());
      if (series.size() > 1 && series[0].first == series[1].first) continue;  // no single latest
      double change = -1e9;
      for (std::size_t i = 1; i < series.size(); ++i)
        if (series[i].first - series[0].first <= span)
          change = std::max(change, rises ? series[0].second - series[i].second
                                          : series[i].second - series[0].second);
      if (change == -1e9) BOOST_FAIL(text << ": decided without an earlier value");
      BOOST_REQUIRE_MESSAGE(
          (change >= size - 1e-6) == (truth == Truth::yes) || std::abs(change - size) < 1e-6,
          text << " is " << truth << ", but the change may be " << change);
    }
  }
  BOOST_TEST(decided > 500);
}

BOOST_AUTO_TEST_SUITE_END()
