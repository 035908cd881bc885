// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/deletions.hpp"

#include <algorithm>
#include <set>

#include "intake/fhir/entries.hpp"
#include "intake/fhir/references.hpp"
#include "intake/fhir/resource_types.hpp"
#include "intake/patient_keys.hpp"

namespace causa::intake::fhir {

namespace {

constexpr std::string_view deleted_in_doubt =
    "deleted by a Bundle of deletions in the same input, and nothing says which came last: it "
    "doesn't count";
constexpr std::string_view of_a_server_in_doubt =
    "deleted by a Bundle of deletions in the same input, and nothing says that both are of one "
    "server: it doesn't count";
constexpr std::string_view patient_deleted =
    "the Patient was deleted by a Bundle of deletions in the same input, and other resources still "
    "name it: age and sex are not known";

/// "2" of "Observation/k1/_history/2"; empty if it says none.
std::string_view version_in(std::string_view url) {
  constexpr std::string_view mark = "/_history/";
  const std::size_t at = url.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view version = url.substr(at + mark.size());
  return version.substr(0, version.find_first_of("/?"));
}

/// "2" of W/"2".
std::string_view version_of_etag(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() < 2 || !etag.starts_with('"') || !etag.ends_with('"')) return {};
  return etag.substr(1, etag.size() - 2);
}

bool holds_only_deletions(const Draft& bundle) {
  return bundle.is_bundle && !bundle.deleted.empty() && bundle.resources.empty() &&
         bundle.patients.empty() && bundle.medications.empty() && bundle.skipped.empty() &&
         bundle.notes.empty() && bundle.hiding.empty();
}

bool is_id(std::string_view id) {
  constexpr std::size_t longest_id = 64;
  const auto may_stand = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
  };
  return !id.empty() && id.size() <= longest_id && std::all_of(id.begin(), id.end(), may_stand);
}

/// The first that is of the form of FHIR: another id may be this one with signs around it.
std::string name_in(const Deletion& deletion) {
  for (const std::string_view address : {deletion.url, deletion.position.full_url}) {
    std::string name = deleted_name(address);
    if (is_id(std::string_view(name).substr(name.find('/') + 1))) return name;
  }
  return {};
}

/// Of what stands before "Observation/k1" in an address, by http or https; 0: nothing is said.
std::uint64_t server_in(std::string_view address) {
  address = without_version(address.substr(0, address.find('?')));
  const TypeAndId parts = split_reference(address);
  if (!parts.absolute || parts.id.empty()) return 0;
  address.remove_suffix(parts.type.size() + 1 + parts.id.size());
  address.remove_prefix(address.find("//"));
  return std::max<std::uint64_t>(hash_of(address), 1);
}

TimeSpan time_in(std::string_view text) {
  const Result<TimeSpan> time = parse_time(text);
  return time ? *time : TimeSpan();
}

std::string patient_name(const Patient& patient) { return "Patient/" + std::string(patient.id); }

}  // namespace

std::string deleted_name(std::string_view url) {
  while (url.starts_with('/')) url.remove_prefix(1);
  const TypeAndId parts = split_reference(url.substr(0, url.find('?')));
  if (!is_resource_type(parts.type)) return {};
  return std::string(parts.type).append("/").append(parts.id);
}

Stamp stamp_of(const Deletion& deletion) {
  Meta meta;
  meta.updated = deletion.modified;
  for (const std::string_view version :
       {version_in(deletion.url), version_in(deletion.position.full_url),
        version_of_etag(deletion.etag)})
    if (meta.version.empty()) meta.version = version;
  return stamp_of(meta);
}

bool may_be_deletions(std::string_view line) {
  return line.find("\"resource\"") == std::string_view::npos;
}

bool Deletions::take(const Draft& bundle, const Document& line, const Sink& sink) {
  if (!line.one_of_many || !holds_only_deletions(bundle) || !may_be_deletions(line.bytes))
    return false;
  if (first_place_.empty()) first_place_ = line.place;
  // Bulk data says when of the Bundle as a whole.
  const TimeSpan of_bundle = time_in(bundle.bundle_updated);
  const Deletion* nameless = nullptr;
  std::size_t nameless_count = 0;
  for (const Deletion& deletion : bundle.deleted) {
    std::string name = name_in(deletion);
    if (name.empty()) {
      if (nameless == nullptr) nameless = &deletion;
      ++nameless_count;
      continue;
    }
    hold(deletion, std::move(name), of_bundle);
  }
  if (nameless != nullptr) {
    std::string message = "a deletion that names no resource, which isn't carried out";
    if (nameless_count > 1) message += " (" + std::to_string(nameless_count) + " of the kind)";
    sink(input_error(
        line.place + ": " + bundle.path_of_entry(nameless->position) + ".request.url",
        std::move(message),
        "name what was deleted as Observation/ID, or leave it out of the export, and give all of "
        "it again"));
  }
  return true;
}

