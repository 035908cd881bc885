// SPDX-License-Identifier: Apache-2.0

#include "terms.hpp"

#include <fmt/core.h>

#include "rules/condition.hpp"
#include "rules/doubts.hpp"
#include "rules/terms.hpp"

namespace causa::manifest {

namespace {

using knowledge::Manifest;
using knowledge::Problem;
using terminology::ConceptDefinition;
using terminology::ConceptKind;
using terminology::Vocabulary;

bool is_patient_fact(std::string_view id) { return id == "patient.age" || id == "patient.female"; }

class TermCheck {
 public:
  TermCheck(const Manifest& manifest, Vocabulary vocabulary)
      : manifest_(manifest), vocabulary_(std::move(vocabulary)) {}

  std::vector<Problem> run() {
    add_concepts();
    if (auto done = vocabulary_.finish(); !done)
      note("/terminology", done.error().message, done.error().cure);
    check_facts();
    for (auto& fault : rules::faults_of_terms(manifest_, vocabulary_))
      problems_.push_back({std::move(fault.pointer), fault.offset, std::move(fault.message),
                           std::move(fault.hint), false});
    for (std::size_t i = 0; i < manifest_.causes.size(); ++i)
      check_cause(manifest_.causes[i], fmt::format("/causes/{}", i));
    for (std::size_t i = 0; i < manifest_.rules.size(); ++i)
      check_rule(manifest_.rules[i], fmt::format("/rules/{}", i));
    for (const auto& alert : manifest_.alerts) check_condition(alert.when);
    for (const auto& advice : manifest_.advice) check_condition(advice.when);
    for (const auto& withhold : manifest_.withholds) check_condition(withhold.when);
    // Of what isn't understood nothing can be told.
    if (problems_.empty())
      for (auto& doubt : rules::doubts_of(manifest_, vocabulary_))
        (doubt.certain ? problems_ : notes_)
            .push_back({std::move(doubt.pointer), 0, std::move(doubt.message),
                        std::move(doubt.hint), false});
    return std::move(problems_);
  }

  /// What may be meant, after run().
  std::vector<Problem> notes() { return std::move(notes_); }

 private:
  void note(std::string pointer, std::string message, std::string hint = {}) {
    problems_.push_back({std::move(pointer), 0, std::move(message), std::move(hint), false});
  }

  void add(ConceptDefinition definition, bool derived, const std::string& pointer) {
    if (auto done = vocabulary_.add(std::move(definition), manifest_.id, derived); !done)
      note(pointer, done.error().message, done.error().cure);
  }

  void add_concepts() {
    for (std::size_t i = 0; i < manifest_.terminology.size(); ++i)
      add(manifest_.terminology[i], false, fmt::format("/terminology/{}", i));
    for (std::size_t i = 0; i < manifest_.derives.size(); ++i)
      for (std::size_t j = 0; j < manifest_.derives[i].provides.size(); ++j) {
        const auto& fact = manifest_.derives[i].provides[j];
        add_derived(fact.id, fact.name, fact.kind, fact.unit,
                    fmt::format("/derives/{}/provides/{}", i, j));
      }
    // What isn't in the tables but stands under `facts` comes from another module.
    for (std::size_t i = 0; i < manifest_.facts.size(); ++i) {
      const auto& wish = manifest_.facts[i];
      if (!is_patient_fact(wish.id) && !vocabulary_.find(wish.id))
        add_derived(wish.id, wish.id, wish.kind, wish.unit, fmt::format("/facts/{}", i));
    }
  }

  void add_derived(const std::string& id, const std::string& name, ConceptKind kind,
                   const std::string& unit, const std::string& pointer) {
    ConceptDefinition definition;
    definition.id = id;
    definition.name = name;
    definition.kind = kind;
    definition.unit = unit;
    add(std::move(definition), true, pointer);
  }

