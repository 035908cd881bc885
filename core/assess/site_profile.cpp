// SPDX-License-Identifier: Apache-2.0

#include "assess/site_profile.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "knowledge/urgency_words.hpp"
#include "plugin/called.hpp"

namespace causa::assess {

namespace {

using knowledge::Urgency;

std::string_view id_of(std::string_view target) { return target.substr(target.find('/') + 1); }

std::string joined(const knowledge::Alert& alert, const knowledge::AlertAdjustment& by) {
  if (by.also_when.text.empty()) return alert.when.text;
  return fmt::format("({}) or ({})", alert.when.text, by.also_when.text);
}

/// The entry with an id, or null and the nearest id as a hint.
template <class Entry>
Entry* find_entry(std::vector<Entry>& entries, std::string_view id, std::string& hint) {
  std::vector<std::string> known;
  for (Entry& entry : entries) {
    if (entry.id == id) return &entry;
    known.push_back(entry.id);
  }
  const std::string near = nearest(std::string(id), known);
  hint = near.empty() ? "causa knowledge list shows what there is"
                      : fmt::format("did you mean {}?", near);
  return nullptr;
}

}  // namespace

std::string SiteProfiles::apply(std::uint32_t profile) {
  profile_ = &modules_[profile].manifest;
  fault_.clear();
  changing_.clear();
  alerts_.clear();
  rules_.clear();
  decisions_.clear();
  causes_.clear();
  concepts_.clear();
  facts_.clear();
  for (const auto& adjustment : profile_->adjusts.alerts) plan(adjustment);
  for (const auto& adjustment : profile_->adjusts.rules) plan(adjustment);
  for (const auto& adjustment : profile_->adjusts.decisions) plan(adjustment);
  for (const auto& own : profile_->adjusts.causes) plan_cause(own);
  for (const auto& own : profile_->adjusts.concepts) plan_concept(own);
  if (fault_.empty()) carry_out();
  return std::move(fault_);
}

void SiteProfiles::plan(const knowledge::AlertAdjustment& adjustment) {
  knowledge::Manifest* manifest = owner(adjustment.alert, "alert");
  if (manifest == nullptr) return;
  std::string hint;
  auto* alert = find_entry(manifest->alerts, id_of(adjustment.alert), hint);
  if (alert == nullptr)
    return fault(fmt::format("it adjusts the alert {}, which {} doesn't have; {}", adjustment.alert,
                             manifest->id, hint));
  if (!is_first("alert " + manifest->id + "/" + alert->id)) return;
  if (adjustment.urgency && *adjustment.urgency < alert->urgency)
    return fault(
        fmt::format("it makes the alert {} {}, which is {}: a site profile may raise an "
                    "alert, never lower it; take the line out",
                    adjustment.alert, word_of(*adjustment.urgency), word_of(alert->urgency)));
  if (!is_understood(*manifest, adjustment.also_when)) return;
  // What can't be read any more when it is joined would cost the module that has the alert.
  if (!is_understood(*manifest, {joined(*alert, adjustment), adjustment.also_when.pointer})) return;
  alerts_.push_back({alert, &adjustment});
}

void SiteProfiles::plan(const knowledge::RuleAdjustment& adjustment) {
  knowledge::Manifest* manifest = owner(adjustment.rule, "rule");
  if (manifest == nullptr) return;
  std::string hint;
  auto* rule = find_entry(manifest->rules, id_of(adjustment.rule), hint);
  if (rule == nullptr)
    return fault(fmt::format("it adjusts the rule {}, which {} doesn't have; {}", adjustment.rule,
                             manifest->id, hint));
  if (!is_first("rule " + manifest->id + "/" + rule->id)) return;
  for (const plugin::Module& module : modules_)
    for (const auto& cause : module.manifest.causes)
      if (cause.id == rule->cause && cause.role == knowledge::Role::dangerous)
        return fault(
            fmt::format("it sets a threshold of {}, which speaks of {}, a cause that must "
                        "not be missed; write a rule or an alert of your own beside it",
                        adjustment.rule, cause.id));
  if (is_understood(*manifest, adjustment.when)) rules_.push_back({rule, &adjustment});
}

void SiteProfiles::plan(const knowledge::DecisionAdjustment& adjustment) {
  knowledge::Cause* cause = find_cause(adjustment.cause);
  if (cause == nullptr) return;
  const std::string name = adjustment.cause + "/" + adjustment.decision;
  std::string hint;
  auto* decision = find_entry(cause->decided_by, adjustment.decision, hint);
  if (decision == nullptr || decision->fact.empty())
    return fault(
        fmt::format("it sets a threshold of {}, which is no measurement that decides "
                    "that cause; causa knowledge show {} names them",
                    name, adjustment.cause));
  if (!is_first("decision " + name)) return;
  if (cause->role == knowledge::Role::dangerous)
    return fault(
        fmt::format("it sets a threshold of {}, a cause that must not be missed; write a "
                    "rule or an alert of your own beside it",
                    name));
  const bool same_side = adjustment.below.has_value() == decision->below.has_value();
  if (!same_side || adjustment.unit != decision->unit)
    return fault(fmt::format("{} is decided by a value {} a threshold in {}; write \"{}: ... {}\"",
                             name, decision->below ? "below" : "above", decision->unit,
                             decision->below ? "below" : "above", decision->unit));
  decisions_.push_back({decision, &adjustment});
}

void SiteProfiles::plan_cause(const knowledge::OwnName& own) {
  knowledge::Cause* cause = find_cause(own.id);
  if (cause != nullptr && is_first("cause " + own.id)) causes_.push_back({cause, &own.name});
}

void SiteProfiles::plan_concept(const knowledge::OwnName& own) {
  if (!is_first("concept " + own.id)) return;
  if (const auto found = vocabulary_.find(own.id))
    concepts_.push_back({*found, &own.name});
  else
    fault(
        fmt::format("it names {}, which nobody defines; {}", own.id, vocabulary_.suggest(own.id)));
}

void SiteProfiles::carry_out() {
  for (const auto& [alert, by] : alerts_) {
    const bool raised = by->urgency && *by->urgency > alert->urgency;
    if (raised)
      alert->adjusted = fmt::format("raised from {} by {}", word_of(alert->urgency), profile_->id);
    if (!by->also_when.text.empty()) {
      alert->adjusted += fmt::format("{}widened by {}", raised ? ", " : "", profile_->id);
      alert->when.text = joined(*alert, *by);
    }
    if (raised) alert->urgency = *by->urgency;
    if (!by->action.empty())
      alert->action = alert->action + (alert->action.ends_with(".") ? " " : ". ") + by->action;
  }
  for (const auto& [rule, by] : rules_) {
    rule->when.text = by->when.text;
    rule->adjusted = fmt::format("threshold of {}", profile_->id);
  }
  for (const auto& [decision, by] : decisions_) {
    decision->below = by->below;
    decision->above = by->above;
    decision->adjusted = fmt::format("threshold of {}", profile_->id);
  }
  for (const auto& [cause, name] : causes_) cause->name = *name;
  for (const auto& [id, name] : concepts_) vocabulary_.show_as(id, *name);
  for (const auto& [manifest, id] : facts_) {
    knowledge::FactWish wish;
    wish.id = id;
    wish.kind = vocabulary_[*vocabulary_.find(id)].definition.kind;
    manifest->facts.push_back(std::move(wish));
  }
  for (const std::string& what : changing_) changed_.emplace(what, profile_->id);
}

/// The module of "MODULE/ID"; null with a fault.
knowledge::Manifest* SiteProfiles::owner(std::string_view target, std::string_view what) {
  const std::string name(target.substr(0, target.find('/')));
  std::set<std::string> ids;
  for (const plugin::Module& module : modules_)
    if (&module.manifest != profile_) ids.insert(module.manifest.id);
  const auto id = plugin::id_called(name, ids, what);
  if (!id) {
    fault(fmt::format("it adjusts the {} {}, but {}; {}", what, target, id.error().message,
                      id.error().cure));
    return nullptr;
  }
  for (plugin::Module& module : modules_)
    if (module.manifest.id == *id) return &module.manifest;
  const std::string near = plugin::nearest_called(name, ids);
  fault(fmt::format(
      "it adjusts the {} {}, but no module {} is loaded; {}", what, target, name,
      near.empty() ? "load it or take the line out" : fmt::format("did you mean {}?", near)));
  return nullptr;
}

/// Null with a fault.
knowledge::Cause* SiteProfiles::find_cause(const std::string& id) {
  std::vector<std::string> known;
  for (plugin::Module& module : modules_)
    for (auto& cause : module.manifest.causes) {
      if (cause.id == id) return &cause;
      known.push_back(cause.id);
    }
  const std::string near = nearest(id, known);
  fault(fmt::format("it adjusts the cause {}, which no loaded module has; {}", id,
                    near.empty() ? "load its module or take the line out"
                                 : fmt::format("did you mean {}?", near)));
  return nullptr;
}

/// A derived fact that the owner doesn't list yet will be listed, as the owner itself would have
/// to.
bool SiteProfiles::is_understood(knowledge::Manifest& owner, const knowledge::ConditionText& text) {
  if (text.text.empty()) return true;
  const auto parsed = rules::Condition::parse(text.text, vocabulary_, owner);
  if (const auto* error = std::get_if<rules::ConditionError>(&parsed)) {
    fault(fmt::format("{}: condition \"{}\", column {}: {}{}{}; mend the profile", text.pointer,
                      text.text, error->offset + 1, error->message, error->hint.empty() ? "" : ", ",
                      error->hint));
    return false;
  }
  for (const auto id : std::get<rules::Condition>(parsed).concepts()) {
    const auto& entry = vocabulary_[id];
    const bool listed = std::any_of(
        owner.facts.begin(), owner.facts.end(),
        [&](const knowledge::FactWish& wish) { return wish.id == entry.definition.id; });
    if (entry.derived && entry.defined_by != owner.id && !listed)
      facts_.push_back({&owner, entry.definition.id});
  }
  return true;
}

/// Two profiles, or two lines of one, that change the same thing: whoever reads one would be
/// misled.
bool SiteProfiles::is_first(const std::string& what) {
  const auto other = changed_.find(what);
  if (other != changed_.end())
    fault(fmt::format("the {} is adjusted by {} already; let one profile say it", what,
                      other->second));
  else if (std::find(changing_.begin(), changing_.end(), what) != changing_.end())
    fault(fmt::format("it adjusts the {} twice; join the two entries", what));
  else
    changing_.push_back(what);
  return fault_.empty();
}

}  // namespace causa::assess
