// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/versions.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace causa::intake::fhir {

namespace {

constexpr std::string_view moved_reason =
    "a newer version of it names another patient, or none: this one counts all the same";

/// The copies of a Patient. Two people may have been given one id, and nothing says whose the
/// results are: so the record, which is that of the first, says where they can't be one.
class Copies {
 public:
  explicit Copies(Patient& first) : first_(&first), sex_(first.sex), birth_(first.birth) {}

  [[nodiscard]] const Patient& first() const { return *first_; }

  void compare(const Patient& copy) {
    if (sex_ == record::Sex::unknown) sex_ = copy.sex;
    if (copy.sex != record::Sex::unknown && copy.sex != sex_)
      tell("Patient.gender",
           "Patient resources of this id differ in sex: the first counts, and there may be two "
           "people");
    if (!birth_.known()) birth_ = copy.birth;
    if (copy.birth.known() &&
        (copy.birth.earliest_ms > birth_.latest_ms || birth_.earliest_ms > copy.birth.latest_ms))
      tell("Patient.birthDate",
           "Patient resources of this id differ in the date of birth: the first counts, and there "
           "may be two people");
  }

 private:
  void tell(std::string_view source, std::string_view reason) {
    const std::pair note(source, reason);
    if (std::find(first_->notes.begin(), first_->notes.end(), note) == first_->notes.end())
      first_->notes.push_back(note);
  }

  Patient* first_;
  record::Sex sex_;  ///< as any of them states
  TimeSpan birth_;
};

/// Where the resource lies, if its entry says so: another server's is another resource.
std::string_view server_address(const Resource& resource) {
  const std::string_view url = resource.position.full_url;
  if (!url.starts_with("http")) return {};
  return url.substr(0, url.find("/_history/"));
}

/// A resource of which there may be several versions.
struct Versioned {
  std::size_t hash;  ///< of its name and address
  std::uint32_t owner;
  std::uint32_t index;
  Stamp stamp = {};
  bool superseded = false;

  [[nodiscard]] bool is_somebodys() const { return owner != nobody && owner != refused; }

  friend bool operator<(const Versioned& a, const Versioned& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    return a.owner != b.owner ? a.owner < b.owner : a.index < b.index;
  }
};

/// First by number, then what is left by time: so one always remains.
void compare_versions(std::span<Versioned> versions) {
  std::uint64_t highest = 0;
  for (const Versioned& version : versions) highest = std::max(highest, version.stamp.number);
  std::int64_t latest_ms = 0;
  for (Versioned& version : versions) {
    version.superseded = version.stamp.number != 0 && version.stamp.number < highest;
    if (!version.superseded) latest_ms = std::max(latest_ms, version.stamp.updated_ms);
  }
  for (Versioned& version : versions)
    version.superseded = version.superseded ||
                         (version.stamp.updated_ms != 0 && version.stamp.updated_ms < latest_ms);
}

bool has_stamp(const Meta& meta) {
  return !meta.version.empty() || !meta.updated.empty() || meta.updated_ms != 0;
}

/// On which server its subject is, if the reference says so.
std::string_view server_of_subject(const Resource& resource) {
  const TypeAndId parts = split_reference(resource.subject.text);
  if (!parts.absolute || parts.id.empty()) return {};
  const std::string_view plain = without_version(resource.subject.text);
  return plain.substr(0, plain.size() - parts.id.size());
}

bool may_be_one(const Resource& a, const Resource& b) {
  const std::string_view here = server_of_subject(a);
  const std::string_view there = server_of_subject(b);
  return here.empty() || there.empty() || here == there;
}

/// Of the versions of one resource: those that count though the newest is not the same patient's.
/// A value that was taken back, or is another's, must not stand there without a word.
void tell_moved(std::span<const Versioned> versions, Draft& draft) {
  const Versioned* newest = &versions.front();
  for (const Versioned& version : versions)
    if (order_of(version.stamp, newest->stamp) > 0) newest = &version;
  for (const Versioned& version : versions) {
    const Resource& resource = draft.resources[version.index];
    if (!resource.reason.empty() || !version.is_somebodys() || version.owner == newest->owner ||
        order_of(newest->stamp, version.stamp) <= 0 ||
        !may_be_one(resource, draft.resources[newest->index]))
      continue;
    draft.scratch.assign(resource.type).append(".subject");
    draft.notes.push_back(
        {draft.keep(draft.scratch), moved_reason, version.index, false, resource.source});
  }
}

/// Of one resource, those of a patient one after the other.
void settle_versions(std::span<Versioned> versions, Draft& draft) {
  for (Versioned& version : versions) version.stamp = stamp_of(draft.resources[version.index].meta);
  for (auto first = versions.begin(); first != versions.end();) {
    const auto last = std::find_if(first, versions.end(),
                                   [&](const Versioned& it) { return it.owner != first->owner; });
    if (last - first > 1 && first->is_somebodys()) compare_versions({first, last});
    first = last;
  }
  for (const Versioned& version : versions) {
    Resource& resource = draft.resources[version.index];
    if (version.superseded && resource.reason.empty())
      resource.ignore("superseded by a newer version of it in the same input");
  }
  tell_moved(versions, draft);
}

}  // namespace

