// SPDX-License-Identifier: Apache-2.0
//
// Which steps of earlier modules a new one can't do without.

#include <algorithm>

#include "assess/extension.hpp"
#include "rules/condition.hpp"

namespace causa::assess {

namespace {

using Concepts = std::set<std::string>;
using knowledge::DeriveStep;
using knowledge::Manifest;

bool is_in_id(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

/// Every word of a condition that could be a concept: names too many rather than too few.
void add_words(std::string_view text, Concepts& words) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_in_id(text[end])) ++end;
    if (end > at) words.emplace(text.substr(at, end - at));
    at = end + 1;
  }
}

/// The concepts whose values a text names.
void add_slots(std::string_view text, Concepts& named) {
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1))
    if (const auto close = text.find('}', open); close != std::string_view::npos)
      named.emplace(text.substr(open + 1, close - open - 1));
}

/// Every word of what a module judges by that could be a concept.
Concepts judged_by(const Manifest& it) {
  Concepts read;
  const auto add = [&](const knowledge::ConditionText& condition) {
    add_words(condition.text, read);
  };
  for (const auto& step : it.derives) read.insert(step.needs.begin(), step.needs.end());
  for (const auto& cause : it.causes) {
    add(cause.requires_condition);
    add(cause.pattern);
    for (const auto& prior : cause.prior) add(prior.when);
    for (const auto& decision : cause.decided_by) {
      read.insert(decision.fact);
      add(decision.when);
    }
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands) add(band.when);
  }
  for (const auto& definition : it.definitions) add(definition.when);
  for (const auto& score : it.scores)
    for (const auto& item : score.items) add(item.when);
  for (const auto& banded : it.bands) read.insert(banded.fact);
  for (const auto& rule : it.rules) {
    add(rule.when);
    if (rule.holds) read.insert(rule.holds->lr_from);
  }
  for (const auto& alert : it.alerts) add(alert.when);
  for (const auto& advice : it.advice) add(advice.when);
  for (const auto& withhold : it.withholds) add(withhold.when);
  for (const auto& alert : it.adjusts.alerts) add(alert.also_when);
  for (const auto& rule : it.adjusts.rules) add(rule.when);
  return read;
}

/// What texts name and nothing is judged by, so that it isn't kept: a text that nobody was shown
/// may be shown once modules have come.
Concepts only_told(std::span<const Manifest* const> modules) {
  Concepts named, judged;
  for (const Manifest* module : modules) {
    for (const auto& rule : module->rules) add_slots(rule.text, named);
    for (const auto& advice : module->advice) add_slots(advice.text, named);
    judged.merge(judged_by(*module));
  }
  std::erase_if(named, [&](const std::string& id) { return judged.contains(id); });
  return named;
}

class Planner {
 public:
  Planner(std::span<const Manifest* const> earlier, std::span<const Manifest* const> added,
          const terminology::Vocabulary& vocabulary)
      : earlier_(earlier), added_(added), vocabulary_(vocabulary) {}

  Steps run() {
    Concepts needed = only_told(earlier_), touched;
    for (const Manifest* module : added_) {
      needed.merge(read_by(*module));
      for (const auto& step : module->derives)
        for (const auto& fact : step.provides) touched.insert(fact.id);
      for (const auto& definition : module->terminology) touch(definition.id, touched);
    }
    // Each round may bring what another step needs or is touched by.
    bool found = true;
    while (found) {
      found = false;
      for (const Manifest* module : earlier_)
        for (const DeriveStep& step : module->derives) {
          if (steps_[module->id].contains(step.id)) continue;
          const bool read = std::any_of(step.provides.begin(), step.provides.end(),
                                        [&](const auto& fact) { return needed.contains(fact.id); });
          const bool changed =
              std::any_of(step.needs.begin(), step.needs.end(),
                          [&](const std::string& need) { return touched.contains(need); });
          if (!read && !changed) continue;
          found = true;
          steps_[module->id].insert(step.id);
          needed.insert(step.needs.begin(), step.needs.end());
          for (const auto& fact : step.provides) touched.insert(fact.id);
        }
    }
    std::erase_if(steps_, [](const auto& entry) { return entry.second.empty(); });
    return std::move(steps_);
  }

 private:
  /// A concept that is recognized by more codes or words, with all that are broader.
  void touch(const std::string& id, Concepts& touched) const {
    if (!touched.insert(id).second) return;
    if (const auto known = vocabulary_.find(id))
      for (const auto& broader : vocabulary_[*known].definition.is_a) touch(broader, touched);
    for (const auto modules : {earlier_, added_})
      for (const Manifest* module : modules)
        for (const auto& definition : module->terminology)
          if (definition.id == id)
            for (const auto& broader : definition.is_a) touch(broader, touched);
  }

  std::span<const Manifest* const> earlier_, added_;
  const terminology::Vocabulary& vocabulary_;
  Steps steps_;
};

}  // namespace

std::set<std::string> read_by(const Manifest& it) {
  Concepts read = judged_by(it);
  for (const auto& wish : it.facts) read.insert(wish.id);
  return read;
}

Steps steps_to_run(std::span<const Manifest* const> earlier, std::span<const Manifest* const> added,
                   const terminology::Vocabulary& vocabulary) {
  return Planner(earlier, added, vocabulary).run();
}

Steps steps_of(std::span<const Manifest* const> modules) {
  Steps steps;
  for (const Manifest* module : modules)
    for (const DeriveStep& step : module->derives) steps[module->id].insert(step.id);
  return steps;
}

}  // namespace causa::assess
