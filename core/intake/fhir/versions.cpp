// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/versions.hpp"

#include <unordered_map>
#include <unordered_set>

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

}  // namespace

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
  std::unordered_map<std::string_view, const Patient*> first;
  for (Patient& patient : draft.patients) {
    if (patient.container != not_contained || patient.id.empty() || patient.given_before) continue;
    const auto [at, fresh] = first.try_emplace(patient.id, &patient);
    if (fresh) continue;
    const std::string_view here = patient.position.full_url;
    const std::string_view there = at->second->position.full_url;
    patient.given_before = here == there || here.empty() || there.empty();
  }
}

}  // namespace causa::intake::fhir
