// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/approval.hpp"
#include "report/fhir/resources.hpp"
#include "report/figures.hpp"
#include "report/findings.hpp"
#include "report/json.hpp"
#include "report/markdown.hpp"
#include "report/wording.hpp"

namespace causa::report::fhir {

namespace {

using assess::Assessment;
using assess::CauseResult;

constexpr std::string_view risk_system = "http://terminology.hl7.org/CodeSystem/risk-probability";
constexpr std::string_view absent_reason =
    "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
constexpr std::string_view ucum = "http://unitsofmeasure.org";

/// E from which it is called high or low: judgement (docs/fhir-output.md). "certain" is never said.
constexpr double high_likelihood = 0.50;
constexpr double low_likelihood = 0.01;

json::object percentage(double p) {
  const double percent = std::round(std::clamp(p, 0.0, 1.0) * 10'000) / 100;
  return {{"value", percent}, {"unit", "%"}, {"system", ucum}, {"code", "%"}};
}

json::object level_of(double p, const assess::Constants& constants) {
  const auto level = [](const char* code, const char* display) {
    return codeable({coding(risk_system, code, display)}, {});
  };
  if (p >= high_likelihood) return level("high", "High likelihood");
  if (p >= constants.sufficient_explanation) return level("moderate", "Moderate likelihood");
  if (p >= low_likelihood) return level("low", "Low likelihood");
  return level("negligible", "Negligible likelihood");
}

std::string rationale(const Assessment& all, const CauseResult& cause) {
  std::string text = fmt::format(
      "Explains the complaint {}. Present {} ({}); if present, it accounts for such a complaint in "
      "{}.",
      figure(cause.explains), figure(cause.present.p), decided_words(cause),
      figure(cause.accounts_for.p));
  if (cause.judgement_only) text += " Judgement only.";
  if (cause.role == knowledge::Role::dangerous) text += " Dangerous: must not be missed.";
  if (cause.chain)
    text += fmt::format(" Probably because of: {}.", name_of(all, cause.chain->because_of));
  if (!cause.chain_head.empty())
    text += fmt::format(" Shares the place of: {}.", name_of(all, cause.chain_head));
  if (const std::string in_favor = evidence_text(cause, true); !in_favor.empty())
    text += fmt::format(" For: {}.", in_favor);
  if (const std::string hemolyzed = hemolyzed_words(all, cause); !hemolyzed.empty())
    text += " " + hemolyzed;
  if (const std::string against = evidence_text(cause, false); !against.empty())
    text += fmt::format(" Against: {}.", against);
  return printable(text);
}

json::object prediction(const Export& it, const CauseResult& cause) {
  json::object made;
  made["outcome"] = it.concept_of(cause);
  if (is_placed_by_rule(cause)) {
    // Not left out: validators read ras-2 as not met if there is no probability at all.
    made["probabilityRange"] = {
        {"extension", json::array{{{"url", absent_reason}, {"valueCode", "not-applicable"}}}}};
    std::string why = idiopathic_words(it.assessment, cause) + ".";
    why.front() = 'T';
    made["rationale"] = why;
    return made;
  }
  made["probabilityRange"] = {{"low", percentage(cause.explains.low)},
                              {"high", percentage(cause.explains.high)}};
  put(made, "qualitativeRisk", level_of(cause.explains.p, it.context.constants));
  made["rationale"] = rationale(it.assessment, cause);
  return made;
}

/// What to do next: alerts first, then advice that is given. What is withheld stands in the notes.
std::string mitigation(const Assessment& all) {
  std::string text;
  const auto add = [&text](std::string_view step) {
    if (!text.empty()) text += '\n';
    text += "- ";
    text += printable(step);
  };
  for (const auto& alert : all.alerts)
    if (!alert.action.empty())
      add(fmt::format("{}: {}: {}", loud(alert.urgency), alert.title, alert.action));
  using knowledge::AdviceKind;
  for (const auto kind :
       {AdviceKind::workup, AdviceKind::medical, AdviceKind::self_care, AdviceKind::prevention})
    for (const auto& advice : all.advice)
      if (advice.kind == kind && advice.withheld.empty()) add(text_of(advice));
  return text;
}

class Notes {
 public:
  explicit Notes(const Export& it) : all_(it.assessment), context_(it.context) {}

  json::array run() {
    for (const auto& alert : all_.alerts) add(text_of_alert(alert));
    if (!all_.ranking_why.empty())
      add(fmt::format("{}: {}.", all_.causes.empty() ? "Not ranked" : "Ranked with care",
                      all_.ranking_why));
    for (const auto& state : all_.states)
      if (all_.causes.empty())
        add(fmt::format("Found: {} ({} sure).", state.name, figure(state.present.p)));
    for (const auto& cause : all_.must_not_miss)
      add(fmt::format("Must not be missed: {}", danger_text(cause)));
    if (!all_.causes.empty())
      add(fmt::format("Left unexplained by all of these: {}.", figure(all_.unexplained)));
    tell_withheld();
    tell_what_is_missing();
    add("Decision support only: a clinician reviews every statement. What is not recorded is "
        "unknown, never normal.");
    return std::move(notes_);
  }

 private:
  static std::string text_of_alert(const assess::RaisedAlert& alert) {
    std::string text = fmt::format("{}: {}.", loud(alert.urgency), alert.title);
    if (const std::string trigger = trigger_of(alert); !trigger.empty())
      text += fmt::format(" Because of: {}.", trigger);
    return text + fmt::format(" What to do: {}", alert.action);
  }

  /// A note for each reason: who doesn't read it may give the advice all the same.
  void tell_withheld() {
    std::vector<std::pair<std::string, std::uint32_t>> reasons;
    for (const auto& advice : all_.advice)
      if (const std::pair why(advice.withheld.text(), advice.withheld_by);
          !advice.withheld.empty() &&
          std::find(reasons.begin(), reasons.end(), why) == reasons.end())
        reasons.push_back(why);
    for (const auto& why : reasons) {
      std::string text = escape_markdown(
          fmt::format("Advice withheld: {} (by {})", why.first, module_of(all_, why.second)));
      text += '\n';
      for (const auto& advice : all_.advice)
        if (advice.withheld == why.first && advice.withheld_by == why.second)
          text += "\n- " + escape_markdown(advice.text);
      notes_.push_back(json::object{{"text", text}});
    }
  }

  void tell_what_is_missing() {
    for (const lint::Finding* finding : to_look_at(all_))
      add(fmt::format("Check the input: {}.", finding_words(*finding)));
    for (const auto& entry : all_.ignored)
      if (!entry.grouped) add(fmt::format("Not used: {}", ignored_words(entry)));
    for (const auto& sentence : grouped_words(all_)) add(fmt::format("Not used: {}", sentence));
    if (!all_.not_understood.empty())
      add(fmt::format("Not understood: {}.", fmt::join(all_.not_understood, "; ")));
    for (const auto& module : all_.modules)
      if (module.status != assess::ModuleStatus::ok)
        add(fmt::format("Module {} {}: {}. What it knows is missing here.", module.id,
                        word(module.status), module.why));
    for (const auto& sentence : approval_words(all_, ModuleNames::ids)) add(sentence);
    for (const auto& sentence : review_words(all_, context_, ModuleNames::ids)) add(sentence);
  }

  /// Annotation.text is Markdown.
  void add(const std::string& text) {
    notes_.push_back(json::object{{"text", escape_markdown(text)}});
  }

  const Assessment& all_;
  const Context& context_;
  json::array notes_;
};

/// The codes of the complaint if it is one concept, and its words.
json::object complaint(const Export& it) {
  json::array codings;
  for (const auto& fact : it.assessment.facts)
    if (fact.name == it.assessment.complaint_text && codings.empty())
      if (const auto* definition = it.find(fact.concept_id))
        codings = codings_of(definition->codes);
  return codeable(std::move(codings), it.assessment.complaint_text);
}

std::string method(const Assessment& all) {
  std::vector<std::string> modules;
  for (const auto& module : all.modules)
    if (module.status == assess::ModuleStatus::ok)
      modules.push_back(fmt::format("{} {}", module.id, module.version));
  return fmt::format("causa: weighs the evidence of modules ({})", fmt::join(modules, ", "));
}

}  // namespace

json::object risk_assessment(const Export& it) {
  const Assessment& all = it.assessment;
  json::object made{{"resourceType", "RiskAssessment"}, {"id", it.id_of("risk")}};
  made["identifier"] = json::array{{{"system", assessment_system}, {"value", all.id}}};
  made["status"] = it.status();
  made["method"] = codeable({}, method(all));
  if (all.complaint_present) put(made, "code", complaint(it));
  made["subject"] = it.subject();
  made["occurrenceDateTime"] = it.as_of();
  made["performer"] = it.performer();
  put(made, "basis", it.resources());
  json::array predictions;
  for (const auto& cause : all.causes) predictions.push_back(prediction(it, cause));
  put(made, "prediction", std::move(predictions));
  put(made, "mitigation", mitigation(all));
  made["note"] = Notes(it).run();
  return made;
}

}  // namespace causa::report::fhir
