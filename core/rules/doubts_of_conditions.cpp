// SPDX-License-Identifier: Apache-2.0
//
// Conditions that hold of everyone or, for want of a fact, of nobody; thresholds beyond all values;
// numbers that are no likelihood ratios.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"
#include "rules/certain.hpp"
#include "rules/doubts_parts.hpp"

namespace causa::rules {

namespace {

using terminology::ConceptId;

/// Judgement: published likelihood ratios above it are rare.
constexpr double high_ratio = 20;
constexpr double most_percent = 100;

class ConditionDoubts {
 public:
  explicit ConditionDoubts(const Doubting& it)
      : it_(it), never_known_(never_known(it)), complaints_(plain_complaints()) {}

  void run() {
    const auto& manifest = it_.manifest;
    single_conditions();
    for (const auto& alert : manifest.alerts) condition(alert.when, alert.id, "is raised");
    for (const auto& withhold : manifest.withholds)
      condition(withhold.when, withhold.id, "withholds");
    for (std::size_t i = 0; i < manifest.causes.size(); ++i)
      for (std::size_t j = 0; j < manifest.causes[i].decided_by.size(); ++j)
        decision(manifest.causes[i], manifest.causes[i].decided_by[j],
                 fmt::format("/causes/{}/decided_by/{}", i, j));
    for (const auto& rule : manifest.rules)
      if (const auto studied = study(rule.when.text, it_.vocabulary, manifest))
        twice(*studied, rule.when.pointer, rule.id);
    for (std::size_t i = 0; i < manifest.rules.size(); ++i)
      for (const auto& [side, strength] : {std::pair("holds", &manifest.rules[i].holds),
                                           std::pair("fails", &manifest.rules[i].fails)})
        if (*strength)
          percent(**strength, manifest.rules[i].id,
                  fmt::format("/rules/{}/strength/{}/lr", i, side));
  }

 private:
  /// Cramp and pain of a leg, which most patients come with; those that are no kind of another.
  /// Numbness or weakness may be a danger by itself.
  [[nodiscard]] std::vector<ConceptId> plain_complaints() const {
    const auto& vocabulary = it_.vocabulary;
    std::vector<ConceptId> plain;
    for (ConceptId id = 0; id < vocabulary.size(); ++id) {
      const auto& entry = vocabulary[id];
      const auto is_complaint = [&](ConceptId one) {
        const auto& definition = vocabulary[one].definition;
        return definition.id.starts_with("symptom.") &&
               std::any_of(definition.complaint.begin(), definition.complaint.end(),
                           [](const std::string& one_class) {
                             return one_class == "leg_cramp" || one_class.starts_with("leg_pain");
                           });
      };
      if (!entry.derived && is_complaint(id) &&
          std::none_of(entry.ancestors.begin(), entry.ancestors.end(), is_complaint))
        plain.push_back(id);
    }
    return plain;
  }

  void single_conditions() {
    const auto& manifest = it_.manifest;
    for (const auto& one : manifest.definitions) single(one.id, "its condition", one.when);
    for (const auto& score : manifest.scores)
      for (const auto& item : score.items) single(score.id, "the condition of an item", item.when);
    for (const auto& cause : manifest.causes) {
      single(cause.id, "what it requires", cause.requires_condition);
      single(cause.id, "its pattern", cause.pattern);
      for (const auto& prior : cause.prior)
        single(cause.id, "the condition of a prior", prior.when);
      for (const auto& account : cause.accounts_for)
        for (const auto& band : account.bands)
          single(cause.id, fmt::format("a condition of accounts_for {}", account.complaint),
                 band.when);
      for (const auto& decision : cause.decided_by)
        single(fmt::format("{}#{}", cause.id.text(), decision.id.text()), "its condition",
               decision.when);
    }
    for (const auto& rule : manifest.rules) single(rule.id, "its condition", rule.when);
    for (const auto& alert : manifest.alerts) single(alert.id, "its condition", alert.when);
    for (const auto& advice : manifest.advice) single(advice.id, "its condition", advice.when);
    for (const auto& one : manifest.withholds)
      single(one.id, "its condition", one.when, Always::allowed);
  }

  /// A withhold must have a condition, so one that is always meant is written as what always holds.
  enum class Always : bool { wrong, allowed };

  void single(const std::string& id, std::string_view what, const knowledge::ConditionText& when,
              Always always = Always::wrong) {
    if (when.text.empty()) return;
    const auto studied = study(when.text, it_.vocabulary, it_.manifest);
    if (!studied) return;  // said by who reads conditions
    const auto outlook = outlook_of(*studied, it_.vocabulary);
    if (!outlook.can_hold)
      it_.certain(when.pointer, id, fmt::format("{} can never hold: {}", what, when.text),
                  "look at its numbers, and at what it asks for together");
    else if (!outlook.can_fail && always == Always::allowed)
      it_.may_be_meant(when.pointer, id, fmt::format("{} always holds: {}", what, when.text), {});
    else if (!outlook.can_fail)
      it_.certain(when.pointer, id,
                  fmt::format("{} holds whenever it is known: {}", what, when.text),
                  "leave it out if it is always true");
  }

