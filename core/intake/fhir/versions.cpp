// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/versions.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace causa::intake::fhir {

namespace {

class Versions {
 public:
  explicit Versions(const Draft& draft) {
    for (const auto& [name, entry] : draft.deleted) deleted_.try_emplace(name, entry);
  }

  /// Why this version doesn't count; empty if it does.
  std::string_view outdated(std::string_view type, std::string_view id, std::uint32_t entry) {
    if (id.empty()) return {};
    name_.assign(type).append("/").append(id);
    const auto deletion = deleted_.find(name_);
    if (deletion != deleted_.end() && deletion->second < entry) return "deleted later";
    return seen_.insert(name_).second ? std::string_view() : "an older version";
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> deleted_;
  std::unordered_set<std::string> seen_;
  std::string name_;
};

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
  std::size_t hash;  ///< of its name, owner and address
  std::uint32_t index;
  std::uint64_t number = 0;  ///< 0: its version is no number
  std::int64_t updated_ms = 0;
  bool superseded = false;

  friend bool operator<(const Versioned& a, const Versioned& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.index < b.index;
  }
};

std::uint64_t number_of(std::string_view version) {
  std::uint64_t number = 0;
  const char* end = version.data() + version.size();
  const auto [stop, code] = std::from_chars(version.data(), end, number);
  return code == std::errc() && stop == end ? number : 0;
}

/// First by number, then what is left by time: so one always remains.
void compare_versions(std::span<Versioned> versions, const Draft& draft) {
  std::uint64_t highest = 0;
  for (Versioned& version : versions) {
    const Resource& resource = draft.resources[version.index];
    version.number = number_of(resource.version);
    version.updated_ms = updated_at(resource);
    highest = std::max(highest, version.number);
  }
  std::int64_t latest_ms = 0;
  for (Versioned& version : versions) {
    version.superseded = version.number != 0 && version.number < highest;
    if (!version.superseded) latest_ms = std::max(latest_ms, version.updated_ms);
  }
  for (Versioned& version : versions)
    version.superseded =
        version.superseded || (version.updated_ms != 0 && version.updated_ms < latest_ms);
}

}  // namespace

std::int64_t updated_at(const Resource& resource) {
  if (resource.updated.empty()) return resource.updated_ms;
  const auto time = parse_time(resource.updated);
  return time ? time->latest_ms : 0;
}

void drop_superseded(Draft& draft, const Ownership& ownership) {
  std::vector<Versioned> versions;
  for (std::uint32_t i = 0; i < draft.resources.size(); ++i) {
    const Resource& resource = draft.resources[i];
    const bool tells =
        !resource.version.empty() || !resource.updated.empty() || resource.updated_ms != 0;
    const std::uint32_t owner = ownership.owner(i);
    if (!tells || owner == nobody || owner == refused) continue;
    const std::hash<std::string_view> hash;
    std::size_t key = hash(resource.source) * 31 + owner;
    key = key * 31 + hash(server_address(resource));
    versions.push_back({key, i});
  }
  std::sort(versions.begin(), versions.end());
  for (auto first = versions.begin(); first != versions.end();) {
    const auto last = std::find_if(first, versions.end(),
                                   [&](const Versioned& it) { return it.hash != first->hash; });
    const Resource& one = draft.resources[first->index];
    const bool same = std::all_of(first, last, [&](const Versioned& it) {
      const Resource& other = draft.resources[it.index];
      return other.source == one.source && server_address(other) == server_address(one) &&
             ownership.owner(it.index) == ownership.owner(first->index);
    });
    if (same && last - first > 1) {
      compare_versions({first, last}, draft);
      for (auto version = first; version != last; ++version) {
        Resource& resource = draft.resources[version->index];
        if (version->superseded && resource.reason.empty())
          resource.ignore("superseded by a newer version of it in the same input");
      }
    }
    first = last;
  }
}

void drop_old_versions(Draft& draft) {
  Versions versions(draft);
  for (Resource& resource : draft.resources) {
    const std::string_view reason =
        versions.outdated(resource.type, resource.id, resource.position.entry);
    if (!reason.empty() && resource.reason.empty()) resource.ignore(reason);
  }
  for (Patient& patient : draft.patients) {
    if (patient.container != not_contained) continue;
    patient.given_before =
        !versions.outdated("Patient", patient.id, patient.position.entry).empty();
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
