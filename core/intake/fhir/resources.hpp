// SPDX-License-Identifier: Apache-2.0
//
// One reader for each resource type that is used. A reader appends items to the draft's record and
// says so in `resource`, or gives the reason why the resource is ignored. False: the document can't
// be read, Draft::trouble says why.
//
// Which states count, and why, stands beside each reader; the rules are those of FHIR R4 4.0.1. An
// extension that changes a resource's meaning (modifierExtension, implicitRules) is never
// understood here, so the resource is ignored and shown by name.
#pragma once

#include <cstdint>
#include <string_view>

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

/// Properties of all resources that are read; one table, since many share their names.
enum class Field : std::uint8_t {
  none,
  id,
  implicit_rules,
  modifier_extension,
  contained,
  subject,
  patient,
  status,
  code,
  focus,
  value_quantity,
  value_concept,
  value_text,
  value_truth,
  value_integer,
  value_range,
  value_ratio,
  value_sampled,
  value_time,
  value_date_time,
  value_period,
  absent_reason,
  component,
  effective_date_time,
  effective_period,
  effective_instant,
  effective_timing,
  issued,
  interpretation,
  reference_range,
  body_site,
  note,
  clinical_status,
  verification_status,
  onset_date_time,
  onset_period,
  onset_age,
  onset_range,
  onset_text,
  abatement_date_time,
  abatement_period,
  abatement_age,
  abatement_range,
  abatement_text,
  recorded_date,
  intent,
  do_not_perform,
  medication_concept,
  medication_reference,
  authored_on,
  date_asserted,
  performed_date_time,
  performed_period,
  ingredient,
  identifier,
  gender,
  birth_date,
  deceased_truth,
  deceased_time,
  active,
  link,
  has_member,
  conclusion,
  conclusion_code,
  result,
  reason_code,
  period,
  item,
  authored,
  type,
  meta,
  // What other versions of FHIR say, often to the opposite of what stands beside.
  taken,
  not_taken,
  not_given,
  not_done,
  medication,
  adherence,
  resource_type,  ///< known before; here so that one that stands twice is refused
};
static_assert(static_cast<unsigned>(Field::resource_type) <
              128);  // each_field() marks them in 128 bits

extern const FieldTable<Field> resource_fields;

/// What any resource may say of itself.
struct Common {
  bool modified = false;  ///< has a modifierExtension or implicitRules
};

/// Reads id, subject, contained resources and modifiers; other fields are left alone. What
/// contained observations and conditions hold becomes items of the resource that contains them
/// (contained.hpp).
bool read_common(Draft& draft, Resource& resource, Common& common, Field field,
                 ondemand::value value);

/// Never an error: what isn't understood of it tells nothing.
bool read_meta(Draft& draft, ondemand::value value, Meta& meta);

/// Once all fields are read: names the resource's source and, if it is modified, ignores it. What
/// is appended to the items after this is the resource's own.
void settle(Draft& draft, Resource& resource, const Common& common);

/// "status cancelled", kept.
std::string_view status_reason(Draft& draft, std::string_view status);

/// Ignores the resource for its status. Of one that R4 doesn't have nobody knows what it says, so
/// that is shown by name.
void ignore_status(Draft& draft, Resource& resource, std::string_view status);

/// The reason to ignore a resource because of a modifier.
extern const std::string_view modified_reason;

bool read_observation(Draft& draft, Resource& resource, ondemand::object object);
bool read_condition(Draft& draft, Resource& resource, ondemand::object object);
bool read_allergy(Draft& draft, Resource& resource, ondemand::object object);
bool read_procedure(Draft& draft, Resource& resource, ondemand::object object);
bool read_report(Draft& draft, Resource& resource, ondemand::object object);
bool read_encounter(Draft& draft, Resource& resource, ondemand::object object);
bool read_answers(Draft& draft, Resource& resource, ondemand::object object);
bool read_medication_statement(Draft& draft, Resource& resource, ondemand::object object);
bool read_medication_request(Draft& draft, Resource& resource, ondemand::object object);
bool read_medication_administration(Draft& draft, Resource& resource, ondemand::object object);

/// Medication and Patient are collected and resolved at the end of the document.
bool read_medication(Draft& draft, Position position, std::uint32_t container,
                     ondemand::object object);
bool read_patient(Draft& draft, Position position, std::uint32_t container,
                  ondemand::object object);

/// The type of a resource, as it stands; `object` is at its start again afterwards. Empty if none.
bool peek_type(Trouble& trouble, ondemand::object& object, std::string_view& type);

}  // namespace causa::intake::fhir
