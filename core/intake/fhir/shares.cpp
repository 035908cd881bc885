// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/shares.hpp"

#include <algorithm>

#include "intake/fhir/deletions.hpp"

namespace causa::intake::fhir {

namespace {

std::string_view why_not_counted(const Patient& patient) {
  return patient.deleted ? deleted_reason : copy_reason;
}

}  // namespace

std::string_view why_unused(const Medication& medication) {
  return medication.copy_of == not_contained ? unnamed_reason : medication_copy_reason;
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
  record.ignore(skipped.type, skipped.reason, {}, skipped.grouped);
  record::Ignored& entry = *std::find_if(
      record.ignored.begin(), record.ignored.end(), [&](const record::Ignored& group) {
        return group.source == skipped.type && group.reason == skipped.reason;
      });
  entry.count += skipped.count - 1;
  for (const std::string& example : skipped.examples) {
    if (entry.examples.size() < record::examples_kept) entry.examples.push_back(example);
  }
}

void describe(const Patient& patient, record::Record& record) {
  // The id of a contained resource names it only in what contains it.
  if (patient.container == not_contained) record.set_patient_id(patient.id);
  if (record.patient_id().empty() && !patient.identifiers.empty()) {
    const auto& [system, value] = patient.identifiers.front();
    record.set_patient_id(std::string(system) + "|" + std::string(value));
  }
  record.sex = patient.sex;
  record.birth = patient.birth;
  record.deceased = patient.deceased;
  for (const auto& [source, reason] : patient.notes) record.ignore(source, reason, {}, false);
}

void Shares::Index::sort() { std::sort(entries_.begin(), entries_.end()); }

std::span<const std::pair<std::uint32_t, std::uint32_t>> Shares::Index::of(
    std::uint32_t owner) const {
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  const auto range = std::equal_range(entries_.begin(), entries_.end(),
                                      std::pair<std::uint32_t, std::uint32_t>(owner, 0), before);
  return {range.first, range.second};
}

Shares::Shares(const Draft& draft, const Ownership& ownership) : draft_(draft) {
  give_out(ownership);
  for (Index* index : {&resources_, &medications_, &skipped_, &notes_, &copies_}) index->sort();
}

void Shares::give_out(const Ownership& ownership) {
  for (std::uint32_t i = 0; i < draft_.resources.size(); ++i) {
    resources_.add(ownership.owner(i), i);
  }
  for (std::size_t i = 0; i < draft_.medications.size(); ++i) {
    const Medication& medication = draft_.medications[i];
    if (medication.container != not_contained || medication.counted) continue;
    const std::uint32_t owner =
        medication.user == not_contained ? nobody : ownership.owner(medication.user);
    medications_.add(owner == refused ? nobody : owner, i);
  }
  for (std::size_t i = 0; i < draft_.skipped.size(); ++i) {
    const Target target = ownership.find(draft_.skipped[i].subject);
    skipped_.add(target.found == Found::one ? target.index : nobody, i);
  }
  for (std::size_t i = 0; i < draft_.notes.size(); ++i) {
    const std::uint32_t resource = draft_.notes[i].resource;
    notes_.add(resource == not_contained ? nobody : ownership.owner(resource), i);
  }
  for (std::size_t i = 0; i < draft_.patients.size(); ++i) {
    const Patient& patient = draft_.patients[i];
    if (!patient.given_before) continue;
    const Target target = ownership.find_patient(patient.id);
    copies_.add(target.found == Found::one ? target.index : nobody, i);
  }
}

record::Record Shares::record_of(std::uint32_t patient) const {
  record::Record record;
  for (const auto& [owner, index] : resources_.of(patient)) {
    const Resource& resource = draft_.resources[index];
    account(resource, record);
    for (std::uint32_t i = 0; resource.reason.empty() && i < resource.item_count; ++i) {
      record.add_copy(draft_.record, draft_.record.items[resource.first_item + i]);
    }
  }
  const std::uint64_t medications = medications_.of(patient).size();
  record.resources_read += medications;
  record.resources_used += medications;
  for (const auto& [owner, index] : skipped_.of(patient)) account(draft_.skipped[index], record);
  for (const auto& [owner, index] : copies_.of(patient)) {
    ++record.resources_read;
    record.ignore("Patient", why_not_counted(draft_.patients[index]), {});
  }
  for (const auto& [owner, index] : notes_.of(patient)) {
    const Note& note = draft_.notes[index];
    if (draft_.is_to_be_told(note))
      record.ignore(note.source, note.reason, note.example, note.grouped);
  }
  for (const auto& [owner, index] : notes_.of(nobody)) {
    const Note& note = draft_.notes[index];
    // What is said of the Bundle holds for each patient in it.
    if (note.resource == not_contained)
      record.ignore(note.source, note.reason, note.example, note.grouped);
  }
  return record;
}

void Shares::leave_to(record::Record& left) const {
  for (const auto& [owner, index] : resources_.of(nobody)) {
    account(draft_.resources[index], left);
  }
  for (const auto& [owner, index] : medications_.of(nobody)) {
    ++left.resources_read;
    left.ignore("Medication", why_unused(draft_.medications[index]), {});
  }
  for (const auto& [owner, index] : skipped_.of(nobody)) account(draft_.skipped[index], left);
  for (const auto& [owner, index] : copies_.of(nobody)) {
    ++left.resources_read;
    left.ignore("Patient", why_not_counted(draft_.patients[index]), {});
  }
}

}  // namespace causa::intake::fhir
