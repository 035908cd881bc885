// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/lines.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "intake/fhir/medication_references.hpp"
#include "intake/fhir/references.hpp"
#include "intake/fhir/resolve.hpp"
#include "intake/fhir/shares.hpp"
#include "intake/fhir/versions.hpp"

namespace causa::intake::fhir {

/// The end of the run: whose each resource is, and who has been handed over.
struct Lines::Joined {
  explicit Joined(Draft& draft) : ownership(draft, no_place) {}

  const std::string no_place;  ///< each line has its own
  Ownership ownership;
  std::vector<std::uint32_t> patients;
  std::optional<Shares> shares;
  std::size_t next = 0;
};

Lines::Lines(std::shared_ptr<const LinkIds> link_ids, Deletions& deletions)
    : deletions_(deletions) {
  draft_.link_ids = link_ids;
  draft_.is_lines = true;
  draft_.keep_each_text_once();
}
Lines::~Lines() = default;

void Lines::begin(const std::string& place) {
  const std::size_t colon = place.rfind(':');
  const std::string_view file = std::string_view(place).substr(0, colon);
  if (draft_.bundle_paths.empty() || draft_.bundle_paths.back() != file) {
    draft_.bundle_paths.emplace_back(file);
  }
  position_ = {};
  position_.bundle = static_cast<std::uint32_t>(draft_.bundle_paths.size() - 1);
  if (colon != std::string::npos) {
    std::from_chars(place.data() + colon + 1, place.data() + place.size(), position_.entry);
  }
  before_ = draft_.mark();
}

void Lines::roll_back() { draft_.go_back(before_); }

namespace {

/// The same for all references that can mean one resource.
std::uint64_t hash_of_reference(std::string_view text) {
  text = without_version(text);
  std::string_view id = split_reference(text).id;
  if (id.empty()) id = id_with_slash(text);
  return hash_of(id.empty() ? text.substr(text.rfind(':') + 1) : id);
}

std::uint64_t hash_of_identifier(std::string_view system, std::string_view value) {
  return hash_of(std::string(system) + "\n" + std::string(value));
}

/// By an identifier, or by a search for one.
bool is_looked_up(const Reference& subject) {
  if (subject.text.starts_with("Patient?")) return true;
  return subject.text.empty() && !subject.identifier_value.empty() &&
         (subject.type.empty() || subject.type == "Patient");
}

void look_up(const Reference& subject, LineKey& key) {
  constexpr std::string_view by_identifier = "Patient?identifier=";
  std::string_view system = subject.identifier_system;
  std::string_view value = subject.identifier_value;
  if (subject.text.starts_with(by_identifier)) {
    const std::string_view query = subject.text.substr(by_identifier.size());
    const std::size_t bar = std::min(query.find('|'), query.size());
    system = query.substr(0, bar);
    value = query.substr(std::min(bar + 1, query.size()));
  }
  key.looks_up = hash_of_identifier(system, value);
  // What looks for nobody known is told apart, and none of it from an id that looks the same.
  key.hash = subject.text.empty() ? hash_of_identifier(value, system) : hash_of(subject.text);
}

}  // namespace

LineKey Lines::key_of(const Reference& subject, LineKind kind) const {
  LineKey key;
  key.kind = kind;
  if (is_looked_up(subject)) {
    look_up(subject, key);
  } else if (subject.text.starts_with('#')) {
    // Whom it contains is no other line's.
    key.hash = hash_of("#" + draft_.path_of(position_));
  } else {
    key.hash = hash_of_reference(subject.text);
  }
  return key;
}

LineKey Lines::key_of(const Resource& resource) const {
  const bool used = resource.reason.empty();
  const bool names = used || !resource.grouped;  // whom it contains: see Ownership::patients()
  LineKey key = key_of(resource.subject, names && resource.subject.text.starts_with('#')
                                             ? LineKind::patient
                                             : LineKind::of_patient);
  if (!used && !resource.subject.stated()) key.kind = LineKind::nobodys;
  for (std::size_t i = before_.pending; used && i < draft_.pending.size(); ++i) {
    const Reference& medication = draft_.pending[i].reference;
    if (!medication.text.starts_with('#'))
      key.medications.push_back(hash_of_reference(medication.text));
  }
  return key;
}

LineKey Lines::key() const {
  LineKey key;
  if (draft_.resources.size() > before_.resources) key = key_of(draft_.resources.back());
  if (draft_.skipped.size() > before_.skipped) {
    const Reference& subject = draft_.skipped.back().subject;
    key = key_of(subject, subject.stated() ? LineKind::counted : LineKind::nobodys);
  }
  for (std::size_t i = before_.medications; i < draft_.medications.size(); ++i) {
    if (draft_.medications[i].container != not_contained) continue;
    key.hash = hash_of(draft_.medications[i].id);
    key.kind = LineKind::medication;
  }
  for (std::size_t i = before_.patients; i < draft_.patients.size(); ++i) {
    const Patient& patient = draft_.patients[i];
    for (const auto& [system, value] : patient.identifiers)
      key.identifiers.push_back(hash_of_identifier(system, value));
    if (patient.container != not_contained) continue;
    key.hash = hash_of(without_version(patient.id));
    key.kind = LineKind::patient;
  }
  return key;
}

std::unordered_set<std::uint64_t> Lines::medications_named() const {
  std::unordered_set<std::uint64_t> hashes;
  for (const PendingMedication& pending : draft_.pending)
    if (!pending.reference.text.starts_with('#'))
      hashes.insert(hash_of_reference(pending.reference.text));
  return hashes;
}

void Lines::count(record::Record& left) {
  if (draft_.resources.size() > before_.resources) account(draft_.resources.back(), left);
  if (draft_.skipped.size() > before_.skipped) account(draft_.skipped.back(), left);
  roll_back();
}

Result<void> Lines::hold() {
  if (draft_.resources.size() > before_.resources) {
    const Resource& resource = draft_.resources.back();
    if (resource.reason.empty() && !resource.subject.stated()) {
      const Error error =
          input_error(draft_.path_of(position_) + ": " + std::string(resource.type),
                      "no subject, so it is nobody's", "name the patient in its subject");
      roll_back();
      return error;
    }
  }
  for (std::size_t i = before_.patients; i < draft_.patients.size(); ++i) {
    const Patient& patient = draft_.patients[i];
    if (patient.container != not_contained || !patient.id.empty()) continue;
    roll_back();
    return input_error(draft_.path_of(position_) + ": Patient", "no id, so no line can mean it",
                       "give the patient the id that the subjects of the others name");
  }
  group_skipped();
  hold_texts();
  return {};
}

void Lines::hold(Reference& reference) {
  for (std::string_view* text : {&reference.text, &reference.type, &reference.display,
                                 &reference.identifier_system, &reference.identifier_value}) {
    *text = draft_.keep(*text);
  }
}

void Lines::hold(Meta& meta) {
  meta.version = draft_.keep(meta.version);
  meta.updated_ms = updated_at(meta);
  meta.updated = {};
}

/// What still points into the line is copied.
void Lines::hold_texts() {
  for (std::size_t i = before_.resources; i < draft_.resources.size(); ++i) {
    Resource& resource = draft_.resources[i];
    resource.type = draft_.keep(resource.type);
    resource.id = {};  // its source says it
    hold(resource.meta);
    resource.subject.display = {};
    hold(resource.subject);
  }
  for (std::size_t i = before_.patients; i < draft_.patients.size(); ++i) {
    Patient& patient = draft_.patients[i];
    patient.id = draft_.keep(patient.id);
    hold(patient.meta);
    for (auto& [system, value] : patient.identifiers) {
      system = draft_.keep(system);
      value = draft_.keep(value);
    }
  }
  for (std::size_t i = before_.medications; i < draft_.medications.size(); ++i) {
    draft_.medications[i].id = draft_.keep(draft_.medications[i].id);
    hold(draft_.medications[i].meta);
  }
  for (std::size_t i = before_.pending; i < draft_.pending.size(); ++i) {
    hold(draft_.pending[i].reference);
  }
}

/// One entry for each type and subject, not for each line.
void Lines::group_skipped() {
  if (draft_.skipped.size() == before_.skipped) return;
  Skipped line = std::move(draft_.skipped.back());
  draft_.skipped.pop_back();
  std::string key(line.type);
  for (const std::string_view part :
       {line.subject.text, line.subject.identifier_system, line.subject.identifier_value}) {
    key.append("\n").append(part);
  }
  const auto [at, fresh] = skipped_.try_emplace(std::move(key), draft_.skipped.size());
  if (fresh) {
    line.type = draft_.keep(line.type);
    line.subject.display = {};
    hold(line.subject);
    draft_.skipped.push_back(std::move(line));
    return;
  }
  Skipped& group = draft_.skipped[at->second];
  ++group.count;
  if (group.examples.size() < record::examples_kept && !line.examples.empty()) {
    group.examples.push_back(std::move(line.examples.front()));
  }
}

void Lines::join(const Sink& sink) {
  deletions_.carry_out(draft_);
  drop_copies(draft_);
  resolve_medications(draft_);
  joined_ = std::make_unique<Joined>(draft_);
  joined_->ownership.join(sink);
  deletions_.tell_patients(draft_);
  drop_superseded(draft_, joined_->ownership);
  joined_->patients = joined_->ownership.patients();
  joined_->shares.emplace(draft_, joined_->ownership);
}

bool Lines::hand_over_next(const Sink& sink, record::Record& left) {
  if (!joined_) {
    if (draft_.bundle_paths.empty()) return false;
    join(sink);
    joined_->shares->leave_to(left);
  }
  if (joined_->next == joined_->patients.size()) return false;
  const std::uint32_t index = joined_->patients[joined_->next++];
  const Patient& patient = draft_.patients[index];
  hand_over_one(patient, joined_->shares->record_of(index), draft_.path_of(patient.position), sink);
  return true;
}

}  // namespace causa::intake::fhir
