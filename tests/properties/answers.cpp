// SPDX-License-Identifier: Apache-2.0

#include "properties/answers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace causa::properties {

using assess::Assessment;

Assessment in_one_order(Assessment it) {
  it.id.clear();
  it.complaint_text.clear();  // names in the order of the record
  for (auto& module : it.modules) module.microseconds = 0;
  for (auto& fact : it.facts) fact.source.clear();
  std::vector<std::uint32_t> order(it.facts.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto key = [&](std::uint32_t i) {
      return std::tie(it.facts[i].concept_id, it.facts[i].time_ms, it.facts[i].start_ms,
                      it.facts[i].value, it.facts[i].comparator, it.facts[i].state);
    };
    return key(a) < key(b);
  });
  std::vector<std::uint32_t> place(order.size());
  std::vector<assess::ShownFact> facts;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    // Of two statements that say the same, either may be cited.
    place[order[i]] = !facts.empty() && facts.back() == it.facts[order[i]]
                          ? static_cast<std::uint32_t>(facts.size() - 1)
                          : static_cast<std::uint32_t>(facts.size());
    if (place[order[i]] < facts.size()) continue;
    facts.push_back(std::move(it.facts[order[i]]));
  }
  it.facts = std::move(facts);
  const auto renumber = [&](std::vector<std::uint32_t>& cited) {
    for (auto& index : cited) index = place[index];
    std::sort(cited.begin(), cited.end());
  };
  for (auto& cause : it.causes)
    for (auto& evidence : cause.evidence) renumber(evidence.facts);
  for (auto& alert : it.alerts) renumber(alert.facts);
  for (auto& ignored : it.ignored) std::sort(ignored.examples.begin(), ignored.examples.end());
  const auto by_words = [](const auto& a, const auto& b) {
    return std::tie(a.source, a.reason, a.examples) < std::tie(b.source, b.reason, b.examples);
  };
  std::sort(it.ignored.begin(), it.ignored.end(), by_words);
  std::sort(it.not_understood.begin(), it.not_understood.end());
  it.findings.clear();  // of the linter: about the record as it was written
  return it;
}

std::string difference(const Assessment& first, const Assessment& second) {
  const Assessment a = in_one_order(first), b = in_one_order(second);
  if (a == b) return {};
  if (a.alerts != b.alerts) {
    for (const auto& alert : a.alerts)
      if (std::find(b.alerts.begin(), b.alerts.end(), alert) == b.alerts.end())
        return fmt::format("alert {}: {}", alert.id, alert.value);
    return "alerts: one more";
  }
  if (a.causes.size() != b.causes.size()) return "causes: another number of them";
  for (std::size_t i = 0; i < a.causes.size(); ++i)
    if (!(a.causes[i] == b.causes[i])) {
      std::string which;
      for (std::size_t e = 0; e < a.causes[i].evidence.size() && e < b.causes[i].evidence.size();
           ++e)
        if (!(a.causes[i].evidence[e] == b.causes[i].evidence[e]))
          which += " evidence " + a.causes[i].evidence[e].rule;
      return fmt::format("place {}: {} E {:.17g} P {:.17g}, {} E {:.17g} P {:.17g}{}", i + 1,
                         a.causes[i].id, a.causes[i].explains.p, a.causes[i].present.p,
                         b.causes[i].id, b.causes[i].explains.p, b.causes[i].present.p, which);
    }
  if (a.advice != b.advice) return "advice";
  if (a.must_not_miss != b.must_not_miss) return "must not miss";
  if (a.states != b.states) return "states";
  if (a.ignored != b.ignored) return "ignored";
  if (a.modules != b.modules) return "modules";
  if (a.facts.size() != b.facts.size()) return "facts: another number of them";
  for (std::size_t i = 0; i < a.facts.size(); ++i)
    if (!(a.facts[i] == b.facts[i])) return "fact " + a.facts[i].concept_id;
  return "something else";
}

const assess::CauseResult* find_cause(const Assessment& assessment, const std::string& id) {
  for (const auto& cause : assessment.causes)
    if (cause.id == id) return &cause;
  return nullptr;
}

const assess::RaisedAlert* find_alert(const Assessment& assessment,
                                      const assess::RaisedAlert& like) {
  for (const auto& alert : assessment.alerts)
    if (alert.module == like.module && alert.id == like.id) return &alert;
  return nullptr;
}

}  // namespace causa::properties
