// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/resources.hpp"

#include <algorithm>
#include <iterator>

#include "intake/fhir/contained.hpp"
#include "intake/fhir/elements.hpp"

namespace causa::intake::fhir {

constinit const FieldTable<Field> resource_fields({
    {"id", Field::id},
    {"implicitRules", Field::implicit_rules},
    {"modifierExtension", Field::modifier_extension},
    {"contained", Field::contained},
    {"subject", Field::subject},
    {"patient", Field::patient},
    {"status", Field::status},
    {"code", Field::code},
    {"focus", Field::focus},
    {"valueQuantity", Field::value_quantity},
    {"valueCodeableConcept", Field::value_concept},
    {"valueString", Field::value_text},
    {"valueBoolean", Field::value_truth},
    {"valueInteger", Field::value_integer},
    {"valueRange", Field::value_range},
    {"valueRatio", Field::value_ratio},
    {"valueSampledData", Field::value_sampled},
    {"valueTime", Field::value_time},
    {"valueDateTime", Field::value_date_time},
    {"valuePeriod", Field::value_period},
    {"dataAbsentReason", Field::absent_reason},
    {"component", Field::component},
    {"effectiveDateTime", Field::effective_date_time},
    {"effectivePeriod", Field::effective_period},
    {"effectiveInstant", Field::effective_instant},
    {"effectiveTiming", Field::effective_timing},
    {"issued", Field::issued},
    {"interpretation", Field::interpretation},
    {"referenceRange", Field::reference_range},
    {"bodySite", Field::body_site},
    {"note", Field::note},
    {"clinicalStatus", Field::clinical_status},
    {"verificationStatus", Field::verification_status},
    {"onsetDateTime", Field::onset_date_time},
    {"onsetPeriod", Field::onset_period},
    {"onsetAge", Field::onset_age},
    {"onsetRange", Field::onset_range},
    {"onsetString", Field::onset_text},
    {"abatementDateTime", Field::abatement_date_time},
    {"abatementPeriod", Field::abatement_period},
    {"abatementAge", Field::abatement_age},
    {"abatementRange", Field::abatement_range},
    {"abatementString", Field::abatement_text},
    {"recordedDate", Field::recorded_date},
    {"intent", Field::intent},
    {"doNotPerform", Field::do_not_perform},
    {"medicationCodeableConcept", Field::medication_concept},
    {"medicationReference", Field::medication_reference},
    {"authoredOn", Field::authored_on},
    {"dateAsserted", Field::date_asserted},
    {"performedDateTime", Field::performed_date_time},
    {"performedPeriod", Field::performed_period},
    {"ingredient", Field::ingredient},
    {"identifier", Field::identifier},
    {"gender", Field::gender},
    {"birthDate", Field::birth_date},
    {"deceasedBoolean", Field::deceased_truth},
    {"deceasedDateTime", Field::deceased_time},
    {"active", Field::active},
    {"link", Field::link},
    {"hasMember", Field::has_member},
    {"conclusion", Field::conclusion},
    {"conclusionCode", Field::conclusion_code},
    {"result", Field::result},
    {"reasonCode", Field::reason_code},
    {"period", Field::period},
    {"item", Field::item},
    {"authored", Field::authored},
    {"type", Field::type},
    {"meta", Field::meta},
    {"taken", Field::taken},
    {"wasNotTaken", Field::not_taken},
    {"wasNotGiven", Field::not_given},
    {"notGiven", Field::not_given},
    {"notDone", Field::not_done},
    {"notPerformed", Field::not_done},
    {"medication", Field::medication},
    {"adherence", Field::adherence},
    {"resourceType", Field::resource_type},
});

const std::string_view modified_reason =
    "an extension that changes its meaning (modifierExtension, implicitRules) is not understood";

namespace {

constexpr std::size_t longest_type = 64;

enum class MetaPart : std::uint8_t { none, version, updated };
constexpr FieldTable<MetaPart> meta_parts({{"versionId", MetaPart::version},
                                           {"lastUpdated", MetaPart::updated}});

/// Of the resources that are used.
constexpr std::string_view statuses[] = {
    "active",      "amended",          "appended", "arrived",    "cancelled",
    "completed",   "corrected",        "draft",    "final",      "finished",
    "intended",    "entered-in-error", "not-done", "on-hold",    "in-progress",
    "not-taken",   "onleave",          "partial",  "planned",    "stopped",
    "preliminary", "preparation",      "triaged",  "registered", "unknown",
};

/// The last part of "http://host/fhir/Observation/1" or "urn:uuid:1".
std::string_view tail_of(std::string_view url) { return url.substr(url.find_last_of("/:") + 1); }

/// What names a resource without an id among others of its document.
std::string place_of(const Draft& draft, const Position& position) {
  if (draft.is_lines) return "line-" + std::to_string(position.entry);
  std::string path = draft.path_of(position);
  if (!draft.is_bundle) return path;
  path.erase(0, path.find('.') + 1);  // "Bundle."
  return path.substr(0, path.rfind('.'));
}

}  // namespace

bool peek_type(Trouble& trouble, ondemand::object& object, std::string_view& type) {
  ondemand::value value;
  simdjson::error_code error = object.find_field_unordered("resourceType").get(value);
  if (error == simdjson::SUCCESS) {
    type = peek_text(value);
  } else if (error != simdjson::NO_SUCH_FIELD) {
    return trouble.syntax(error);
  }
  error = object.reset().error();
  if (error != simdjson::SUCCESS) return trouble.syntax(error);
  // Types are shown and counted by name, so only what can be one gets that far.
  const bool letters = std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  if (letters && type.size() <= longest_type) return true;
  trouble.wrong("not a type of resource", "name a type of FHIR R4");
  return trouble.in("resourceType");
}

bool read_meta(Draft& draft, ondemand::value value, Meta& meta) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS || type != ondemand::json_type::object)
    return true;
  return each_field(draft.trouble, value, meta_parts, [&](MetaPart part, ondemand::value inner) {
    (part == MetaPart::version ? meta.version : meta.updated) = peek_text(inner);
    return true;
  });
}

