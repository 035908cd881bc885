// SPDX-License-Identifier: Apache-2.0

#include "properties/mentions.hpp"

#include <algorithm>

#include "properties/patients.hpp"
#include "rules/tree.hpp"

namespace causa::properties {

Concepts reach_of(const std::string& concept_id) {
  const auto& vocabulary = host()->vocabulary;
  const auto id = *vocabulary.find(concept_id);
  Concepts reached{id};
  reached.insert(vocabulary[id].ancestors.begin(), vocabulary[id].ancestors.end());
  // Steps come in an order that serves every need.
  for (const auto& step : host()->steps)
    for (const auto& need : step.definition->needs)
      if (const auto needed = vocabulary.find(need); needed && reached.contains(*needed))
        reached.insert(step.provides.begin(), step.provides.end());
  return reached;
}

Concepts read_by(std::uint32_t module) {
  const auto& it = host()->registry.modules()[module].manifest;
  Concepts read;
  const auto add = [&](const knowledge::ConditionText& text) {
    if (text.text.empty()) return;
    for (const auto id : condition_of(module, text.text).concepts()) read.insert(id);
  };
  for (const auto& cause : it.causes) {
    add(cause.requires_condition);
    add(cause.pattern);
    for (const auto& prior : cause.prior) add(prior.when);
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands) add(band.when);
    for (const auto& decision : cause.decided_by) {
      add(decision.when);
      if (!decision.fact.empty()) read.insert(*host()->vocabulary.find(decision.fact));
    }
  }
  for (const auto& rule : it.rules) add(rule.when);
  for (const auto& alert : it.alerts) add(alert.when);
  for (const auto& step : it.derives)
    for (const auto& need : step.needs)
      if (const auto id = host()->vocabulary.find(need)) read.insert(*id);
  const auto& vocabulary = host()->vocabulary;
  for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id)
    if (vocabulary[id].defined_by == it.id) read.insert(id);
  return read;
}

bool may_hold_for_want_of(const rules::Condition& condition, const Concepts& concepts) {
  const auto& nodes = condition.tree()->nodes;
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    const auto& node = nodes[at];
    const bool leaf = node.operands == 0 && node.operation != rules::Operation::negation;
    if (!leaf || node.subject != rules::Subject::fact || !concepts.contains(node.concept_id))
      continue;
    if (node.asked != rules::Asked::present || node.or_unknown) return true;
    for (std::size_t above = at + 1; above < nodes.size(); ++above)
      if (nodes[above].operation == rules::Operation::negation && above - at < nodes[above].size)
        return true;
  }
  return false;
}

bool meet(const Concepts& a, const Concepts& b) {
  return std::any_of(a.begin(), a.end(), [&](auto id) { return b.contains(id); });
}

}  // namespace causa::properties
