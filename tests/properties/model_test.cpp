// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <tuple>

#include "properties/answers.hpp"
#include "properties/exceptions.hpp"
#include "properties/host.hpp"
#include "properties/mentions.hpp"
#include "properties/patients.hpp"

// What docs/clinical-model.md promises of evidence, P, X and E.
BOOST_AUTO_TEST_SUITE(property_model)

using namespace causa;
using namespace causa::properties;
using assess::Assessment;
using assess::CauseResult;
using assess::Counted;
using assess::Evidence;
using cases::Case;
using cases::Stated;

namespace {

bool same(const Evidence& a, const Evidence& b) {
  return a.module == b.module && a.rule == b.rule && a.outcome == b.outcome &&
         a.weight_millibans == b.weight_millibans;
}

const knowledge::Rule& rule_of(const Evidence& evidence) {
  for (const auto& rule : host()->registry.modules()[evidence.module].manifest.rules)
    if (rule.id == evidence.rule) return rule;
  throw std::logic_error("no such rule");
}

bool is_in(const Evidence& evidence, const std::vector<Evidence>& list) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Evidence& other) { return same(evidence, other); });
}

/// All that is new of the cause speaks for it: nothing that spoke before is silent, no score took
/// the place of its items, the decision, the prior, and the band of X are those of before.
bool only_more_in_favor(const CauseResult& before, const CauseResult& after) {
  if (before.decided_by != after.decided_by || before.prior != after.prior ||
      before.complaint_class != after.complaint_class)
    return false;
  for (const auto& evidence : before.evidence)
    if (!is_in(evidence, after.evidence)) return false;
  bool more = false;
  for (const auto& evidence : after.evidence) {
    if (is_in(evidence, before.evidence)) continue;
    if (evidence.weight_millibans < 0 || !rule_of(evidence).replaces.empty()) return false;
    more = true;
  }
  return more;
}

/// X has bands of severity; a finding may choose another one, whichever way it speaks.
bool chooses_a_band(const CauseResult& cause, const Stated& added) {
  const Concepts reach = reach_of(added.concept_id);
  for (const auto& prepared : host()->causes) {
    if (prepared.cause->id != cause.id) continue;
    for (const auto& account : prepared.cause->accounts_for)
      for (const auto& band : account.bands)
        if (!band.when.text.empty())
          for (const auto id : condition_of(prepared.module, band.when.text).concepts())
            if (reach.contains(id)) return true;
  }
  return false;
}

std::string lowered_by(const Case& patient, const Stated& added, std::size_t* tried = nullptr) {
  Case more = patient;
  more.given.push_back(added);
  const Assessment before = assess_alone(patient), after = assess_alone(more);
  if (before.complaint_classes != after.complaint_classes) return {};
  for (const auto& cause : before.causes) {
    const auto* now = find_cause(after, cause.id);
    if (cause.family == "idiopathic" || !now || !only_more_in_favor(cause, *now)) continue;
    if (tried) ++*tried;
    if (now->present.p < cause.present.p) return cause.id + ": P";
    if (chooses_a_band(cause, added)) continue;
    if (now->accounts_for.p < cause.accounts_for.p) return cause.id + ": X";
    if (now->explains.p < now->present.p * now->accounts_for.p - 1e-12) return cause.id + ": E";
  }
  return {};
}