bool read_common(Draft& draft, Resource& resource, Common& common, Field field,
                 ondemand::value value) {
  switch (field) {
    case Field::id:
      return read_text(draft.trouble, value, resource.id);
    case Field::subject:
    case Field::patient:
      return read_reference(draft, value, resource.subject);
    case Field::modifier_extension:
      return read_modifiers(draft, value, common.modified);
    case Field::contained:
      return read_contained(draft, resource.type, value);
    case Field::implicit_rules:
      return read_rules(draft, value, common.modified);
    case Field::meta:
      return read_meta(draft, value, resource.meta);
    default:
      return true;
  }
}

void settle(Draft& draft, Resource& resource, const Common& common) {
  std::string_view name = resource.id;
  std::string place;
  if (name.empty()) {
    resource.meta = {};  // nothing says of what it is a version
    name = tail_of(resource.position.full_url);
  }
  if (name.empty()) name = place = place_of(draft, resource.position);
  std::string& source = draft.scratch;
  source.assign(resource.type).append("/").append(name);
  resource.source = draft.record.keep(source);
  if (common.modified) resource.ignore(modified_reason, false);
}

std::string_view status_reason(Draft& draft, std::string_view status) {
  if (status.empty()) return "no status";
  draft.scratch.assign("status ").append(status);
  return draft.keep(draft.scratch);
}

void ignore_status(Draft& draft, Resource& resource, std::string_view status) {
  const bool known =
      std::find(std::begin(statuses), std::end(statuses), status) != std::end(statuses);
  resource.ignore(status_reason(draft, status), known);
}

}  // namespace causa::intake::fhir
