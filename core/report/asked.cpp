// SPDX-License-Identifier: Apache-2.0

#include "report/asked.hpp"

#include <map>
#include <string>
#include <string_view>

#include "rules/condition.hpp"

namespace causa::report {

namespace {

using knowledge::ConditionText;
using knowledge::Manifest;
using terminology::ConceptKind;

class Collector {
 public:
  explicit Collector(const terminology::Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id)
      if (!vocabulary[id].definition.complaint.empty()) add(id, true);
  }

  void collect(const Manifest& manifest) {
    manifest_ = &manifest;
    for (const auto& cause : manifest.causes) collect(cause);
    for (const auto& rule : manifest.rules) add(rule.when);
    for (const auto& alert : manifest.alerts) add(alert.when);
    for (const auto& advice : manifest.advice) add(advice.when);
    for (const auto& withhold : manifest.withholds) add(withhold.when);
    // A step gets the start of each of its truths.
    for (const auto& step : manifest.derives)
      for (const auto& need : step.needs) add(need, true);
  }

  std::vector<AskedConcept> take() const {
    std::vector<AskedConcept> asked;
    for (const auto& [name, one] : found_) asked.push_back(one);
    return asked;
  }

 private:
  void collect(const knowledge::Cause& cause) {
    add(cause.requires_condition);
    add(cause.pattern);
    for (const auto& prior : cause.prior) add(prior.when);
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands) add(band.when);
    for (const auto& decision : cause.decided_by) {
      add(decision.when);
      if (!decision.fact.empty()) add(decision.fact, false);
    }
  }

  /// A module with a condition that isn't understood takes no part, so it asks nothing here.
  void add(const ConditionText& condition) {
    if (condition.text.empty()) return;
    const auto parsed = rules::Condition::parse(condition.text, vocabulary_, *manifest_);
    const auto* understood = std::get_if<rules::Condition>(&parsed);
    if (!understood) return;
    for (const auto id : understood->concepts()) add(id, understood->asks_start(id));
  }

  void add(const std::string& name, bool start) {
    if (const auto id = vocabulary_.find(name)) add(*id, start);
  }

  void add(terminology::ConceptId id, bool start) {
    const auto& known = vocabulary_[id];
    if (known.derived) return;
    AskedConcept& asked = found_[known.definition.id];
    asked.concept_id = id;
    asked.start = asked.start || (start && known.definition.kind == ConceptKind::truth);
  }

  const terminology::Vocabulary& vocabulary_;
  const Manifest* manifest_ = nullptr;
  std::map<std::string, AskedConcept> found_;
};

}  // namespace

std::vector<AskedConcept> asked_concepts(std::span<const Manifest* const> manifests,
                                         const terminology::Vocabulary& vocabulary) {
  Collector collector(vocabulary);
  for (const auto* manifest : manifests) collector.collect(*manifest);
  return collector.take();
}

}  // namespace causa::report