  void check_facts() {
    for (std::size_t i = 0; i < manifest_.facts.size(); ++i) {
      const auto& wish = manifest_.facts[i];
      const auto id = vocabulary_.find(wish.id);
      if (id && !wish.unit.empty()) check_unit(*id, wish.unit, fmt::format("/facts/{}/unit", i));
    }
    for (std::size_t i = 0; i < manifest_.derives.size(); ++i)
      for (std::size_t j = 0; j < manifest_.derives[i].needs.size(); ++j) {
        const auto& need = manifest_.derives[i].needs[j];
        if (!is_patient_fact(need)) check_concept(need, fmt::format("/derives/{}/needs/{}", i, j));
      }
  }

  std::optional<terminology::ConceptId> check_concept(const std::string& id,
                                                      const std::string& pointer) {
    const auto found = vocabulary_.find(id);
    if (found) return found;
    const std::string near = vocabulary_.suggest(id);
    note(pointer, fmt::format("no concept \"{}\"", id),
         near.empty() ? "add it under terminology, or under facts if another module derives it"
                      : near);
    return std::nullopt;
  }

  void check_unit(terminology::ConceptId id, const std::string& unit, const std::string& pointer) {
    if (auto done = vocabulary_.conversion(id, unit); !done)
      note(pointer, done.error().message, done.error().cure);
  }

  void check_condition(const knowledge::ConditionText& condition) {
    if (condition.text.empty()) return;
    const auto parsed = rules::Condition::parse(condition.text, vocabulary_, manifest_);
    const auto* error = std::get_if<rules::ConditionError>(&parsed);
    if (error == nullptr) return;
    std::string hint = error->hint;
    if (hint.empty() && error->message.starts_with("no concept"))  // only this module is seen here
      hint = "add it under terminology, or under facts if another module derives it";
    problems_.push_back({condition.pointer, error->offset, error->message, std::move(hint), false});
  }

  void check_cause(const knowledge::Cause& cause, const std::string& pointer) {
    check_condition(cause.requires_condition);
    check_condition(cause.pattern);
    for (const auto& prior : cause.prior) check_condition(prior.when);
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands) check_condition(band.when);
    for (std::size_t i = 0; i < cause.decided_by.size(); ++i) {
      const auto& decision = cause.decided_by[i];
      const std::string at = fmt::format("{}/decided_by/{}", pointer, i);
      check_condition(decision.when);
      if (decision.fact.empty()) continue;
      const auto id = check_concept(decision.fact, at + "/fact");
      if (id && vocabulary_[*id].definition.kind != ConceptKind::number)
        note(at + "/fact", fmt::format("{} is not a number", decision.fact));
      else if (id)
        check_unit(*id, decision.unit, at + (decision.below ? "/below" : "/above"));
    }
  }

  void check_rule(const knowledge::Rule& rule, const std::string& pointer) {
    check_condition(rule.when);
    check_slots(rule.text, pointer + "/text");
    if (rule.holds && !rule.holds->lr_from.empty())
      check_concept(rule.holds->lr_from, pointer + "/strength/holds/lr_from");
    if (rule.fails && !rule.fails->lr_from.empty())
      check_concept(rule.fails->lr_from, pointer + "/strength/fails/lr_from");
  }

  /// {lab.potassium} in a rule's text.
  void check_slots(const std::string& text, const std::string& pointer) {
    for (std::size_t open = text.find('{'); open != std::string::npos;
         open = text.find('{', open + 1)) {
      const std::size_t close = text.find('}', open);
      if (close == std::string::npos) {
        note(pointer, "a { has no }", "write {lab.potassium}");
        return;
      }
      const std::string slot = text.substr(open + 1, close - open - 1);
      if (slot != "age" && slot != "medicine") check_concept(slot, pointer);
    }
  }

  const Manifest& manifest_;
  Vocabulary vocabulary_;
  std::vector<Problem> problems_, notes_;
};

}  // namespace

TermProblems check_terms(const Manifest& manifest, Vocabulary vocabulary) {
  TermCheck check(manifest, std::move(vocabulary));
  TermProblems found;
  found.faults = check.run();
  found.notes = check.notes();
  return found;
}

}  // namespace causa::manifest
