// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/versions.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

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