/// Facts of rules that speak for a cause of the patient, one at a time.
std::vector<Stated> in_favor_of(const Assessment& assessment, Dice& dice) {
  std::vector<Stated> found;
  for (const auto& prepared : host()->causes) {
    if (!find_cause(assessment, prepared.cause->id)) continue;
    for (const auto& rule : prepared.rules) {
      if (!rule.holds || rule.holds->millibans <= 0) continue;
      auto facts = facts_for(condition_of(rule.module, rule.rule->when.text));
      if (facts.size() == 1) found.push_back(facts.front());
    }
  }
  dice.shuffle(found);
  found.resize(std::min<std::size_t>(found.size(), 3));
  return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_finding_in_favor_never_lowers_its_cause) {
  std::size_t tried = 0;
  for (std::uint64_t seed = 1; seed <= patients(); ++seed) {
    const Case made = patient(seed);
    Dice dice(seed);
    for (const Stated& added : in_favor_of(assess_alone(made), dice)) {
      const std::string lowered = lowered_by(made, added, &tried);
      BOOST_TEST(lowered.empty(),
                 added.concept_id << " lowers " << lowered << shrunk(made, [&](const Case& fewer) {
                   return !lowered_by(fewer, added).empty();
                 }));
    }
  }
  BOOST_TEST_MESSAGE(tried << " findings in favor");
  BOOST_TEST(tried > patients() / 10);
}

namespace {

/// What may say something else without the concept: the derived facts of the table, and what
/// another fact states in broader words too ("leg pain" of pain in the calf and of pain at rest),
/// whose start then counts.
Concepts says_otherwise_without(const Case& patient, const std::string& concept_id) {
  Concepts found;
  for (const auto id : reach_of(concept_id))
    if (is_computed_from_less(host()->vocabulary[id].definition.id)) found.insert(id);
  for (const Stated& other : patient.given) {
    if (other.concept_id == concept_id) continue;
    const Concepts line = lineage_of(other.concept_id);
    for (const auto id : lineage_of(concept_id))
      if (line.contains(id)) found.merge(Concepts(reach_of(host()->vocabulary[id].definition.id)));
  }
  return found;
}

bool reads(const Evidence& evidence, const Concepts& concepts) {
  const auto read = condition_of(evidence.module, rule_of(evidence).when.text).concepts();
  return std::any_of(read.begin(), read.end(), [&](auto id) { return concepts.contains(id); });
}

/// A broader or narrower finding takes the place of the one that is removed.
bool says_the_same_in_other_words(const Case& patient, const std::string& concept_id) {
  return std::any_of(patient.given.begin(), patient.given.end(), [&](const Stated& other) {
    return other.concept_id != concept_id && is_one_line(concept_id, other.concept_id);
  });
}

/// Evidence or a decision that is there only since the concept isn't known any more.
std::string appears_without(const Case& patient, const std::string& concept_id) {
  Case fewer = patient;
  std::erase_if(fewer.given, [&](const Stated& one) { return one.concept_id == concept_id; });
  const Concepts otherwise = says_otherwise_without(fewer, concept_id);
  const Assessment before = assess_alone(patient), after = assess_alone(fewer);
  for (const auto& cause : after.causes) {
    const auto* was = find_cause(before, cause.id);
    if (!was) continue;
    for (const auto& evidence : cause.evidence)
      if (evidence.weight_millibans != 0 && !is_in(evidence, was->evidence) &&
          !reads(evidence, otherwise))
        return cause.id + ": " + evidence.rule;
    if (!cause.decided_by.empty() && was->decided_by.empty() && otherwise.empty() &&
        !is_provisional(cause.id, cause.decided_by))
      return cause.id + ": decision " + cause.decided_by;
  }
  return {};
}

}  // namespace

/// The table has every decision that holds for want of something, and no other that reads nothing
/// derived.
BOOST_AUTO_TEST_CASE(what_decides_for_want_of_something_is_reviewed_one_by_one) {
  for (const auto& prepared : host()->causes)
    for (const auto& decision : prepared.cause->decided_by) {
      if (decision.when.text.empty()) continue;
      const auto condition = condition_of(prepared.module, decision.when.text);
      const auto read = condition.concepts();
      const bool wants = !holds_for_want_of(condition).empty();
      const bool derived = std::any_of(read.begin(), read.end(),
                                       [](auto id) { return host()->vocabulary[id].derived; });
      const bool listed = is_provisional(prepared.cause->id, decision.id);
      BOOST_TEST((listed || !wants), prepared.cause->id << " " << decision.id);
      BOOST_TEST((!listed || wants || derived), prepared.cause->id << " " << decision.id);
    }
}

