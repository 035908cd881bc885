// SPDX-License-Identifier: Apache-2.0
//
// Who the patient is. A record that is no longer in use, or was replaced by another, is still read,
// and says so. If an extension changes its meaning, only the identity is used.

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

enum class LinkPart : std::uint8_t { none, type };
constexpr FieldTable<LinkPart> link_parts({{"type", LinkPart::type}});

struct Modifiers {
  bool modified = false;
  bool inactive = false;
  bool replaced = false;
};

bool read_gender(Draft& draft, ondemand::value value, record::Sex& sex) {
  std::string_view gender;
  if (!read_text(draft.trouble, value, gender)) return false;
  if (gender == "female") sex = record::Sex::female;
  if (gender == "male") sex = record::Sex::male;
  if (gender == "other") sex = record::Sex::other;
  return true;
}

bool read_identifiers(Draft& draft, ondemand::value value, Patient& patient) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    auto& [system, text] = patient.identifiers.emplace_back();
    return read_identifier(draft, element, system, text);
  });
}

bool read_links(Draft& draft, ondemand::value value, bool& replaced) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    return each_field(draft.trouble, element, link_parts, [&](LinkPart, ondemand::value inner) {
      std::string_view type;
      if (!read_text(draft.trouble, inner, type)) return false;
      replaced = replaced || type == "replaced-by";
      return true;
    });
  });
}

bool read_field(Draft& draft, Patient& patient, Modifiers& modifiers, Field field,
                ondemand::value value) {
  Trouble& trouble = draft.trouble;
  bool given = false;
  switch (field) {
    case Field::id:
      return read_text(trouble, value, patient.id);
    case Field::meta:
      return read_meta(draft, value, patient.meta);
    case Field::identifier:
      return read_identifiers(draft, value, patient);
    case Field::gender:
      return read_gender(draft, value, patient.sex);
    case Field::birth_date:
      return read_time(trouble, value, patient.birth);
    case Field::deceased_truth: {
      bool deceased = false;
      if (!read_truth(trouble, value, deceased, given)) return false;
      patient.deceased = patient.deceased || (given && deceased);
      return true;
    }
    case Field::deceased_time: {
      TimeSpan time;
      if (!read_time(trouble, value, time)) return false;
      patient.deceased = patient.deceased || time.known();
      return true;
    }
    case Field::active: {
      bool active = true;
      if (!read_truth(trouble, value, active, given)) return false;
      modifiers.inactive = given && !active;
      return true;
    }
    case Field::link:
      return read_links(draft, value, modifiers.replaced);
    case Field::modifier_extension:
      return read_modifiers(draft, value, modifiers.modified);
    case Field::implicit_rules:
      return read_rules(draft, value, modifiers.modified);
    default:
      return true;
  }
}

}  // namespace

bool read_patient(Draft& draft, Position position, std::uint32_t container,
                  ondemand::object object) {
  Patient patient;
  patient.position = position;
  patient.container = container;
  Modifiers modifiers;
  if (!each_field(draft.trouble, object, resource_fields, [&](Field field, ondemand::value value) {
        return read_field(draft, patient, modifiers, field, value);
      })) {
    return false;
  }
  if (modifiers.modified) {
    patient.sex = record::Sex::unknown;
    patient.birth = {};
    patient.deceased = false;
    patient.notes.push_back({"Patient.modifierExtension", modified_reason});
  }
  if (modifiers.inactive) {
    patient.notes.push_back({"Patient.active", "the patient's record is not in use"});
  }
  if (modifiers.replaced) {
    patient.notes.push_back({"Patient.link", "the patient's record was replaced by another"});
  }
  draft.patients.push_back(std::move(patient));
  return true;
}

}  // namespace causa::intake::fhir
