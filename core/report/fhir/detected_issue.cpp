// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "report/fhir/resources.hpp"
#include "report/figures.hpp"
#include "report/wording.hpp"
#include "rules/condition.hpp"

namespace causa::report::fhir {

namespace {

using assess::CauseResult;
using assess::RaisedAlert;
using knowledge::Urgency;

constexpr std::string_view drug_family = "medication";

const char* severity_of(Urgency urgency) {
  if (urgency >= Urgency::same_day) return "high";
  return urgency == Urgency::urgent ? "moderate" : "low";
}

json::object issue(const Export& it, const std::string& part, json::object code,
                   const char* severity) {
  return {{"resourceType", "DetectedIssue"},  {"id", it.id_of(part)},    {"status", it.status()},
          {"code", std::move(code)},          {"severity", severity},    {"patient", it.subject()},
          {"identifiedDateTime", it.as_of()}, {"author", it.performer()}};
}

void put_mitigation(json::object& made, const std::vector<std::string>& actions) {
  json::array mitigation;
  for (const auto& action : actions)
    if (!action.empty()) mitigation.push_back(json::object{{"action", codeable({}, action)}});
  put(made, "mitigation", std::move(mitigation));
}

/// Where the statement comes from: one address, since FHIR takes one.
void put_source(json::object& made, const Export& it, std::uint32_t module,
                const std::vector<std::string>& ids) {
  const knowledge::Manifest* manifest = it.context.manifest(module);
  if (!manifest) return;
  for (const auto& id : ids)
    for (const auto& source : manifest->sources) {
      if (source.id != id || !source.verified) continue;
      const std::string address =
          source.doi.empty() ? source.url : fmt::format("https://doi.org/{}", source.doi);
      if (address.empty() || address.find_first_of(" \t<>\"") != std::string::npos) continue;
      made["reference"] = address;
      return;
    }
}

void put_evidence(json::object& made, const Export& it, const std::vector<std::uint32_t>& facts) {
  std::vector<std::uint32_t> drugs, others;
  for (const std::uint32_t index : facts)
    if (index < it.assessment.facts.size())
      (it.assessment.facts[index].concept_id.starts_with("drug.") ? drugs : others)
          .push_back(index);
  put(made, "implicated", it.resources(drugs));
  if (json::array detail = it.resources(others); !detail.empty())
    made["evidence"] = json::array{{{"detail", std::move(detail)}}};
}

json::object issue_of(const Export& it, const RaisedAlert& alert, std::size_t position) {
  const std::string module = module_of(it.assessment, alert.module);
  json::object made =
      issue(it, fmt::format("alert/{}/{}/{}", module, alert.id, position),
            codeable({coding(alert_system, fmt::format("{}/{}", module, alert.id), alert.title)},
                     alert.title),
            severity_of(alert.urgency));
  put_evidence(made, it, alert.facts);
  std::string detail = fmt::format("{}: {}.", loud(alert.urgency), alert.title);
  if (const std::string trigger = trigger_of(alert); !trigger.empty())
    detail += fmt::format(" Because of: {}.", trigger);
  if (!alert.threshold.empty()) detail += fmt::format(" Raised if: {}.", alert.threshold);
  made["detail"] = printable(detail);
  put_source(made, it, alert.module, alert.sources);
  put_mitigation(made, {alert.action});
  return made;
}

/// The drugs that the cause speaks of: in its evidence, and in what makes it be considered.
class Implicated {
 public:
  Implicated(const Export& it, const CauseResult& cause) : it_(it) {
    for (const auto& evidence : cause.evidence)
      for (const std::uint32_t index : evidence.facts) add(index);
    const knowledge::Cause* stated = it.stated(cause);
    if (!stated) return;
    terms_ = *it_.context.manifest(cause.module);
    add_drugs_of(stated->requires_condition.text);
    for (const auto& decision : stated->decided_by)
      if (decision.id == cause.decided_by) add_drugs_of(decision.when.text);
  }

  [[nodiscard]] const std::vector<std::uint32_t>& facts() const { return facts_; }

 private:
  void add(std::uint32_t index) {
    // What isn't so, such as a drug that isn't taken, does no harm.
    if (index < it_.assessment.facts.size() &&
        it_.assessment.facts[index].state != record::State::absent &&
        std::find(facts_.begin(), facts_.end(), index) == facts_.end())
      facts_.push_back(index);
  }

  /// A condition that the vocabulary no longer understands names nothing.
  void add_drugs_of(const std::string& condition) {
    if (condition.empty() || !it_.context.vocabulary) return;
    const auto& vocabulary = *it_.context.vocabulary;
    const auto parsed = rules::Condition::parse(condition, vocabulary, terms_);
    const auto* understood = std::get_if<rules::Condition>(&parsed);
    if (!understood) return;
    const auto wanted = understood->concepts();
    for (std::uint32_t index = 0; index < it_.assessment.facts.size(); ++index) {
      const auto& fact = it_.assessment.facts[index];
      if (fact.state != record::State::present || !fact.concept_id.starts_with("drug.")) continue;
      const auto found = vocabulary.find(fact.concept_id);
      if (!found) continue;
      const auto is_wanted = [&](terminology::ConceptId id) {
        return std::find(wanted.begin(), wanted.end(), id) != wanted.end();
      };
      const auto& broader = vocabulary[*found].ancestors;
      if (is_wanted(*found) || std::any_of(broader.begin(), broader.end(), is_wanted)) add(index);
    }
  }

  const Export& it_;
  rules::Terms terms_;
  std::vector<std::uint32_t> facts_;
};

bool is_urgent(const Export& it, const CauseResult& cause) {
  return std::any_of(it.assessment.alerts.begin(), it.assessment.alerts.end(),
                     [&](const RaisedAlert& alert) {
                       return alert.cause == cause.id && alert.urgency >= Urgency::same_day;
                     });
}

json::object issue_of(const Export& it, const CauseResult& cause) {
  const bool dangerous = cause.role == knowledge::Role::dangerous || is_urgent(it, cause);
  const bool sufficient = cause.explains.p >= it.context.constants.sufficient_explanation;
  json::object made = issue(it, fmt::format("drug/{}", cause.id), it.concept_of(cause),
                            dangerous    ? "high"
                            : sufficient ? "moderate"
                                         : "low");
  put_evidence(made, it, Implicated(it, cause).facts());
  made["detail"] = printable(fmt::format("{} may cause the complaint: explains it {}.", cause.name,
                                         figure(cause.explains)));
  std::vector<std::string> actions;
  for (const auto& advice : it.assessment.advice)
    if (advice.for_cause == cause.id && advice.withheld.empty() &&
        advice.kind == knowledge::AdviceKind::medical)
      actions.push_back(text_of(advice));
  put_mitigation(made, actions);
  return made;
}

}  // namespace

std::vector<json::object> detected_issues(const Export& it) {
  std::vector<json::object> issues;
  // Positions are those within the alerts of one id, so that another alert changes no id.
  std::map<std::pair<std::uint32_t, std::string>, std::size_t> seen;
  for (const auto& alert : it.assessment.alerts)
    issues.push_back(issue_of(it, alert, seen[{alert.module, alert.id}]++));
  for (const auto& cause : it.assessment.causes)
    // One that explains less gets no advice either (docs/clinical-model.md).
    if (cause.family == drug_family && cause.explains.p >= it.context.constants.advice_threshold)
      issues.push_back(issue_of(it, cause));
  return issues;
}

}  // namespace causa::report::fhir