/// Of several, in whatever order they come: so that no number is joined with another's time.
void Deletions::hold(const Deletion& deletion, std::string name, const TimeSpan& of_bundle) {
  std::uint64_t server = server_in(deletion.url);
  if (server == 0) server = server_in(deletion.position.full_url);
  const auto [at, fresh] = by_name_.try_emplace(std::move(name));
  Deleted& held = at->second;
  if (fresh) held.server = server;
  held.several_servers = held.several_servers || held.server != server;
  const std::uint64_t number = stamp_of(deletion).number;
  held.number = std::max(held.number, number);
  if (number != 0) return;
  TimeSpan time = time_in(deletion.modified);
  if (!time.known()) time = of_bundle;
  if (!time.known()) {
    held.undated = true;
    return;
  }
  held.earliest_ms = std::max(held.earliest_ms, time.earliest_ms);
  held.latest_ms = std::max(held.latest_ms, time.latest_ms);
}

std::string_view Deletions::why_not(const std::string& name, const Meta& meta,
                                    std::uint64_t server) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return {};
  Deleted& deleted = found->second;
  const bool same_server = !deleted.several_servers && deleted.server == server;
  const bool both_known = !deleted.several_servers && deleted.server != 0 && server != 0;
  if (both_known && !same_server) return {};
  deleted.found = true;
  const Stamp stamp = stamp_of(meta);
  const bool is_older = !deleted.undated &&
                        (deleted.number == 0 || deleted.number < stamp.number) &&
                        (deleted.latest_ms == 0 || deleted.latest_ms < stamp.updated_ms);
  if (is_older) return {};
  const bool is_newer = (stamp.number != 0 && deleted.number > stamp.number) ||
                        (stamp.updated_ms != 0 && deleted.earliest_ms > stamp.updated_ms);
  if (!same_server) return of_a_server_in_doubt;
  return is_newer ? deleted_reason : deleted_in_doubt;
}

void Deletions::carry_out(Draft& lines) {
  if (by_name_.empty()) return;
  // A Patient doesn't say where it lies, but those may who name it.
  std::unordered_map<std::string, std::uint64_t> servers;
  for (Resource& resource : lines.resources) {
    const std::uint64_t server = server_in(resource.subject.text);
    std::string patient = server == 0 ? std::string() : deleted_name(resource.subject.text);
    if (!patient.empty() && by_name_.contains(patient)) {
      const auto [at, fresh] = servers.try_emplace(std::move(patient), server);
      if (at->second != server) at->second = 0;
    }
    const std::string_view why = why_not(std::string(resource.source), resource.meta, server);
    if (!why.empty() && resource.reason.empty()) resource.ignore(why, why == deleted_reason);
  }
  for (Patient& patient : lines.patients) {
    if (patient.container != not_contained) continue;
    const std::string name = patient_name(patient);
    const auto server = servers.find(name);
    if (!why_not(name, patient.meta, server == servers.end() ? 0 : server->second).empty())
      patient.given_before = patient.deleted = true;
  }
}

void Deletions::tell_patients(Draft& lines) const {
  if (by_name_.empty()) return;
  std::set<std::pair<std::string_view, std::string_view>> identifiers;
  for (const Patient& patient : lines.patients) {
    if (!patient.deleted) continue;
    identifiers.insert(patient.identifiers.begin(), patient.identifiers.end());
  }
  for (Patient& patient : lines.patients) {
    if (!patient.invented) continue;
    const bool by_identifier =
        std::any_of(patient.identifiers.begin(), patient.identifiers.end(),
                    [&](const auto& identifier) { return identifiers.contains(identifier); });
    if (by_identifier || by_name_.contains(patient_name(patient)))
      patient.notes.push_back({"Patient.id", patient_deleted});
  }
}

std::optional<Error> Deletions::not_carried_out(bool beside_others) const {
  const auto count = std::count_if(by_name_.begin(), by_name_.end(), [&](const auto& deletion) {
    const std::string_view type =
        std::string_view(deletion.first).substr(0, deletion.first.find('/'));
    const bool counts = is_read_type(type) && type != "Medication";
    return !deletion.second.found && (counts || !beside_others);
  });
  if (count == 0) return std::nullopt;
  return input_error(
      first_place_,
      "deletions that take nothing away (" + std::to_string(count) +
          "): what they name is no lone resource of this input, and of Bundles nothing is taken",
      "give an export in one call with its deletions; leave what was deleted out of its Bundle");
}

}  // namespace causa::intake::fhir
