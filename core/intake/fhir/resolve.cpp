// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/resolve.hpp"

#include <algorithm>

#include "intake/fhir/medication_references.hpp"
#include "intake/fhir/ownership.hpp"
#include "intake/fhir/versions.hpp"

namespace causa::intake::fhir {

namespace {

void describe(const Patient& patient, record::Record& record) {
  std::string_view id = patient.id;
  if (id.empty() && !patient.identifiers.empty()) id = patient.identifiers.front().second;
  record.set_patient_id(id);
  record.sex = patient.sex;
  record.birth = patient.birth;
  record.deceased = patient.deceased;
  for (const auto& [source, reason] : patient.notes) record.ignore(source, reason, {}, false);
}

void account(const Resource& resource, record::Record& record) {
  ++record.resources_read;
  if (resource.reason.empty()) {
    ++record.resources_used;
  } else {
    record.ignore(resource.type, resource.reason, resource.source, resource.grouped);
  }
}

void account(const Skipped& skipped, record::Record& record) {
  record.resources_read += skipped.count;
  record::Ignored entry;
  entry.source = skipped.type;
  entry.reason = skipped.reason;
  entry.count = skipped.count;
  entry.examples = skipped.examples;
  record.ignored.push_back(std::move(entry));
}

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
    record.ignore("Patient", "another version or copy of the patient", {});
  }
  for (const Medication& medication : draft.medications) {
    if (medication.container != not_contained) continue;
    ++record.resources_read;
    if (medication.user != not_contained) {
      ++record.resources_used;
    } else {
      record.ignore("Medication", "no statement or request names it", {});
    }
  }
  for (const Skipped& skipped : draft.skipped) account(skipped, record);
  for (const Note& note : draft.notes) record.ignore(note.source, note.reason, {}, note.grouped);
  return record;
}

class Splitter {
 public:
  Splitter(Draft& draft, const Ownership& ownership)
      : draft_(draft), ownership_(ownership), records_(draft.patients.size()) {}

  std::vector<record::Record> run() {
    for (std::uint32_t i = 0; i < draft_.resources.size(); ++i) resource(i);
    for (const Medication& medication : draft_.medications) {
      if (medication.container != not_contained || medication.user == not_contained) continue;
      record::Record& record = records_[ownership_.owner(medication.user)];
      ++record.resources_read;
      ++record.resources_used;
    }
    for (const Skipped& skipped : draft_.skipped) {
      const Target target = ownership_.find(skipped.subject);
      if (target.found == Found::one) account(skipped, records_[target.index]);
    }
    for (const Note& entry : draft_.notes) note(entry);
    return std::move(records_);
  }

 private:
  void resource(std::uint32_t index) {
    const Resource& resource = draft_.resources[index];
    const std::uint32_t owner = ownership_.owner(index);
    if (owner == nobody) return;  // ignored, and of none of these patients
    account(resource, records_[owner]);
    if (!resource.reason.empty()) return;
    for (std::uint32_t i = 0; i < resource.item_count; ++i) {
      records_[owner].add_copy(draft_.record, draft_.record.items[resource.first_item + i]);
    }
  }

  void note(const Note& note) {
    if (note.resource != not_contained) {
      const std::uint32_t owner = ownership_.owner(note.resource);
      if (owner != nobody) records_[owner].ignore(note.source, note.reason, {}, note.grouped);
      return;
    }
    for (record::Record& record : records_)
      record.ignore(note.source, note.reason, {}, note.grouped);
  }

  Draft& draft_;
  const Ownership& ownership_;
  std::vector<record::Record> records_;
};

bool may_be_split(std::string_view bundle_type) {
  return bundle_type == "searchset" || bundle_type == "collection" || bundle_type == "batch" ||
         bundle_type == "batch-response";
}

void hand_over_one(const Patient& patient, record::Record record, std::string place,
                   const Sink& sink) {
  describe(patient, record);
  if (patient.container == not_contained && !patient.invented) {
    ++record.resources_read;
    ++record.resources_used;
  }
  sink(PatientInput{std::move(record), std::move(place)});
}

void hand_over_each(Draft& draft, const std::vector<std::uint32_t>& patients,
                    const Ownership& ownership, const std::string& place, const Sink& sink) {
  std::vector<record::Record> records = Splitter(draft, ownership).run();
  for (const std::uint32_t index : patients) {
    const Patient& patient = draft.patients[index];
    hand_over_one(patient, std::move(records[index]),
                  place + ": " + draft.path_of(patient.position), sink);
  }
}

}  // namespace

Outcome hand_over(Draft& draft, const std::string& place, bool telling_apart, const Sink& sink) {
  if (draft.bundle_type == "history") drop_old_versions(draft);
  drop_copies(draft);
  resolve_medications(draft);
  Ownership ownership(draft, place);
  const std::vector<std::uint32_t> patients = ownership.patients();
  if (patients.size() > 1) {
    if (!may_be_split(draft.bundle_type)) {
      sink(input_error(place + ": " + draft.path_of(draft.patients[patients[1]].position),
                       "two patients", std::string(one_patient_cure)));
      return Outcome::handed_over;
    }
    if (!telling_apart) return Outcome::several_patients;
    if (ownership.tell_apart()) {
      hand_over_each(draft, patients, ownership, place, sink);
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
  const std::uint32_t owner =
      patients.empty() ? static_cast<std::uint32_t>(draft.patients.size() - 1) : patients[0];
  hand_over_one(draft.patients[owner], whole_record(draft, owner), place, sink);
  return Outcome::handed_over;
}

}  // namespace causa::intake::fhir
