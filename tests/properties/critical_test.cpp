// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "facts/columns.hpp"
#include "properties/host.hpp"
#include "properties/patients.hpp"
#include "rules/tree.hpp"

// Every number at which an alert begins or ends: of a value, of a time, of a derived fact.
BOOST_AUTO_TEST_SUITE(property_critical)

using namespace causa;
using namespace causa::properties;
using cases::Case;
using cases::Stated;
using rules::Condition;
using rules::Node;
using rules::Operation;
using rules::Truth;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// A leaf of an alert's condition, with facts that make the whole condition true by way of it.
struct Critical {
  std::uint32_t module = 0;
  const knowledge::Alert* alert = nullptr;
  Condition condition;
  Node leaf;
  std::vector<Stated> given;
  std::size_t at = 0;  ///< the leaf's fact among them
};

/// The numbers of one concept contradict each other if an alert asks for two ranges of it.
bool is_clear(const std::vector<Stated>& given, std::size_t at) {
  return std::count_if(given.begin(), given.end(), [&](const Stated& one) {
           return one.concept_id == given[at].concept_id;
         }) == 1;
}

/// The fact that the leaf asks for, at one of its ends.
bool is_fact_of(const Stated& stated, const Node& leaf) {
  if (host()->vocabulary[leaf.concept_id].definition.id != stated.concept_id) return false;
  if (leaf.operation == Operation::started) return stated.started_days == leaf.high;
  if (leaf.operation == Operation::stopped) return stated.stopped_days == leaf.high;
  return stated.number && (*stated.number == leaf.low || *stated.number == leaf.high);
}

template <class Wanted>
std::vector<Critical> criticals(Derived derived, Wanted&& wanted) {
  std::vector<Critical> found;
  const auto modules = host()->registry.modules();
  for (std::uint32_t module = 0; module < modules.size(); ++module)
    for (const auto& alert : modules[module].manifest.alerts) {
      const Condition condition = condition_of(module, alert.when.text);
      const auto& nodes = condition.tree()->nodes;
      for (std::size_t leaf = 0; leaf < nodes.size(); ++leaf) {
        if (nodes[leaf].subject != rules::Subject::fact || !wanted(nodes[leaf])) continue;
        auto given = facts_for(condition, leaf, derived);
        const auto fact = std::find_if(given.begin(), given.end(), [&](const Stated& stated) {
          return is_fact_of(stated, nodes[leaf]);
        });
        if (fact == given.end()) continue;
        const auto at = static_cast<std::size_t>(fact - given.begin());
        if (is_clear(given, at))
          found.push_back({module, &alert, condition, nodes[leaf], std::move(given), at});
      }
    }
  return found;
}

bool is_derived(const Node& node) { return host()->vocabulary[node.concept_id].derived; }

bool is_raised(const Critical& critical, const std::vector<Stated>& given) {
  Case patient;
  patient.name = critical.alert->id;
  patient.age_years = 50;
  patient.given = given;
  const auto assessment = assess_alone(patient);
  return std::any_of(assessment.alerts.begin(), assessment.alerts.end(), [&](const auto& alert) {
    return alert.module == critical.module && alert.id == critical.alert->id;
  });
}

bool is_plausible(const Stated& stated) {
  const auto id = *host()->vocabulary.find(stated.concept_id);
  const auto& range = host()->vocabulary[id].definition.plausible;
  return !range || (*stated.number >= range->first && *stated.number <= range->second);
}

/// The ends of a range, each with the direction that leads out of it.
std::vector<std::pair<double, double>> ends_of(const Node& leaf) {
  std::vector<std::pair<double, double>> ends;
  if (std::isfinite(leaf.low)) ends.emplace_back(leaf.low, -infinite);
  if (std::isfinite(leaf.high)) ends.emplace_back(leaf.high, infinite);
  return ends;
}

/// Another leaf may ask for a wider range of the same concept.
bool is_in_another_range(const Critical& critical, double value) {
  const auto& nodes = critical.condition.tree()->nodes;
  return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
    return node.operation == Operation::compare && node.subject == rules::Subject::fact &&
           node.concept_id == critical.leaf.concept_id && node.low <= value && value <= node.high;
  });
}

std::vector<Stated> without(const Critical& critical) {
  auto fewer = critical.given;
  fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(critical.at));
  return fewer;
}

