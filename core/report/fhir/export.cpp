// SPDX-License-Identifier: Apache-2.0

#include "report/fhir/export.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/hash.hpp"
#include "report/patient_identifier.hpp"
#include "report/wording.hpp"

namespace causa::report::fhir {

namespace {

std::string device_of(const assess::Assessment& assessment) {
  std::string modules;
  for (const auto& module : assessment.modules)
    if (module.status == assess::ModuleStatus::ok)
      modules += fmt::format("{}@{}#{}\n", module.id, module.version, module.sha256);
  return name_uuid("device/" + modules);
}

bool names_resource(const std::string& source) {
  return resource_of(source) || source.starts_with("Bundle.") || source.starts_with("urn:uuid:");
}

}  // namespace

Export::Export(const assess::Assessment& given, const Context& beside)
    : assessment(given), context(beside), device_id(device_of(given)) {
  for (const auto& fact : given.facts) from_fhir_ = from_fhir_ || names_resource(fact.source);
  for (const auto& entry : given.ignored)
    for (const auto& example : entry.examples) from_fhir_ = from_fhir_ || names_resource(example);
}

std::string Export::id_of(std::string_view part) const {
  return name_uuid(fmt::format("assessment/{}/{}", assessment.id, part));
}

json::object Export::link(const std::string& id) { return reference("urn:uuid:" + id); }

json::object Export::subject() const {
  const std::string& id = assessment.patient_id;
  if (id.empty()) return {{"display", "a patient without an id"}};
  if (from_fhir_ && is_id(id)) return reference("Patient/" + id);
  const PatientIdentifier patient = patient_identifier(id);
  json::object identifier;
  put(identifier, "system", patient.system());
  put(identifier, "value", patient.value);
  const std::string_view authority =
      patient.name_space.empty() ? patient.universal : patient.name_space;
  if (!identifier.contains("system") && !authority.empty())
    identifier["assigner"] = {{"display", authority}};
  return {{"type", "Patient"}, {"identifier", std::move(identifier)}};
}

json::array Export::resources(const std::vector<std::uint32_t>& facts) const {
  std::vector<std::string> seen;
  json::array made;
  for (const std::uint32_t index : facts) {
    if (index >= assessment.facts.size()) continue;
    auto target = resource_of(assessment.facts[index].source);
    if (!target || std::find(seen.begin(), seen.end(), *target) != seen.end()) continue;
    made.push_back(reference(*target));
    seen.push_back(std::move(*target));
  }
  return made;
}

json::array Export::resources() const {
  std::vector<std::uint32_t> all(assessment.facts.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  return resources(all);
}

const terminology::ConceptDefinition* Export::find(std::string_view concept_id) const {
  if (!context.vocabulary) return nullptr;
  const auto found = context.vocabulary->find(concept_id);
  return found ? &(*context.vocabulary)[*found].definition : nullptr;
}

const knowledge::Cause* Export::stated(const assess::CauseResult& cause) const {
  const knowledge::Manifest* manifest = context.manifest(cause.module);
  if (!manifest) return nullptr;
  for (const auto& entry : manifest->causes)
    if (entry.id == cause.id) return &entry;
  return nullptr;
}

/// Manifests write the codes of causes without their names; the terminology has most of them.
std::vector<terminology::CodeDefinition> Export::named(
    std::vector<terminology::CodeDefinition> codes) const {
  std::vector<terminology::CodeMatch> matches;
  for (auto& code : codes) {
    if (!code.display.empty() || !context.vocabulary) continue;
    matches.clear();
    context.vocabulary->lookup(terminology::system_uri(code.system), code.code, matches);
    for (const auto& match : matches)
      if (match.code && match.code->code == code.code && match.code->verified)
        code.display = match.code->display;
  }
  return codes;
}

json::object Export::concept_of(const assess::CauseResult& cause) const {
  json::array codings;
  if (const knowledge::Cause* known = stated(cause)) codings = codings_of(named(known->codes));
  if (codings.empty())
    if (const auto* same = find(fmt::format("condition.{}", short_name(cause.id))))
      codings = codings_of(same->codes);
  codings.push_back(coding(cause_system, cause.id, cause.name));
  return codeable(std::move(codings), cause.name);
}

}  // namespace causa::report::fhir
