// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/resolve.hpp"

#include <algorithm>

#include "intake/fhir/history.hpp"
#include "intake/fhir/medication_references.hpp"
#include "intake/fhir/ownership.hpp"
#include "intake/fhir/shares.hpp"
#include "intake/fhir/versions.hpp"
#include "record/unread.hpp"

namespace causa::intake::fhir {

namespace {

/// The draft's own record becomes the patient's: nothing is copied.
record::Record whole_record(Draft& draft, std::uint32_t owner) {
  record::Record record = std::move(draft.record);
  std::vector<record::Item> kept;
  const bool dropped =
      std::any_of(draft.resources.begin(), draft.resources.end(),
                  [](const auto& r) { return !r.reason.empty() && r.item_count > 0; });
  for (const Resource& resource : draft.resources) {
    account(resource, record);
    if (dropped && resource.reason.empty()) {
      const auto first = record.items.begin() + resource.first_item;
      kept.insert(kept.end(), first, first + resource.item_count);
    }
  }
  if (dropped) record.items = std::move(kept);
  for (const Patient& patient : draft.patients) {
    if (patient.container != not_contained || &patient == &draft.patients[owner]) continue;
    ++record.resources_read;
    record.ignore("Patient", copy_reason, {});
  }
  for (const Medication& medication : draft.medications) {
    if (medication.container != not_contained) continue;
    ++record.resources_read;
    if (medication.user != not_contained) {
      ++record.resources_used;
    } else {
      record.ignore("Medication", why_unused(medication), {});
    }
  }
  for (const Skipped& skipped : draft.skipped) account(skipped, record);
  for (const Note& note : draft.notes)
    if (draft.is_to_be_told(note))
      record.ignore(note.source, note.reason, note.example, note.grouped);
  return record;
}

bool may_be_split(std::string_view bundle_type) {
  return bundle_type == "searchset" || bundle_type == "collection" || bundle_type == "batch" ||
         bundle_type == "batch-response";
}

/// What can't be read, nor whose it is, may be of each of them.
void tell_each_of_unreadable(Draft& draft, const Ownership& ownership) {
  for (std::uint32_t i = 0; i < draft.resources.size(); ++i) {
    const Resource& resource = draft.resources[i];
    if (ownership.owner(i) != nobody || !resource.reason.starts_with(record::unreadable_prefix))
      continue;
    draft.notes.push_back(
        {draft.keep(draft.path_of(resource.position)), resource.reason, not_contained, false, {}});
  }
}

/// Once for each kind: a Bundle may have millions.
void tell_hiding(const Draft& draft, const std::string& place, const Sink& sink) {
  for (const Hiding& hiding : draft.hiding) {
    std::string message = hiding.message;
    if (hiding.count > 1) message += " (" + std::to_string(hiding.count) + " of the kind)";
    sink(input_error(place + ": " + hiding.place, std::move(message), hiding.cure));
  }
}

void hand_over_each(Draft& draft, const std::vector<std::uint32_t>& patients,
                    const Ownership& ownership, const std::string& place, const Sink& sink,
                    record::Record& left) {
  tell_each_of_unreadable(draft, ownership);
  const Shares shares(draft, ownership);
  for (const std::uint32_t index : patients) {
    const Patient& patient = draft.patients[index];
    hand_over_one(patient, shares.record_of(index), place + ": " + draft.path_of(patient.position),
                  sink);
  }
  shares.leave_to(left);
}

}  // namespace

void hand_over_one(const Patient& patient, record::Record record, std::string place,
                   const Sink& sink) {
  describe(patient, record);
  if (patient.container == not_contained && !patient.invented) {
    ++record.resources_read;
    ++record.resources_used;
  }
  sink(PatientInput{std::move(record), std::move(place)});
}

Outcome hand_over(Draft& draft, const std::string& place, bool telling_apart, const Sink& sink,
                  record::Record& left) {
  if (draft.bundle_type == "history") {
    drop_old_versions(draft);
  } else {
    tell_deletions(draft);
  }
  drop_copies(draft);
  resolve_medications(draft);
  Ownership ownership(draft, place);
  const std::vector<std::uint32_t> patients = ownership.patients();
  const bool splits = patients.size() > 1 && may_be_split(draft.bundle_type);
  if (splits && !telling_apart) return Outcome::several_patients;
  tell_hiding(draft, place, sink);
  if (patients.size() > 1) {
    if (!splits) {
      sink(input_error(place + ": " + draft.path_of(draft.patients[patients[1]].position),
                       "two patients", std::string(one_patient_cure)));
      return Outcome::handed_over;
    }
    if (ownership.tell_apart()) {
      drop_superseded(draft, ownership);
      hand_over_each(draft, patients, ownership, place, sink, left);
    } else {
      sink(ownership.error());
    }
    return Outcome::handed_over;
  }
  const bool good = patients.empty() ? ownership.invent() : ownership.give_all_to(patients[0]);
  if (!good) {
    sink(ownership.error());
    return Outcome::handed_over;
  }
  if (draft.bundle_type != "history") drop_superseded(draft, ownership);
  const std::uint32_t owner =
      patients.empty() ? static_cast<std::uint32_t>(draft.patients.size() - 1) : patients[0];
  hand_over_one(draft.patients[owner], whole_record(draft, owner), place, sink);
  return Outcome::handed_over;
}

}  // namespace causa::intake::fhir