/// Whether the alert's condition holds if each of these is known, derived or not.
bool holds(const Critical& critical, const std::vector<Stated>& known) {
  const auto& vocabulary = host()->vocabulary;
  facts::Layout layout;
  const rules::Program program(critical.condition, layout, vocabulary, rules::Ties::take_worse);
  facts::Batch batch(layout);
  batch.reset(1, as_of_ms);
  for (const Stated& one : known) {
    const auto id = *vocabulary.find(one.concept_id);
    if (one.number)
      batch.set_derived_number(0, id, *one.number, facts::no_fact);
    else
      batch.set_derived_truth(0, id, one.state == record::State::present, facts::no_fact);
  }
  rules::Program::Scratch scratch;
  rules::Mask mask;
  mask.resize(batch.words());
  program.evaluate(batch, scratch, mask);
  return mask.at(0) == Truth::yes;
}

}  // namespace

/// At its end a number alerts; one step of a double beyond it doesn't, if the alert hangs on it.
BOOST_AUTO_TEST_CASE(values_alert_at_their_threshold_and_not_one_step_beside_it) {
  const auto all = criticals(Derived::no, [](const Node& node) {
    return node.operation == Operation::compare && !is_derived(node);
  });
  std::size_t tried = 0;
  for (const Critical& critical : all) {
    const bool hangs_on_it = !is_raised(critical, without(critical));
    for (const auto& [end, outside] : ends_of(critical.leaf)) {
      auto given = critical.given;
      Stated& number = given[critical.at];
      number.number = end;
      if (!is_plausible(number)) continue;
      ++tried;
      BOOST_TEST(is_raised(critical, given),
                 critical.alert->id << " is silent at " << end << " of " << number.concept_id);
      number.number = std::nextafter(end, outside);
      if (hangs_on_it && is_plausible(number) && !is_in_another_range(critical, *number.number))
        BOOST_TEST(!is_raised(critical, given), critical.alert->id << " is raised one step beside "
                                                                   << end << " of "
                                                                   << number.concept_id);
    }
  }
  BOOST_TEST_MESSAGE(tried << " ends of values");
  BOOST_TEST(tried > 60);
}

/// On the last day of its window a finding alerts; a minute before that it doesn't, if the alert
/// hangs on the time.
BOOST_AUTO_TEST_CASE(times_alert_to_the_end_of_their_window_and_not_a_minute_longer) {
  constexpr double minute_in_days = 1.0 / (24 * 60);
  constexpr double years_in_days = 3650;
  const auto all = criticals(Derived::no, [](const Node& node) {
    return (node.operation == Operation::started || node.operation == Operation::stopped) &&
           node.low == 0 && std::isfinite(node.high);
  });
  std::size_t tried = 0, hanging = 0;
  for (const Critical& critical : all) {
    const auto before = [&](double days) {
      auto given = critical.given;
      Stated& one = given[critical.at];
      (one.started_days ? one.started_days : one.stopped_days) = critical.leaf.high + days;
      return given;
    };
    ++tried;
    BOOST_TEST(is_raised(critical, before(0)), critical.alert->id
                                                   << " is silent at the end of the window of "
                                                   << critical.given[critical.at].concept_id);
    if (is_raised(critical, before(years_in_days))) continue;
    ++hanging;
    BOOST_TEST(!is_raised(critical, before(minute_in_days)),
               critical.alert->id << " is raised after the window of "
                                  << critical.given[critical.at].concept_id);
  }
  BOOST_TEST_MESSAGE(tried << " windows, " << hanging << " of which alone decide");
  BOOST_TEST(tried > 30);
  BOOST_TEST(hanging > 15);
}

/// The same of what libraries compute; how they do is tried by the examples of their steps.
BOOST_AUTO_TEST_CASE(derived_facts_alert_at_their_threshold_and_not_one_step_beside_it) {
  const auto all = criticals(Derived::too, [](const Node& node) {
    return node.operation == Operation::compare && is_derived(node);
  });
  std::size_t tried = 0;
  for (const Critical& critical : all) {
    const bool hangs_on_it = !holds(critical, without(critical));
    for (const auto& [end, outside] : ends_of(critical.leaf)) {
      auto known = critical.given;
      Stated& number = known[critical.at];
      number.number = end;
      ++tried;
      BOOST_TEST(holds(critical, known),
                 critical.alert->id << " is silent at " << end << " of " << number.concept_id);
      number.number = std::nextafter(end, outside);
      if (hangs_on_it && !is_in_another_range(critical, *number.number))
        BOOST_TEST(!holds(critical, known), critical.alert->id << " holds one step beside " << end
                                                               << " of " << number.concept_id);
    }
  }
  BOOST_TEST_MESSAGE(tried << " ends of derived facts");
  BOOST_TEST(tried > 15);
}

BOOST_AUTO_TEST_SUITE_END()
