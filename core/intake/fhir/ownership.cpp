// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/ownership.hpp"

#include <algorithm>

namespace causa::intake::fhir {

namespace {

std::string_view without_version(std::string_view reference) {
  return reference.substr(0, reference.find("/_history/"));
}

/// Of one absolute and one relative address the tails decide.
bool same_subject(std::string_view a, std::string_view b) {
  a = without_version(a);
  b = without_version(b);
  if (a == b) return true;
  const TypeAndId first = split_reference(a);
  const TypeAndId second = split_reference(b);
  return !first.id.empty() && first.id == second.id && first.type == second.type &&
         first.absolute != second.absolute;
}

/// The id in a reference of any form.
std::string_view id_of(std::string_view reference) {
  const std::string_view id = split_reference(reference).id;
  return id.empty() ? reference.substr(reference.rfind(':') + 1) : id;
}

}  // namespace

std::vector<std::uint32_t> Ownership::patients() {
  std::vector<bool> named(draft_.patients.size(), false);
  for (std::uint32_t i = 0; i < draft_.resources.size(); ++i) {
    const Resource& resource = draft_.resources[i];
    if (!resource.reason.empty() || !resource.subject.text.starts_with('#')) continue;
    const Target target = directory_.find(resource.subject, i);
    if (target.found == Found::one) named[target.index] = true;
  }
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < draft_.patients.size(); ++i) {
    const Patient& patient = draft_.patients[i];
    if (named[i] || (patient.container == not_contained && !patient.given_before)) {
      found.push_back(i);
    }
  }
  return found;
}

bool Ownership::give_all_to(std::uint32_t patient) {
  for (std::uint32_t i = 0; i < owners_.size(); ++i) {
    owners_[i] = patient;
    Resource& resource = draft_.resources[i];
    if (!resource.reason.empty()) continue;
    const Target target = directory_.find(resource.subject, i);
    if (target.found == Found::not_a_patient) {
      resource.ignore("its subject is not a patient");
    } else if (target.found == Found::several) {
      return fail(resource, "its subject can mean several patients");
    } else if (target.found == Found::none) {
      return fail(resource, "two patients: its subject is another than the Bundle's patient");
    } else if (target.found == Found::one && target.index != patient) {
      return fail(resource, "two patients");
    }
  }
  return true;
}

bool Ownership::tell_apart() {
  for (std::uint32_t i = 0; i < owners_.size(); ++i) {
    Resource& resource = draft_.resources[i];
    const Target target = directory_.find(resource.subject, i);
    if (target.found == Found::one) {
      owners_[i] = target.index;
    } else if (!resource.reason.empty()) {
      continue;
    } else if (target.found == Found::not_a_patient) {
      resource.ignore("its subject is not a patient");
    } else if (target.found == Found::not_stated) {
      return fail(resource, "no subject, and several patients");
    } else if (target.found == Found::several) {
      return fail(resource, "its subject can mean several patients");
    } else {
      return fail(resource, "its subject is none of the Bundle's patients");
    }
  }
  return true;
}

bool Ownership::invent() {
  Patient patient;
  patient.invented = true;
  if (!common_subject(true, patient.id)) return false;
  if (patient.id.empty() && !common_subject(false, patient.id)) return false;
  if (patient.id.empty()) {
    error_ = input_error(place_, "no patient: neither a Patient resource nor a subject",
                         "give a Bundle with the patient and what is known of them");
    return false;
  }
  std::fill(owners_.begin(), owners_.end(), static_cast<std::uint32_t>(draft_.patients.size()));
  draft_.patients.push_back(std::move(patient));
  return true;
}

bool Ownership::fail(const Resource& resource, std::string message) {
  const bool allergy = resource.type == "AllergyIntolerance";
  error_ = input_error(
      place_ + ": " + draft_.path_of(resource.position) + (allergy ? ".patient" : ".subject"),
      std::move(message), std::string(one_patient_cure));
  return false;
}

/// Finds the one subject of all used (or all ignored) resources; leaves `id` empty if there is
/// none.
bool Ownership::common_subject(bool used, std::string_view& id) {
  std::string_view first;
  for (std::uint32_t i = 0; i < draft_.resources.size(); ++i) {
    Resource& resource = draft_.resources[i];
    if (resource.reason.empty() != used) continue;
    const Target target = directory_.find(resource.subject, i);
    if (target.found == Found::not_stated) continue;
    if (target.found == Found::not_a_patient) {
      if (used) resource.ignore("its subject is not a patient");
      continue;
    }
    if (resource.subject.text.starts_with('#')) {
      return fail(resource, "its subject leads to nothing in the resource");
    }
    const std::string_view subject =
        resource.subject.text.empty() ? resource.subject.identifier_value : resource.subject.text;
    if (first.empty()) first = subject;
    if (!same_subject(first, subject)) return fail(resource, "two patients");
  }
  id = id_of(first);
  return true;
}

}  // namespace causa::intake::fhir
