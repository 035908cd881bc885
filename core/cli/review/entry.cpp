// SPDX-License-Identifier: Apache-2.0

#include "cli/review/entry.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>

#include "report/json.hpp"

namespace causa::cli::review {

namespace {

namespace json = boost::json;
using report::word;

json::array strings(const std::vector<std::string>& texts) {
  json::array list;
  for (const auto& text : texts) list.emplace_back(text);
  return list;
}

/// Makes the statements of one module.
class Statements {
 public:
  explicit Statements(const Place& place) : place_(place), it_(place.manifest) {}

  [[nodiscard]] json::object cause(const knowledge::Cause& cause) const {
    json::object made = begin("cause", cause.id);
    made["family"] = cause.family.text();
    made["name"] = cause.name.text();
    made["role"] = word(cause.role);
    if (!cause.action.empty()) made["action"] = cause.action.text();
    if (!cause.requires_condition.text.empty())
      made["requires"] = condition(cause.requires_condition);
    if (!cause.pattern.text.empty()) made["pattern"] = condition(cause.pattern);
    json::array codes, priors, accounts, decisions, edges;
    for (const auto& code : cause.codes)
      codes.emplace_back(
          fmt::format("{} {}{}", code.system, code.code, code.verified ? "" : " (unverified)"));
    for (const auto& prior : cause.prior)
      priors.push_back(part(prior.when, prior_words(prior), &prior.basis, prior.sources));
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands) {
        json::object made_band = part(band.when,
                                      fmt::format("{}: {}", account.complaint,
                                                  account_words(band, place_.prepared.constants)),
                                      nullptr, band.sources);
        made_band["complaint"] = account.complaint.text();
        accounts.push_back(std::move(made_band));
      }
    for (const auto& decision : cause.decided_by) {
      json::object one =
          part({}, fmt::format("{}: {}", decision.id, decision_words(place_, decision)),
               &decision.basis, decision.sources);
      one["id"] = decision.id.text();
      decisions.push_back(std::move(one));
    }
    for (const auto& edge : cause.leads_to)
      edges.push_back(part({}, edge_words(edge), &edge.basis, edge.sources));
    made["codes"] = std::move(codes);
    made["prior"] = std::move(priors);
    made["accounts_for"] = std::move(accounts);
    made["decided_by"] = std::move(decisions);
    made["leads_to"] = std::move(edges);
    made["rules"] = rules_about(cause.id);
    made["sources"] = sources(cited_by(cause));
    return made;
  }

  [[nodiscard]] json::object rule(const knowledge::Rule& rule) const {
    json::object made = begin("rule", rule.id);
    made["cause"] = rule.cause.text();
    made["about"] = about_word(rule.about);
    made["text"] = rule.text;
    add_condition(made, rule.when);
    made["holds"] = side(rule.holds, true);
    made["fails"] = side(rule.fails, false);
    made["group"] = rule.group;
    made["replaces"] = strings(rule.replaces);
    made["population"] = rule.population;
    made["grade"] = rule.evidence_grade.text();
    return end(std::move(made), rule.basis, rule.sources);
  }

  [[nodiscard]] json::object alert(const knowledge::Alert& alert) const {
    json::object made = begin("alert", alert.id);
    made["cause"] = alert.cause.text();
    made["urgency"] = word(alert.urgency);
    made["text"] = alert.title.text();
    add_condition(made, alert.when);
    made["action"] = alert.action.text();
    return end(std::move(made), alert.basis, alert.sources);
  }

  [[nodiscard]] json::object advice(const knowledge::Advice& advice) const {
    json::object made = begin("advice", advice.id);
    made["advice_kind"] = word(advice.kind);
    made["for"] = advice.for_causes.empty() ? strings({"any"}) : strings(advice.for_causes);
    made["complaint"] = strings(advice.complaint);
    made["text"] = advice.text;
    add_condition(made, advice.when);
    made["tags"] = strings(advice.tags);
    return end(std::move(made), advice.basis, advice.sources);
  }

  [[nodiscard]] json::object withhold(const knowledge::Withhold& withhold) const {
    json::object made = begin("withhold", withhold.id);
    made["tags"] = strings(withhold.tags);
    made["text"] = withhold.reason.text();
    add_condition(made, withhold.when);
    made["check"] = withhold.check.text();
    return end(std::move(made), withhold.basis, withhold.sources);
  }