  void condition(const knowledge::ConditionText& when, const std::string& id,
                 std::string_view acts) {
    const auto studied = study(when.text, it_.vocabulary, it_.manifest);
    if (!studied) return;  // said by who reads conditions
    twice(*studied, when.pointer, id);
    const auto outlook = outlook_of(*studied, it_.vocabulary);
    if (!outlook.can_hold || !outlook.can_fail) return;  // said already
    if (!never_known_.empty() && !outlook_of(*studied, it_.vocabulary, never_known_).can_hold) {
      it_.certain(when.pointer, id, fmt::format("can never hold: {}", missing_of(*studied)),
                  cure_of(*studied));
      return;
    }
    of_everyone(*studied, when.pointer, id, acts);
  }

  void twice(const Studied& studied, const std::string& pointer, const std::string& id) {
    if (counts_twice(studied))
      it_.certain(pointer, id,
                  "a part of \"at least\" stands twice in its list, so it counts twice",
                  "leave one of them out");
  }

  void of_everyone(const Studied& studied, const std::string& pointer, const std::string& id,
                   std::string_view acts) {
    if (truth_if_only(studied, it_.vocabulary, {}) == Truth::yes) {
      it_.may_be_meant(pointer, id, fmt::format("{} for everyone of whom nothing is known", acts),
                       "ask also for what makes it a danger, unless that is meant");
      return;
    }
    for (const ConceptId complaint : complaints_)
      if (truth_if_only(studied, it_.vocabulary, {&complaint, 1}) == Truth::yes)
        it_.may_be_meant(pointer, id,
                         fmt::format("{} for everyone with {} of whom nothing else is known", acts,
                                     it_.vocabulary[complaint].definition.id),
                         "ask also for what makes it a danger, unless that is meant");
  }

  /// "no loaded module gives score.x, for which it asks"
  [[nodiscard]] std::string missing_of(const Studied& studied) const {
    std::vector<std::string> ids;
    for (const ConceptId id : concepts_of(studied))
      if (std::find(never_known_.begin(), never_known_.end(), id) != never_known_.end())
        ids.push_back(it_.vocabulary[id].definition.id);
    return fmt::format("no loaded module gives {}, for which it asks", fmt::join(ids, ", "));
  }

  [[nodiscard]] std::string cure_of(const Studied& studied) const {
    for (const ConceptId id : concepts_of(studied))
      if (std::find(never_known_.begin(), never_known_.end(), id) != never_known_.end())
        if (const auto near = likely_fact(it_, it_.vocabulary[id].definition.id); !near.empty())
          return fmt::format("did you mean {}?", near);
    return "load the module that gives it, or ask for a fact that there is";
  }

  /// A decision puts its cause on the list as a finding does, so it must rest on one.
  bool goes_by_something(const knowledge::ConditionText& when, const std::string& id) {
    const auto studied = study(when.text, it_.vocabulary, it_.manifest);
    if (!studied) return true;
    const auto say = [&](std::string words) {
      it_.certain(
          when.pointer, id, std::move(words),
          "what is missing, or how old somebody is, decides nothing: ask for what was found");
      return false;
    };
    if (outlook_of(*studied, it_.vocabulary, concepts_of(*studied)).can_hold)
      return say("decides though nothing that it asks for is known");
    for (const ConceptId complaint : complaints_)
      if (truth_if_only(*studied, it_.vocabulary, {&complaint, 1}) == Truth::yes)
        return say(fmt::format("decides for everyone with {} of whom nothing else is known",
                               it_.vocabulary[complaint].definition.id));
    return true;
  }

  void decision(const knowledge::Cause& cause, const knowledge::Decision& decision,
                const std::string& pointer) {
    const std::string id = fmt::format("{}#{}", cause.id.text(), decision.id.text());
    if (decision.fact.empty()) {
      if (goes_by_something(decision.when, id)) condition(decision.when, id, "decides");
      return;
    }
    const auto fact = it_.vocabulary.find(decision.fact);
    if (!fact) return;
    const auto& definition = it_.vocabulary[*fact].definition;
    const auto unit = it_.vocabulary.conversion(*fact, decision.unit);
    if (!unit || !definition.plausible) return;
    const double written = decision.below ? *decision.below : decision.above.value_or(0);
    const double threshold = written * unit->factor + unit->offset;
    const auto& [low, high] = *definition.plausible;
    if (threshold > low && threshold < high) return;
    it_.certain(fmt::format("{}/{}", pointer, decision.below ? "below" : "above"), id,
                fmt::format("{} {} lies beyond all values of {} that count, {} to {} {}",
                            format_number(written), decision.unit, decision.fact,
                            format_number(low), format_number(high), definition.unit),
                "so all patients are decided alike; look at number and unit");
  }

  /// On their own scale intervals of ratios reach further up than down; those of percents, as of a
  /// sensitivity, further down.
  void percent(const knowledge::Strength& strength, const std::string& id, std::string pointer) {
    if (!strength.lr || !strength.ci || *strength.lr <= high_ratio) return;
    if (strength.ci->high > most_percent) return;
    if (*strength.lr < (strength.ci->low + strength.ci->high) / 2) return;
    it_.may_be_meant(std::move(pointer), id,
                     fmt::format("a likelihood ratio of {} ({} to {}) looks like a percent",
                                 format_number(*strength.lr), format_number(strength.ci->low),
                                 format_number(strength.ci->high)),
                     "LR+ is sensitivity / (1 - specificity)");
  }

  const Doubting& it_;
  std::vector<ConceptId> never_known_;
  std::vector<ConceptId> complaints_;
};

}  // namespace

void doubt_conditions(const Doubting& it) { ConditionDoubts(it).run(); }

}  // namespace causa::rules
