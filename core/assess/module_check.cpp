// SPDX-License-Identifier: Apache-2.0

#include "assess/module_check.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/file.hpp"
#include "knowledge/yaml.hpp"
#include "rules/terms.hpp"

namespace causa::assess {

std::string ModuleCheck::run(std::uint32_t module) {
  manifest_ = &modules_[module].manifest;
  path_ = modules_[module].path;
  fault_.clear();
  check_conditions();
  check_needs();
  return std::move(fault_);
}

void ModuleCheck::check_condition(const knowledge::ConditionText& text) {
  if (text.text.empty()) return;
  const auto& parsed = conditions_.parse(text, *manifest_, vocabulary_);
  if (const auto* condition = std::get_if<rules::Condition>(&parsed))
    check_visible(text, *condition);
  if (const auto* error = std::get_if<rules::ConditionError>(&parsed))
    fault(fmt::format("{}: {}{}{}; mend the manifest", place_of(text.pointer, error->offset),
                      error->message, error->hint.empty() ? "" : ", ", error->hint));
}

/// Where it stands in the file, if people can read that; else where in the manifest.
std::string ModuleCheck::place_of(const std::string& pointer, std::size_t offset) const {
  if (path_.extension() == ".yaml")
    if (const auto bytes = read_file(path_))
      if (const auto document = knowledge::YamlDocument::parse(*bytes)) {
        const auto at = document->inside(pointer, offset);
        return fmt::format("line {}, column {} ({})", at.line, at.column, pointer);
      }
  return fmt::format("{}, column {}", pointer, offset + 1);
}

void ModuleCheck::check_conditions() {
  const auto& it = *manifest_;
  for (const auto& term : rules::faults_of_terms(it, vocabulary_))
    fault(fmt::format("{}: {}{}{}; mend the manifest", place_of(term.pointer, term.offset),
                      term.message, term.hint.empty() ? "" : ", ", term.hint));
  const auto check = [this](const knowledge::ConditionText& text) { check_condition(text); };
  for (const auto& cause : it.causes) {
    check(cause.requires_condition);
    check(cause.pattern);
    for (const auto& prior : cause.prior) check(prior.when);
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands) check(band.when);
    for (const auto& decision : cause.decided_by) {
      check(decision.when);
      if (!decision.fact.empty()) check_measurement(decision);
    }
  }
  for (const auto& rule : it.rules) {
    check(rule.when);
    check_derived_weight(rule);
  }
  for (const auto& alert : it.alerts) check(alert.when);
  for (const auto& advice : it.advice) check(advice.when);
  for (const auto& withhold : it.withholds) check(withhold.when);
}

/// A fact that another module derives must be listed under `facts`: who reads the manifest sees
/// on whom it leans.
void ModuleCheck::check_visible(const knowledge::ConditionText& text,
                                const rules::Condition& condition) {
  const auto& it = (*manifest_);
  for (const auto id : condition.concepts()) {
    const auto& entry = vocabulary_[id];
    if (!entry.derived || entry.defined_by == it.id) continue;
    const auto names_it = [&](const auto& named) { return named.id == entry.definition.id; };
    const bool listed = std::any_of(it.facts.begin(), it.facts.end(), names_it);
    // Of two that derive a fact the first defines it, also if it takes no part then.
    const bool derived_here = std::any_of(it.derives.begin(), it.derives.end(), [&](const auto& s) {
      return std::any_of(s.provides.begin(), s.provides.end(), names_it);
    });
    if (!listed && !derived_here)
      fault(fmt::format("{}: {} is derived by {}; list it under facts", text.pointer,
                        entry.definition.id, entry.defined_by));
  }
}

void ModuleCheck::check_needs() {
  for (const auto& step : (*manifest_).derives)
    for (const auto& need : step.needs)
      if (need != "patient.age" && need != "patient.female" && !vocabulary_.find(need))
        fault(fmt::format("step {} needs {}, which nobody defines; {}", step.id, need,
                          vocabulary_.suggest(need)));
}

std::string ModuleCheck::own_causes(std::uint32_t module) {
  const auto& causes = modules_[module].manifest.causes;
  for (const auto& cause : causes)
    if (const auto found = owner_.find(cause.id); found != owner_.end())
      return fmt::format(
          "cause {} is owned by {} already; one module owns a cause, "
          "others write rules for it",
          cause.id, modules_[found->second].manifest.id);
  for (const auto& cause : causes) owner_.emplace(cause.id, module);
  return {};
}

void ModuleCheck::check_derived_weight(const knowledge::Rule& rule) {
  if (rule.fails && !rule.fails->lr_from.empty())
    fault(
        fmt::format("rule {}: lr_from belongs to holds; a fact gives the ratio of what is "
                    "there, not of its absence",
                    rule.id));
  if (rule.holds && !rule.holds->lr_from.empty() && !vocabulary_.find(rule.holds->lr_from))
    fault(fmt::format("rule {} takes its ratio from {}, which nobody defines; {}", rule.id,
                      rule.holds->lr_from, vocabulary_.suggest(rule.holds->lr_from)));
}

void ModuleCheck::check_measurement(const knowledge::Decision& decision) {
  const auto concept_id = vocabulary_.find(decision.fact);
  if (!concept_id) {
    fault(fmt::format("decision {} measures {}, which nobody defines; {}", decision.id,
                      decision.fact, vocabulary_.suggest(decision.fact)));
    return;
  }
  if (auto unit = vocabulary_.conversion(*concept_id, decision.unit); !unit)
    fault(fmt::format("decision {}: {}; {}", decision.id, unit.error().message, unit.error().cure));
}

}  // namespace causa::assess
