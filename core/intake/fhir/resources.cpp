// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/resources.hpp"

#include <algorithm>

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
});

const std::string_view modified_reason =
    "an extension that changes its meaning (modifierExtension, implicitRules) is not understood";

namespace {

constexpr std::size_t longest_type = 64;

bool read_contained(Draft& draft, ondemand::value value) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    ondemand::object object;
    if (const simdjson::error_code error = element.get_object().get(object)) {
      return draft.trouble.wrong_type("an object", element, error);
    }
    std::string_view type;
    if (!peek_type(draft.trouble, object, type)) return false;
    if (type == "Medication") return read_medication(draft, {}, draft.current(), object);
    if (type == "Patient") return read_patient(draft, {}, draft.current(), object);
    return true;
  });
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
      return read_contained(draft, value);
    case Field::implicit_rules: {
      std::string_view rules;
      if (!read_text(draft.trouble, value, rules)) return false;
      common.modified = common.modified || !rules.empty();
      return true;
    }
    default:
      return true;
  }
}

void settle(Draft& draft, Resource& resource, const Common& common) {
  std::string& source = draft.scratch;
  if (!resource.id.empty()) {
    source.assign(resource.type).append("/").append(resource.id);
  } else if (!resource.position.full_url.empty()) {
    source.assign(resource.position.full_url);
  } else {
    source = draft.path_of(resource.position);
  }
  resource.source = draft.record.keep(source);
  resource.first_item = static_cast<std::uint32_t>(draft.record.items.size());
  if (common.modified) resource.ignore(modified_reason, false);
}

std::string_view status_reason(Draft& draft, std::string_view status) {
  if (status.empty()) return "no status";
  draft.scratch.assign("status ").append(status);
  return draft.keep(draft.scratch);
}

}  // namespace causa::intake::fhir
