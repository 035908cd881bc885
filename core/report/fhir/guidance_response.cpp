// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "report/fhir/resources.hpp"
#include "report/markdown.hpp"
#include "report/missing.hpp"

namespace causa::report::fhir {

namespace {

/// Every code by which the concept may be answered.
json::array filter_codes(const terminology::ConceptDefinition& definition) {
  json::array codes;
  for (const auto& code : definition.codes) {
    const std::string_view uri = terminology::system_uri(code.system);
    if (!code.prefix && code.verified && !uri.empty())
      codes.push_back(coding(uri, code.code, code.display));
  }
  return codes;
}

const char* type_of(std::string_view concept_id) {
  if (concept_id.starts_with("condition.") || concept_id.starts_with("history."))
    return "Condition";
  if (concept_id.starts_with("drug.")) return "MedicationStatement";
  return "Observation";
}

json::object requirement(std::string_view type, std::string_view path, json::array codes) {
  json::object made{{"type", type}, {"mustSupport", json::array{path}}};
  if (!codes.empty()) {
    made["codeFilter"] = json::array{{{"path", path}, {"code", std::move(codes)}}};
  }
  return made;
}

json::object note(const std::string& text) { return {{"text", escape_markdown(text)}}; }

}  // namespace

json::object guidance_response(const Export& it) {
  const assess::Assessment& all = it.assessment;
  json::array requirements, notes;
  if (std::isnan(all.age.low_years)) {
    requirements.push_back(requirement("Patient", "birthDate", {}));
    notes.push_back(note("Birth date: without it nothing is ranked."));
  }
  for (const auto& missing : missing_facts(all, it.context)) {
    const auto* definition = it.find(missing.concept_id);
    if (!definition) continue;
    notes.push_back(note(fmt::format("{}: would decide {}.", definition->name,
                                     fmt::join(missing.for_causes, ", "))));
    json::array codes = filter_codes(*definition);
    if (codes.empty()) continue;
    const char* type = type_of(missing.concept_id);
    const char* path = type == std::string_view("MedicationStatement") ? "medication" : "code";
    requirements.push_back(requirement(type, path, std::move(codes)));
  }
  json::object made{{"resourceType", "GuidanceResponse"},
                    {"id", it.id_of("guidance")},
                    {"requestIdentifier", {{"system", assessment_system}, {"value", all.id}}},
                    {"moduleUri", "urn:causa:leg-cramps"},
                    {"status", requirements.empty() ? "success" : "data-required"},
                    {"subject", it.subject()},
                    {"occurrenceDateTime", it.as_of()},
                    {"performer", it.performer()}};
  put(made, "note", std::move(notes));
  put(made, "dataRequirement", std::move(requirements));
  return made;
}

}  // namespace causa::report::fhir
