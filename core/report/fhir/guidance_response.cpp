// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <cmath>

#include "report/fhir/resources.hpp"
#include "report/markdown.hpp"
#include "report/wording.hpp"

namespace causa::report::fhir {

namespace {

using assess::Question;

constexpr std::string_view input_id = "input";  // within the response

/// Every code by which the question may be answered; causa's own, which its reader and its
/// Questionnaire know, is the last.
json::array filter_codes(const Export& it, const Question& question) {
  json::array codes;
  if (const auto* definition = it.find(question.concept_id))
    for (const auto& code : definition->codes) {
      const std::string_view uri = terminology::system_uri(code.system);
      if (!code.prefix && code.verified && !uri.empty())
        codes.push_back(coding(uri, code.code, code.display));
    }
  codes.push_back(coding(terminology::concept_system, question.concept_id, question.name));
  return codes;
}

/// Where a FHIR server keeps the answer.
struct Place {
  std::string_view type, code, start;
};

Place place_of(std::string_view concept_id) {
  if (concept_id.starts_with("condition.") || concept_id.starts_with("history."))
    return {"Condition", "code", "onset"};
  if (concept_id.starts_with("drug.")) return {"MedicationStatement", "medication", "effective"};
  return {"Observation", "code", "effective"};
}

json::object requirement(const Question& question, json::array codes) {
  const Place place = place_of(question.concept_id);
  json::array wanted{place.code};
  if (question.start) wanted.emplace_back(place.start);
  return {{"type", place.type},
          {"mustSupport", std::move(wanted)},
          {"codeFilter", json::array{{{"path", place.code}, {"code", std::move(codes)}}}}};
}

json::object note(const std::string& text) { return {{"text", escape_markdown(text)}}; }

/// What would make the assessment more certain, the most telling first.
class Wanted {
 public:
  explicit Wanted(const Export& it) {
    if (std::isnan(it.assessment.age.low_years)) want_age();
    if (!it.context.ask_next) return;
    for (const auto& question : first_questions(*it.context.ask_next))
      notes_.push_back(note(question_words(question) + told_words(question)));
    for (const auto& question : *it.context.ask_next)
      requirements_.push_back(requirement(question, filter_codes(it, question)));
  }

  /// How far the answer is complete, in FHIR's words.
  [[nodiscard]] const char* status() const {
    if (needs_age_) return "data-required";
    return requirements_.empty() ? "success" : "data-requested";
  }

  json::array take_notes() { return std::move(notes_); }
  json::array take_requirements() { return std::move(requirements_); }

 private:
  void want_age() {
    needs_age_ = true;
    requirements_.push_back(
        json::object{{"type", "Patient"}, {"mustSupport", json::array{"birthDate"}}});
    notes_.push_back(note("Birth date: without it nothing is ranked."));
  }

  json::array requirements_, notes_;
  bool needs_age_ = false;
};

}  // namespace

json::object guidance_response(const Export& it) {
  const assess::Assessment& all = it.assessment;
  Wanted wanted(it);
  json::object made{{"resourceType", "GuidanceResponse"}, {"id", it.id_of("guidance")}};
  if (!all.findings.empty()) made["contained"] = json::array{operation_outcome(all, input_id)};
  made["requestIdentifier"] = {{"system", assessment_system}, {"value", all.id}};
  made["moduleUri"] = "urn:causa:leg-cramps";
  made["status"] = wanted.status();
  made["subject"] = it.subject();
  made["occurrenceDateTime"] = it.as_of();
  made["performer"] = it.performer();
  put(made, "note", wanted.take_notes());
  if (!all.findings.empty())
    made["evaluationMessage"] = json::array{reference(fmt::format("#{}", input_id))};
  put(made, "dataRequirement", wanted.take_requirements());
  return made;
}

}  // namespace causa::report::fhir
