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

Concepts holds_for_want_of(const rules::Condition& condition) {
  Concepts wanting;
  if (condition.always()) return wanting;
  const auto& nodes = condition.tree()->nodes;
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    const auto& node = nodes[at];
    const bool asks = node.operation == rules::Operation::state &&
                      node.subject == rules::Subject::fact &&
                      (node.asked == rules::Asked::unknown || node.asked == rules::Asked::known);
    if (!asks) continue;
    bool wanted = node.asked == rules::Asked::unknown;
    for (std::size_t above = at + 1; above < nodes.size(); ++above)
      if (nodes[above].operation == rules::Operation::negation && above - at < nodes[above].size)
        wanted = !wanted;
    if (wanted) wanting.insert(node.concept_id);
  }
  return wanting;
}

Concepts lineage_of(const std::string& concept_id) {
  const auto& vocabulary = host()->vocabulary;
  const auto id = *vocabulary.find(concept_id);
  Concepts line{id};
  line.insert(vocabulary[id].ancestors.begin(), vocabulary[id].ancestors.end());
  return line;
}

bool is_one_line(const std::string& a, const std::string& b) {
  return lineage_of(a).contains(*host()->vocabulary.find(b)) ||
         lineage_of(b).contains(*host()->vocabulary.find(a));
}

bool meet(const Concepts& a, const Concepts& b) {
  return std::any_of(a.begin(), a.end(), [&](auto id) { return b.contains(id); });
}

}  // namespace causa::properties