  [[nodiscard]] json::object derive(const knowledge::DeriveStep& step) const {
    json::object made = begin("derive", step.id);
    made["text"] = step.about;
    made["needs"] = strings(step.needs);
    std::vector<std::string> given;
    for (const auto& fact : step.provides)
      given.push_back(fact.unit.empty() ? fact.id : fmt::format("{} [{}]", fact.id, fact.unit));
    made["provides"] = strings(given);
    made["examples"] = step.examples.size();
    made["sources"] = sources(step.sources);
    return made;
  }

 private:
  [[nodiscard]] json::object begin(const char* kind, const std::string& id) const {
    return {{"kind", kind}, {"plugin", it_.id}, {"id", id}};
  }

  [[nodiscard]] json::object end(json::object made, knowledge::Basis basis,
                                 const std::vector<std::string>& ids) const {
    made["basis"] = word(basis);
    made["sources"] = sources(ids);
    return made;
  }

  [[nodiscard]] std::string condition(const knowledge::ConditionText& text) const {
    return condition_words(place_, text);
  }

  /// In words and as written.
  void add_condition(json::object& made, const knowledge::ConditionText& text) const {
    made["condition"] = condition(text);
    made["when"] = text.text;
  }

  [[nodiscard]] json::value side(const std::optional<knowledge::Strength>& strength,
                                 bool holds) const {
    if (!strength) return nullptr;
    json::object made{
        {"words", fmt::format("{}; {}", strength_words(*strength),
                              counts_words(*strength, holds, place_.prepared.constants))}};
    if (!strength->lr_from.empty()) return made;
    const auto weight = assess::weight_of(*strength, holds, place_.prepared.constants);
    made["weight_millibans"] = weight.millibans;
    made["lr"] = std::round(weight.lr * 1000) / 1000;
    return made;
  }

  [[nodiscard]] json::object part(const knowledge::ConditionText& when, const std::string& words,
                                  const knowledge::Basis* basis,
                                  const std::vector<std::string>& ids) const {
    std::string all = when.text.empty() ? words : fmt::format("if {}: {}", condition(when), words);
    std::string end = basis ? word(*basis) : "";
    if (!ids.empty()) end += (end.empty() ? "" : "; ") + source_ids(ids);
    if (!end.empty()) all += fmt::format(" [{}]", end);
    json::object made{{"words", all}, {"when", when.text}};
    if (basis) made["basis"] = word(*basis);
    made["sources"] = strings(ids);
    return made;
  }

  [[nodiscard]] json::array sources(const std::vector<std::string>& ids) const {
    json::array list;
    for (const auto& id : ids)
      if (const auto* source = find_source(it_, id))
        list.push_back(json::object{{"id", id},
                                    {"words", source_words(*source)},
                                    {"doi", source->doi},
                                    {"pmid", source->pmid},
                                    {"url", source->url},
                                    {"verified", source->verified},
                                    {"seen", source->seen}});
    return list;
  }

  /// Each once, in the order of the parts that name them.
  static std::vector<std::string> cited_by(const knowledge::Cause& cause) {
    std::vector<std::string> ids;
    const auto add = [&](const auto& parts) {
      for (const auto& part : parts)
        for (const auto& id : part.sources)
          if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    };
    add(cause.prior);
    for (const auto& account : cause.accounts_for) add(account.bands);
    add(cause.decided_by);
    add(cause.leads_to);
    return ids;
  }

  [[nodiscard]] json::array rules_about(const std::string& cause) const {
    json::array list;
    for (const auto& module : place_.prepared.registry.modules())
      for (const auto& rule : module.manifest.rules)
        if (rule.cause == cause)
          list.emplace_back(fmt::format("{}/{}", module.manifest.short_name(), rule.id));
    return list;
  }

  const Place& place_;
  const knowledge::Manifest& it_;
};

}  // namespace

std::vector<json::object> entries(const Place& place) {
  const Statements statements(place);
  std::vector<json::object> all;
  for (const auto& one : place.manifest.causes) all.push_back(statements.cause(one));
  for (const auto& one : place.manifest.rules) all.push_back(statements.rule(one));
  for (const auto& one : place.manifest.alerts) all.push_back(statements.alert(one));
  for (const auto& one : place.manifest.advice) all.push_back(statements.advice(one));
  for (const auto& one : place.manifest.withholds) all.push_back(statements.withhold(one));
  for (const auto& one : place.manifest.derives) all.push_back(statements.derive(one));
  return all;
}

}  // namespace causa::cli::review
