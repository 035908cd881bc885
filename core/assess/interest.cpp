// SPDX-License-Identifier: Apache-2.0

#include "assess/interest.hpp"

#include <algorithm>

#include "assess/extension.hpp"
#include "assess/idle_steps.hpp"

namespace causa::assess {

namespace {

std::vector<bool> which_come(const Prepared& prepared, const std::set<std::string>& added) {
  std::vector<bool> comes;
  for (const auto& module : prepared.registry.modules())
    comes.push_back(added.contains(module.manifest.id));
  return comes;
}

}  // namespace

Interest::Interest(const Prepared& prepared, const std::set<std::string>& added)
    : prepared_(prepared), comes_(which_come(prepared, added)), ranked_(prepared, comes_) {
  const auto modules = prepared.registry.modules();
  // A site profile changes what others say, of anybody.
  for (std::uint32_t module = 0; module < modules.size(); ++module)
    if (comes(module) && !modules[module].manifest.adjusts.empty()) always_speaks_ = true;
  change_alerts_ = find_hearers();
  find_concepts();
  find_voices();
  for (const std::uint32_t module : prepared.first_reader) read_by_them_.push_back(comes(module));
}

bool Interest::find_hearers() const {
  Ids causes, named;
  const auto modules = prepared_.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    if (!comes(i)) continue;
    const knowledge::Manifest& manifest = modules[i].manifest;
    for (const auto& cause : manifest.causes) causes.insert(cause.id);
    for (const auto& definition : manifest.terminology) named.insert(definition.id);
    for (const auto& step : manifest.derives)
      for (const auto& fact : step.provides) named.insert(fact.id);
  }
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    if (comes(i)) continue;
    const knowledge::Manifest& manifest = modules[i].manifest;
    if (std::any_of(manifest.alerts.begin(), manifest.alerts.end(),
                    [&](const auto& alert) { return causes.contains(alert.cause); }))
      return true;
    const Ids words = named.empty() ? Ids() : read_by(manifest);
    if (std::any_of(named.begin(), named.end(), [&](const auto& id) { return words.contains(id); }))
      return true;
  }
  return false;
}

void Interest::find_concepts() {
  Ids read, changed;
  const auto modules = prepared_.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const knowledge::Manifest& manifest = modules[i].manifest;
    if (!comes(i)) continue;
    read.merge(read_by(manifest));
    for (const auto& definition : manifest.terminology) changed.insert(definition.id);
    // What a library calculates is no longer taken as it was stated.
    for (const auto& step : manifest.derives)
      for (const auto& fact : step.provides) changed.insert(fact.id);
  }
  bounded_ = concepts_of(read);
  Ids wanted = changed;
  wanted.insert(read.begin(), read.end());
  want_what_others_say_of_their_causes(wanted);
  const Ids computed_from = needs_of_idle_steps(prepared_, wanted);
  always_speaks_ = always_speaks_ || computed_from.contains("patient.age") ||
                   computed_from.contains("patient.female");
  changed.insert(computed_from.begin(), computed_from.end());
  changed_ = concepts_of(changed);
}

void Interest::want_what_others_say_of_their_causes(Ids& wanted) const {
  const auto modules = prepared_.registry.modules();
  for (const auto& cause : prepared_.causes)
    for (const auto& rule : cause.rules) {
      if (!comes(cause.module) || comes(rule.module)) continue;
      knowledge::Manifest alone;
      alone.definitions = modules[rule.module].manifest.definitions;
      alone.scores = modules[rule.module].manifest.scores;
      alone.bands = modules[rule.module].manifest.bands;
      alone.rules = {*rule.rule};
      wanted.merge(read_by(alone));
    }
}

/// With those that are narrower. A suspicion is raised, and answered, by what is said of any
/// condition that it is about; with a value comes its upper limit.
std::vector<bool> Interest::concepts_of(const Ids& ids) const {
  const auto& vocabulary = prepared_.vocabulary;
  std::vector<bool> stated(vocabulary.size()), suspected(vocabulary.size()), all(vocabulary.size());
  for (const auto& id : ids)
    if (const auto known = vocabulary.find(id)) stated[*known] = true;
  const auto is_stated = [&](const terminology::ConceptId id) {
    const auto& broader = vocabulary[id].ancestors;
    return stated[id] || std::any_of(broader.begin(), broader.end(),
                                     [&](const auto one) { return bool{stated[one]}; });
  };
  for (terminology::ConceptId id = 0; id < stated.size(); ++id)
    if (const auto suspicion = vocabulary.suspicion_of(id);
        suspicion != terminology::no_concept && is_stated(id))
      suspected[suspicion] = true;
  for (terminology::ConceptId id = 0; id < stated.size(); ++id) {
    const auto suspicion = vocabulary.suspicion_of(id);
    const auto limit = vocabulary[id].upper_limit;
    all[id] = is_stated(id) || (suspicion != terminology::no_concept && suspected[suspicion]) ||
              (limit != terminology::no_concept && is_stated(limit));
  }
  return all;
}

void Interest::find_voices() {
  for (const auto& alert : prepared_.alerts) {
    if (!comes(alert.module)) continue;
    hear(alert.test);
    hear(alert.any_age);
  }
  for (const auto& cause : prepared_.causes) {
    if (!comes(cause.module)) continue;
    for (const auto& decision : cause.decisions) {
      if (decision.column == no_index)
        hear(decision.test);
      else
        measured_.push_back(decision.column);
    }
  }
}

void Interest::hear(const Test& test) {
  if (test.mask == no_index)
    always_speaks_ = true;
  else
    voices_.push_back(test.mask);
}

bool Interest::is_new(facts::Batch& batch, std::uint32_t row,
                      const facts::PatientFacts& facts) const {
  const auto& columns = batch.columns_with_facts(row);
  if (std::any_of(columns.begin(), columns.end(),
                  [&](const std::uint32_t column) { return bool{read_by_them_[column]}; }))
    return true;
  if (std::any_of(measured_.begin(), measured_.end(), [&](const std::uint32_t column) {
        return batch.fact(column, row) != facts::no_fact;
      }))
    return true;
  return std::any_of(facts.facts.begin(), facts.facts.end(), [&](const facts::Fact& fact) {
    // A bound may raise an alert that was there, if bands that come lie beside its own.
    return (fact.comparator != record::Comparator::none && bounded_[fact.concept_id]) ||
           changed_[fact.concept_id] || (fact.module != no_index && comes(fact.module));
  });
}

}  // namespace causa::assess
