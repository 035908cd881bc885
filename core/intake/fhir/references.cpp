// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/references.hpp"

#include "intake/fhir/resource_types.hpp"

namespace causa::intake::fhir {

namespace {

bool is_http(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

/// The last path segment, which is removed from `path`.
std::string_view take_segment(std::string_view& path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view segment = slash == std::string_view::npos ? path : path.substr(slash + 1);
  path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  return segment;
}

bool same_address(std::string_view a, std::string_view b) {
  a = without_version(a);
  b = without_version(b);
  if (a == b) return true;
  const TypeAndId first = split_reference(a);
  const TypeAndId second = split_reference(b);
  return !first.id.empty() && first.id == second.id && first.type == second.type &&
         first.absolute != second.absolute;
}

/// Whether a reference that leads to nothing known is written as no version of FHIR has it: a bare
/// id, a type in other capitals, a misspelled one. An address of another form may mean anybody.
bool is_malformed(std::string_view reference) {
  const TypeAndId parts = split_reference(reference);
  if (!parts.type.empty()) return !is_resource_type(parts.type);
  if (!parts.absolute) return reference.find_first_of(":?") == std::string_view::npos;
  std::string_view path = without_version(reference);
  take_segment(path);
  return resource_type_like(take_segment(path)) == "Patient";
}

/// All before the id; empty if it isn't absolute.
std::string_view server_of(std::string_view plain, const TypeAndId& parts) {
  return parts.absolute ? plain.substr(0, plain.size() - parts.id.size()) : std::string_view();
}

}  // namespace

TypeAndId split_reference(std::string_view reference) {
  TypeAndId result;
  result.absolute = is_http(reference);
  std::string_view path = without_version(reference);
  result.id = take_segment(path);
  result.type = take_segment(path);
  const bool letters = !result.type.empty() && result.type.front() >= 'A' &&
                       result.type.front() <= 'Z' && !result.id.empty();
  if (!letters || (!result.absolute && !path.empty())) return {{}, {}, result.absolute};
  return result;
}

std::string_view id_with_slash(std::string_view reference) {
  constexpr std::string_view of_patient = "Patient/";
  if (!reference.starts_with(of_patient)) return {};
  reference.remove_prefix(of_patient.size());
  return reference.find('/') == std::string_view::npos ? std::string_view() : reference;
}

bool same_subject(const Reference& a, const Reference& b) {
  if (!a.text.empty() || !b.text.empty())
    return same_address(a.text.empty() ? a.identifier_value : a.text,
                        b.text.empty() ? b.identifier_value : b.text);
  return a.identifier_value == b.identifier_value && a.identifier_system == b.identifier_system;
}

/// The type is an address relative to that of all definitions, or the whole of it.
bool names_another_type(const Reference& subject) {
  constexpr std::string_view definitions = "http://hl7.org/fhir/StructureDefinition/";
  std::string_view type = subject.type;
  if (type.starts_with(definitions)) type.remove_prefix(definitions.size());
  return !type.empty() && type != "Patient";
}

void Directory::add(std::uint32_t index, std::string_view id, std::string_view full_url) {
  const Named named{index, is_http(full_url), false, {}};
  if (!full_url.empty()) {
    const auto [at, fresh] = by_url_.try_emplace(full_url, named);
    if (!fresh && at->second.index != index) at->second.several = true;
  }
  if (!id.empty()) {
    const auto [at, fresh] = by_id_.try_emplace(id, named);
    if (!fresh) at->second.several = true;
  }
}

void Directory::meet(std::string_view address, std::string_view type, bool decides) {
  const std::string_view plain = without_version(address);
  const TypeAndId parts = split_reference(plain);
  if (!parts.absolute || parts.type != type || by_url_.contains(plain)) return;
  const auto by_id = by_id_.find(parts.id);
  if (by_id != by_id_.end() && by_id->second.on_server) return;
  Server& server = by_id != by_id_.end() ? by_id->second.server : unknown_[parts.id];
  const std::string_view here = server_of(plain, parts);
  if (server.address.empty()) server.address = here;
  server.several = server.several || (decides && server.address != here);
}

Target Directory::find(std::string_view reference, std::string_view type) const {
  const std::string_view plain = without_version(reference);
  const auto by_url = by_url_.find(plain);
  if (by_url != by_url_.end()) {
    return {by_url->second.several ? Found::several : Found::one, by_url->second.index};
  }
  const TypeAndId parts = split_reference(plain);
  std::string_view id = parts.id;
  if (plain.starts_with("urn:uuid:") || plain.starts_with("urn:oid:")) {
    id = plain.substr(plain.rfind(':') + 1);
  } else if (parts.type != type) {
    return {};
  }
  const auto by_id = by_id_.find(id);
  if (by_id == by_id_.end()) {
    const auto unknown = unknown_.find(id);
    const bool open =
        unknown != unknown_.end() && unknown->second.leaves_open(server_of(plain, parts));
    return {open ? Found::several : Found::none, 0};
  }
  const Named& named = by_id->second;
  if (parts.absolute && named.on_server) return {};
  const bool open = named.several || named.server.leaves_open(server_of(plain, parts));
  return {open ? Found::several : Found::one, named.index};
}

Target Directory::find_id(std::string_view id) const {
  const auto by_id = by_id_.find(id);
  if (by_id == by_id_.end()) return {};
  return {by_id->second.several ? Found::several : Found::one, by_id->second.index};
}

PatientDirectory::PatientDirectory(const Draft& draft) : draft_(draft) {
  for (std::uint32_t i = 0; i < draft.patients.size(); ++i) {
    const Patient& patient = draft.patients[i];
    if (patient.container == not_contained && !patient.given_before) {
      directory_.add(i, patient.id, patient.position.full_url);
    }
  }
  meet_servers();
}

/// Before anybody is found, so that it doesn't matter who is met first. What is ignored is kept
/// apart from who is on another server, but takes nothing from them.
void PatientDirectory::meet_servers() {
  for (const Patient& patient : draft_.patients)
    if (patient.given_before) directory_.meet(patient.position.full_url, "Patient", true);
  for (const bool used : {true, false}) {
    std::string_view last;
    for (const Resource& resource : draft_.resources) {
      const std::string_view subject = resource.subject.text;
      if (resource.reason.empty() != used || !is_http(subject) || subject == last) continue;
      directory_.meet(subject, "Patient", used);
      last = subject;
    }
  }
}

Target PatientDirectory::find_contained(std::string_view id, std::uint32_t resource) const {
  for (std::uint32_t i = draft_.resources[resource].first_patient; i < draft_.patients.size();
       ++i) {
    const Patient& patient = draft_.patients[i];
    if (patient.container != resource) break;
    if (patient.id == id) return {Found::one, i};
  }
  return {};
}

Target PatientDirectory::find_identifier(std::string_view system, std::string_view value) const {
  if (!identifiers_indexed_) index_identifiers();
  const auto found = by_identifier_.find(std::pair(system, value));
  return found == by_identifier_.end() ? Target() : found->second;
}

/// Few documents need it, so it is made for the first that does.
void PatientDirectory::index_identifiers() const {
  identifiers_indexed_ = true;
  for (std::uint32_t i = 0; i < draft_.patients.size(); ++i) {
    const Patient& patient = draft_.patients[i];
    if (patient.given_before) continue;
    for (const auto& identifier : patient.identifiers) {
      const auto [at, fresh] = by_identifier_.try_emplace(identifier, Target{Found::one, i});
      if (!fresh && at->second.index != i) at->second.found = Found::several;
    }
  }
}

/// Only the one search that names a patient beyond doubt.
Target PatientDirectory::find_by_search(std::string_view query) const {
  constexpr std::string_view by_identifier = "Patient?identifier=";
  if (!query.starts_with(by_identifier)) return {};
  query.remove_prefix(by_identifier.size());
  const std::size_t bar = query.find('|');
  if (bar == std::string_view::npos || query.find_first_of("&,%") != std::string_view::npos) {
    return {};
  }
  return find_identifier(query.substr(0, bar), query.substr(bar + 1));
}

Target PatientDirectory::find(const Reference& reference, std::uint32_t resource) const {
  if (!reference.stated()) return {Found::not_stated, 0};
  if (reference.text.starts_with('#')) {
    return find_contained(reference.text.substr(1), resource);
  }
  if (reference.text.empty()) {
    if (names_another_type(reference)) return {Found::not_a_patient, 0};
    return find_identifier(reference.identifier_system, reference.identifier_value);
  }
  Target target = directory_.find(reference.text, "Patient");
  if (target.found == Found::none) target = find_by_search(reference.text);
  if (target.found == Found::none) target = directory_.find_id(id_with_slash(reference.text));
  if (target.found != Found::none) return target;
  const std::string_view type = split_reference(reference.text).type;
  const bool another =
      type.empty() ? names_another_type(reference) : type != "Patient" && is_resource_type(type);
  if (another) return {Found::not_a_patient, 0};
  return {is_malformed(reference.text) ? Found::malformed : Found::none, 0};
}

}  // namespace causa::intake::fhir