std::uint64_t number_of(std::string_view version) {
  std::uint64_t number = 0;
  const char* end = version.data() + version.size();
  const auto [stop, code] = std::from_chars(version.data(), end, number);
  return code == std::errc() && stop == end ? number : 0;
}

std::int64_t updated_at(const Meta& meta) {
  if (meta.updated.empty()) return meta.updated_ms;
  const auto time = parse_time(meta.updated);
  return time ? time->latest_ms : 0;
}

Stamp stamp_of(const Meta& meta) { return {number_of(meta.version), updated_at(meta)}; }

int order_of(const Stamp& a, const Stamp& b) {
  if (a.number != 0 && b.number != 0 && a.number != b.number) return a.number > b.number ? 1 : -1;
  if (a.updated_ms == 0 || b.updated_ms == 0 || a.updated_ms == b.updated_ms) return 0;
  return a.updated_ms > b.updated_ms ? 1 : -1;
}

void drop_superseded(Draft& draft, const Ownership& ownership) {
  std::vector<Versioned> versions;
  for (std::uint32_t i = 0; i < draft.resources.size(); ++i) {
    const Resource& resource = draft.resources[i];
    if (!has_stamp(resource.meta)) continue;
    const std::hash<std::string_view> hash;
    const std::size_t key = hash(resource.source) * 31 + hash(server_address(resource));
    versions.push_back({key, ownership.owner(i), i});
  }
  std::sort(versions.begin(), versions.end());
  for (auto first = versions.begin(); first != versions.end();) {
    const auto last = std::find_if(first, versions.end(),
                                   [&](const Versioned& it) { return it.hash != first->hash; });
    const Resource& one = draft.resources[first->index];
    const bool same = std::all_of(first, last, [&](const Versioned& it) {
      const Resource& other = draft.resources[it.index];
      return other.source == one.source && server_address(other) == server_address(one);
    });
    if (same && last - first > 1) settle_versions({first, last}, draft);
    first = last;
  }
}

void drop_copies(Draft& draft) {
  std::unordered_map<std::string_view, Copies> by_id;
  for (Patient& patient : draft.patients) {
    if (patient.container != not_contained || patient.id.empty() || patient.given_before) continue;
    const auto [at, fresh] = by_id.try_emplace(patient.id, Copies(patient));
    if (fresh) continue;
    const std::string_view here = patient.position.full_url;
    const std::string_view there = at->second.first().position.full_url;
    patient.given_before = here == there || here.empty() || there.empty();
    if (patient.given_before) at->second.compare(patient);
  }
}

}  // namespace causa::intake::fhir
