// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/ownership.hpp"

#include <algorithm>

#include "record/unread.hpp"

namespace causa::intake::fhir {

namespace {

const char* subject_of(const Resource& resource) {
  return resource.type == "AllergyIntolerance" ? ".patient" : ".subject";
}

constexpr std::string_view malformed_subject =
    "its subject is neither an address nor of a resource type of FHIR, so it isn't known whose it "
    "is";
constexpr std::string_view slash_in_subject =
    "its subject is Patient/ID with a slash in or behind the id, which has none in FHIR, so it "
    "isn't known whose it is";
constexpr std::string_view blank_around_subject =
    "its subject is written with a blank before or behind it, so it isn't known whose it is";
constexpr std::string_view malformed_cure = "write it as Patient/ID";

/// Why it can't be followed.
std::string_view fault_of(const Reference& malformed) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::string_view text = malformed.text;
  if (blanks.find(text.front()) != std::string_view::npos ||
      blanks.find(text.back()) != std::string_view::npos)
    return blank_around_subject;
  return id_with_slash(text).empty() ? malformed_subject : slash_in_subject;
}

bool is_of_malformed(std::string_view wrong) {
  return wrong == malformed_subject || wrong == slash_in_subject || wrong == blank_around_subject;
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
    if (!resource.subject.text.starts_with('#')) continue;
    const Target target = directory_.find(resource.subject, i);
    if (target.found != Found::one) continue;
    // Nobody else can be told what was left out of a line but who is contained in it.
    if (resource.reason.empty() || (draft_.is_lines && !resource.grouped))
      named[target.index] = true;
    else if (draft_.is_lines)
      owners_[i] = nobody;
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
      resource.ignore(no_patient_reason);
    } else if (target.found == Found::malformed) {
      leave_out(resource);
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
      resource.ignore(no_patient_reason);
    } else if (target.found == Found::malformed) {
      leave_out(resource);
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
  if (patient.id.empty() && malformed_ != nullptr)
    return fail(*malformed_, std::string(fault_of(malformed_->subject)), malformed_cure);
  if (patient.id.empty() && std::any_of(draft_.deleted.begin(), draft_.deleted.end(),
                                        [](const Deletion& it) { return it.failed; })) {
    error_ = input_error(place_,
                         "no patient, and a deletion that failed, as its response says: none of "
                         "this Bundle is carried out",
                         "leave out of it what was not deleted, and give all again");
    return false;
  }
  if (patient.id.empty() && !draft_.deleted.empty()) {
    error_ = input_error(
        place_, "no patient, and a deletion, which isn't carried out",
        "write deletions as a Bundle of nothing else in a line of NDJSON, and give it in one call "
        "with the export, whose lone resources it takes away");
    return false;
  }
  if (patient.id.empty()) {
    error_ = input_error(place_, "no patient: neither a Patient resource nor a subject",
                         "give a Bundle with the patient and what is known of them");
    return false;
  }
  std::fill(owners_.begin(), owners_.end(), static_cast<std::uint32_t>(draft_.patients.size()));
  draft_.patients.push_back(std::move(patient));
  return true;
}

void Ownership::join(const Sink& sink) {
  MadeUps made_up;
  for (std::uint32_t i = 0; i < owners_.size(); ++i) {
    const std::string_view wrong = join_one(i, made_up);
    if (wrong.empty()) continue;
    const Resource& resource = draft_.resources[i];
    if (!resource.reason.empty()) continue;  // it is counted as ignored
    owners_[i] = refused;
    sink(input_error(draft_.path_of(resource.position) + ": " + std::string(resource.type) +
                         subject_of(resource),
                     std::string(wrong),
                     std::string(is_of_malformed(wrong) ? malformed_cure : "name one patient")));
  }
}

/// What is wrong with its subject; empty if nothing.
std::string_view Ownership::join_one(std::uint32_t index, MadeUps& made_up) {
  Resource& resource = draft_.resources[index];
  const Target target = directory_.find(resource.subject, index);
  switch (target.found) {
    case Found::one:
      owners_[index] = target.index;
      return {};
    case Found::none:
      return make_up(resource, owners_[index], made_up);
    case Found::not_a_patient:
      if (resource.reason.empty()) resource.ignore(no_patient_reason);
      return {};
    case Found::malformed:
      return fault_of(resource.subject);
    case Found::several:
      return "its subject can mean several patients";
    case Found::not_stated:
      break;
  }
  return "no subject, so it is nobody's";
}

std::string_view Ownership::make_up(const Resource& resource, std::uint32_t& owner,
                                    MadeUps& made_up) {
  const Reference& subject = resource.subject;
  if (subject.text.starts_with('#')) return "its subject leads to nothing in the resource";
  const std::string_view text = without_version(subject.text);
  std::string key(text.empty() ? subject.identifier_value : id_of(text));
  if (text.empty()) key.append("\n").append(subject.identifier_system);
  const auto [at, fresh] =
      made_up.try_emplace(key, static_cast<std::uint32_t>(draft_.patients.size()));
  if (fresh) {
    Patient patient;
    patient.invented = true;
    patient.id = text.empty() ? subject.identifier_value : id_of(text);
    if (text.empty())
      patient.identifiers.emplace_back(subject.identifier_system, subject.identifier_value);
    patient.position = resource.position;
    draft_.patients.push_back(std::move(patient));
  }
  owner = at->second;
  return {};
}

/// As what can't be read: the rest of the Bundle counts, and who reads the answer is told.
void Ownership::leave_out(Resource& resource) {
  draft_.scratch.assign(record::unreadable_prefix).append(subject_of(resource) + 1);
  draft_.scratch.append(": ")
      .append(fault_of(resource.subject))
      .append("; ")
      .append(malformed_cure);
  resource.ignore(draft_.keep(draft_.scratch), false);
}

bool Ownership::fail(const Resource& resource, std::string message, std::string_view cure) {
  error_ = input_error(place_ + ": " + draft_.path_of(resource.position) + subject_of(resource),
                       std::move(message), std::string(cure));
  return false;
}

/// Finds the one subject of all used (or all ignored) resources; leaves `id` empty if there is
/// none.
bool Ownership::common_subject(bool used, std::string_view& id) {
  const Reference* first = nullptr;
  for (std::uint32_t i = 0; i < draft_.resources.size(); ++i) {
    Resource& resource = draft_.resources[i];
    if (resource.reason.empty() != used) continue;
    const Target target = directory_.find(resource.subject, i);
    if (target.found == Found::not_stated) continue;
    if (target.found == Found::not_a_patient) {
      if (used) resource.ignore(no_patient_reason);
      continue;
    }
    if (target.found == Found::malformed) {
      if (used && !draft_.is_bundle)
        return fail(resource, std::string(fault_of(resource.subject)), malformed_cure);
      if (used && malformed_ == nullptr) malformed_ = &resource;
      if (used) leave_out(resource);
      continue;
    }
    if (resource.subject.text.starts_with('#')) {
      return fail(resource, "its subject leads to nothing in the resource");
    }
    if (first == nullptr) first = &resource.subject;
    if (!same_subject(*first, resource.subject)) return fail(resource, "two patients");
    // A relative address is the same as one of each server, so it mustn't stand for them.
    if (!split_reference(first->text).absolute) first = &resource.subject;
  }
  if (first != nullptr) id = first->text.empty() ? first->identifier_value : id_of(first->text);
  return true;
}

}  // namespace causa::intake::fhir