/// No rule holds for want of something: the opposite finding has a rule of its own.
BOOST_AUTO_TEST_CASE(no_rule_holds_for_want_of_something) {
  const auto modules = host()->registry.modules();
  for (std::uint32_t module = 0; module < modules.size(); ++module)
    for (const auto& rule : modules[module].manifest.rules)
      for (const auto id : holds_for_want_of(condition_of(module, rule.when.text)))
        BOOST_ERROR(rule.id << " holds if " << host()->vocabulary[id].definition.id
                            << " is unknown");
}

BOOST_AUTO_TEST_CASE(knowing_less_adds_no_evidence) {
  std::size_t tried = 0;
  for (std::uint64_t seed = 1; seed <= patients(); ++seed) {
    const Case made = patient(seed);
    for (const Stated& one : made.given) {
      if (says_the_same_in_other_words(made, one.concept_id)) continue;
      ++tried;
      const std::string appears = appears_without(made, one.concept_id);
      const std::string id = one.concept_id;
      BOOST_TEST(appears.empty(),
                 appears << " counts without " << id << shrunk(made, [&](const Case& fewer) {
                   return !appears_without(fewer, id).empty();
                 }));
    }
  }
  BOOST_TEST_MESSAGE(tried << " facts removed");
  BOOST_TEST(tried > patients());
}

namespace {

using Place = std::tuple<std::string, std::uint32_t, double, double, double>;

std::vector<Place> places(const Assessment& assessment) {
  std::vector<Place> found;
  for (const auto& cause : assessment.causes)
    found.emplace_back(cause.id, cause.rank, cause.explains.p, cause.present.p,
                       cause.accounts_for.p);
  return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_module_about_which_nothing_is_known_changes_no_rank) {
  const auto modules = host()->registry.modules();
  for (std::uint32_t installed = 1; installed < modules.size(); ++installed) {
    plugin::LoadOptions options;
    options.files = module_files();
    options.without = {modules[installed].manifest.short_name()};
    assess::Worker without(host_of(options), "");
    const Concepts read = read_by(installed);
    std::size_t ranked = 0;
    for (std::uint64_t seed = installed; seed <= patients(); seed += modules.size() - 1) {
      Case made = patient(seed);
      std::erase_if(made.given,
                    [&](const Stated& one) { return meet(reach_of(one.concept_id), read); });
      const auto record = record_of(made);
      if (!record) continue;
      auto before = places(assess_with(without, *record));
      ranked += !before.empty();
      const auto after = assess_alone(made);
      // A cause that is decided elsewhere speaks for what it leads to, which may then stand before
      // others: their numbers stay all the same.
      const auto is_led_to = [&](const CauseResult& cause) {
        return cause.chain && after.modules[cause.module].id == modules[installed].manifest.id;
      };
      auto with = places(after);
      if (std::any_of(after.causes.begin(), after.causes.end(), is_led_to)) {
        const auto without_rank = [](std::vector<Place>& all) {
          for (auto& place : all) std::get<1>(place) = 0;
          std::sort(all.begin(), all.end());
        };
        for (const auto& cause : after.causes)
          if (is_led_to(cause))
            std::erase_if(with, [&](const Place& one) { return std::get<0>(one) == cause.id; });
        without_rank(before);
        without_rank(with);
      }
      std::string which;
      for (const auto& place : with)
        if (std::find(before.begin(), before.end(), place) == before.end())
          which += " " + std::get<0>(place);
      BOOST_TEST((before == with), options.without.front()
                                       << " changes a rank:" << which
                                       << shrunk(made, [](const Case&) { return false; }));
    }
    BOOST_TEST_MESSAGE(options.without.front() << ": " << ranked << " with a rank");
  }
}

BOOST_AUTO_TEST_SUITE_END()
