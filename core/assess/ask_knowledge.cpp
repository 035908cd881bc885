// SPDX-License-Identifier: Apache-2.0

#include "assess/ask_knowledge.hpp"

#include <variant>

namespace causa::assess {

namespace {

double middle_of(const knowledge::Account& account, const Constants& constants) {
  if (account.grade) return estimate_of(*account.grade, constants).p;
  if (account.ratio) return attributable_fraction(*account.ratio, account.ci).p;
  return account.p.value_or(0);
}

}  // namespace

Asker::Knowledge::Knowledge(std::vector<const knowledge::Manifest*> read_manifests,
                            const terminology::Vocabulary& words, const Constants& judged,
                            const Conditions* parsed)
    : manifests(std::move(read_manifests)),
      vocabulary(words),
      constants(judged),
      conditions(parsed) {
  for (std::uint32_t module = 0; module < manifests.size(); ++module)
    if (manifests[module]) read(module);
  nothing.emplace(layout).reset(1, 0);
  patient.emplace(layout);
  for (auto& alert : alerts)
    alert.when.deciding_columns(*nothing, 0, rules::Truth::unknown, alert.columns);
}

void Asker::Knowledge::read(std::uint32_t module) {
  const knowledge::Manifest& manifest = *manifests[module];
  for (const auto& cause : manifest.causes) read_cause(module, cause);
  for (const auto& rule : manifest.rules) read_rule(module, rule);
  for (const auto& alert : manifest.alerts)
    if (AskedAlert asked{module, &alert, {}, {}};
        compile(module, alert.when, rules::Ties::take_worse, asked.when))
      alerts.push_back(std::move(asked));
  read_steps(module);
}

/// False if the condition speaks of what this vocabulary doesn't have: then it can't be asked
/// about.
bool Asker::Knowledge::compile(std::uint32_t module, const knowledge::ConditionText& text,
                               rules::Ties ties, rules::Program& program) {
  const auto* known = conditions ? conditions->find(text) : nullptr;
  const auto parsed =
      known
          ? *known
          : Conditions::Parsed(rules::Condition::parse(text.text, vocabulary, *manifests[module]));
  const auto* condition = std::get_if<rules::Condition>(&parsed);
  if (condition) program = rules::Program(*condition, layout, vocabulary, ties);
  return condition != nullptr;
}

void Asker::Knowledge::read_cause(std::uint32_t module, const knowledge::Cause& cause) {
  AskedCause& asked = causes[cause.id];
  for (const auto& decision : cause.decided_by) {
    AskedDecision one{module, {}, facts::age_column, decision.p};
    if (decision.fact.empty()) {
      if (!compile(module, decision.when, rules::Ties::must_agree, one.when)) continue;
    } else {
      const auto concept_id = vocabulary.find(decision.fact);
      if (!concept_id) continue;
      one.column = value_column(module, *concept_id);
    }
    asked.decisions.push_back(std::move(one));
  }
  for (const auto& account : cause.accounts_for) {
    AskedAccount one{account.complaint, {}};
    for (const auto& band : account.bands)
      if (rules::Program when; compile(module, band.when, rules::Ties::must_agree, when))
        one.bands.emplace_back(std::move(when), middle_of(band, constants));
    asked.accounts.push_back(std::move(one));
  }
}

void Asker::Knowledge::read_rule(std::uint32_t module, const knowledge::Rule& rule) {
  AskedRule asked{module, &rule, {}, {}, {}, rule.group};
  if (!compile(module, rule.when, rules::Ties::must_agree, asked.when)) return;
  if (asked.group.empty()) asked.group = manifests[module]->id + "/" + rule.id;
  if (rule.holds) asked.holds = weight_of(*rule.holds, true, constants);
  if (rule.fails) asked.fails = weight_of(*rule.fails, false, constants);
  causes[rule.cause].rules.push_back(std::move(asked));
}

void Asker::Knowledge::read_steps(std::uint32_t module) {
  for (const auto& step : manifests[module]->derives) {
    AskedStep asked{module, {}};
    for (const auto& need : step.needs)
      if (const auto concept_id = vocabulary.find(need))
        asked.needs.push_back(value_column(module, *concept_id));
    for (const auto& fact : step.provides)
      if (const auto concept_id = vocabulary.find(fact.id)) steps[*concept_id] = asked;
  }
}

std::uint32_t Asker::Knowledge::value_column(std::uint32_t module,
                                             terminology::ConceptId concept_id) {
  const auto& definition = vocabulary[concept_id].definition;
  facts::ColumnKey key{concept_id, facts::Aspect::value, knowledge::Take::latest,
                       definition.window_ms};
  for (const auto& wish : manifests[module]->facts)
    if (wish.id == definition.id && wish.within_ms >= 0) key.window_ms = wish.within_ms;
  return layout.add(key, vocabulary);
}

}  // namespace causa::assess
