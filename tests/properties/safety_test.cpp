// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "properties/answers.hpp"
#include "properties/exceptions.hpp"
#include "properties/host.hpp"
#include "properties/mentions.hpp"
#include "properties/patients.hpp"

// What nothing may do to an alert.
BOOST_AUTO_TEST_SUITE(property_safety)

using namespace causa;
using namespace causa::properties;
using cases::Case;
using cases::Stated;

namespace {

std::string name_of(const assess::RaisedAlert& raised) {
  return host()->registry.modules()[raised.module].manifest.short_name() + "/" + raised.id;
}

/// Whether the table says that the fact, or something broader or derived from it, may clear it.
bool may_be_cleared(const assess::RaisedAlert& raised, const Stated& added) {
  const Concepts reach = reach_of(added.concept_id);
  const auto all = clearing_facts();
  return std::any_of(all.begin(), all.end(), [&](const Clears& one) {
    const auto fact = host()->vocabulary.find(one.fact);
    return one.alert == name_of(raised) && fact && reach.contains(*fact);
  });
}

/// Another statement of what is known already is no other fact.
bool has_concept(const Case& patient, const Stated& added) {
  return std::any_of(patient.given.begin(), patient.given.end(), [&](const Stated& stated) {
    return is_one_line(stated.concept_id, added.concept_id);
  });
}

/// The id of an alert that the fact cleared or lowered; empty: none.
std::string cleared_by(const Case& patient, const Stated& added) {
  if (has_concept(patient, added)) return {};
  Case more = patient;
  more.given.push_back(added);
  const auto before = assess_alone(patient);
  const auto after = assess_alone(more);
  for (const auto& alert : before.alerts) {
    const auto* still = find_alert(after, alert);
    if ((!still || still->urgency < alert.urgency) && !may_be_cleared(alert, added))
      return name_of(alert);
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_fact_of_another_concept_clears_no_alert) {
  std::size_t tried = 0;
  for (std::uint64_t seed = 1; seed <= patients(); ++seed) {
    const Case made = patient(seed);
    Dice dice(seed);
    for (int turn = 0; turn < 3; ++turn) {
      const Stated added = any_fact(dice);
      const std::string alert = cleared_by(made, added);
      ++tried;
      BOOST_TEST(alert.empty(),
                 added.concept_id << " clears " << alert << shrunk(made, [&](const Case& fewer) {
                   return !cleared_by(fewer, added).empty();
                 }));
    }
  }
  BOOST_TEST(tried > patients());
}

/// What an alert says that it needs not to be known is in the table, and the table has nothing else
/// but derived facts that the alert reads.
BOOST_AUTO_TEST_CASE(what_may_clear_an_alert_is_reviewed_one_by_one) {
  std::set<std::pair<std::string, std::string>> listed, wanted, derived;
  for (const Clears& one : clearing_facts()) {
    BOOST_TEST(!one.why.empty(), one.alert << " " << one.fact);
    BOOST_TEST(listed.emplace(one.alert, one.fact).second, one.alert << " twice: " << one.fact);
  }
  const auto modules = host()->registry.modules();
  for (std::uint32_t module = 0; module < modules.size(); ++module)
    for (const auto& alert : modules[module].manifest.alerts) {
      const auto condition = condition_of(module, alert.when.text);
      const std::string name = modules[module].manifest.short_name() + "/" + alert.id;
      for (const auto id : holds_for_want_of(condition))
        wanted.emplace(name, host()->vocabulary[id].definition.id);
      for (const auto id : condition.concepts())
        if (host()->vocabulary[id].derived)
          derived.emplace(name, host()->vocabulary[id].definition.id);
    }
  for (const auto& [alert, fact] : wanted)
    BOOST_TEST(listed.contains({alert, fact}), alert << " may be cleared by " << fact);
  for (const auto& one : listed)
    BOOST_TEST((wanted.contains(one) || derived.contains(one)),
               one.first << " isn't cleared by " << one.second << " any more");
}

/// Whether the alert stays if every other module is gone depends only on facts that those define.
BOOST_AUTO_TEST_CASE(an_alert_stays_without_a_module_that_it_has_nothing_to_do_with) {
  const auto modules = host()->registry.modules();
  for (std::uint32_t left_out = 1; left_out < modules.size(); ++left_out) {
    plugin::LoadOptions options;
    options.files = module_files();
    options.without = {modules[left_out].manifest.short_name()};
    assess::Worker fewer(host_of(options), ""), all(host(), "");
    for (std::uint64_t seed = left_out; seed <= patients(); seed += modules.size() - 1) {
      const Case made = patient(seed);
      const auto record = record_of(made);
      if (!record) continue;
      const auto before = assess_with(all, *record);
      const auto after = assess_with(fewer, *record);
      const auto defines = [&](const auto& concept_id) {
        const auto id = *host()->vocabulary.find(concept_id);
        return host()->vocabulary[id].defined_by == modules[left_out].manifest.id;
      };
      // Through a fact that the module names and the patient has, or through one of its steps.
      const auto led_there = [&](terminology::ConceptId fact) {
        const auto& steps = host()->steps;
        return std::any_of(made.given.begin(), made.given.end(),
                           [&](const Stated& one) {
                             return defines(one.concept_id) &&
                                    reach_of(one.concept_id).contains(fact);
                           }) ||
               std::any_of(steps.begin(), steps.end(), [&](const auto& step) {
                 return step.module == left_out &&
                        std::any_of(step.provides.begin(), step.provides.end(), [&](auto id) {
                          return reach_of(host()->vocabulary[id].definition.id).contains(fact);
                        });
               });
      };
      for (const auto& alert : before.alerts) {
        const bool needs_it =
            std::any_of(alert.facts.begin(), alert.facts.end(), [&](std::uint32_t fact) {
              const auto& concept_id = before.facts[fact].concept_id;
              const auto id = *host()->vocabulary.find(concept_id);
              return defines(concept_id) || led_there(id);
            });
        if (alert.module == left_out || needs_it) continue;
        const bool stays = std::any_of(
            after.alerts.begin(), after.alerts.end(), [&](const assess::RaisedAlert& other) {
              return after.modules[other.module].id == before.modules[alert.module].id &&
                     other.id == alert.id && other.urgency >= alert.urgency;
            });
        std::string cited;
        for (const auto fact : alert.facts) cited += " " + before.facts[fact].concept_id;
        BOOST_TEST(stays, alert.id << " is gone without " << options.without.front() << "; it cites"
                                   << cited << shrunk(made, [](const Case&) { return false; }));
      }
    }
  }
}

/// The constants of the model are no business of alerts.
BOOST_AUTO_TEST_CASE(no_constant_of_the_model_lowers_an_alert) {
  assess::Constants other;
  other.expert_lr_strong = 1.01;
  other.shift_cap_millibans = 1;
  other.must_not_miss = 1;
  other.advice_threshold = 1;
  other.leading_causes = 1;
  plugin::LoadOptions options;
  options.files = module_files();
  assess::Worker changed(host_of(options, other), ""), usual(host(), "");
  for (std::uint64_t seed = 1; seed <= patients(); ++seed)
    if (const auto record = record_of(patient(seed)))
      BOOST_TEST((assess_with(changed, *record).alerts == assess_with(usual, *record).alerts),
                 "seed " << seed);
}

BOOST_AUTO_TEST_SUITE_END()
