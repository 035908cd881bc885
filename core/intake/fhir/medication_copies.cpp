// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/medication_copies.hpp"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "intake/fhir/references.hpp"
#include "intake/fhir/versions.hpp"

namespace causa::intake::fhir {

namespace {

/// Codes outweigh what they are called.
bool same_drug(const record::Record& record, const Medication& a, const Medication& b) {
  if (a.reason != b.reason || a.code.codes.count != b.code.codes.count) return false;
  const record::Coding* one = record.begin_of(a.code.codes);
  const record::Coding* other = record.begin_of(b.code.codes);
  bool coded = a.code.codes.count > 0;
  for (std::uint32_t i = 0; i < a.code.codes.count; ++i) {
    if (one[i].system != other[i].system || one[i].code != other[i].code) return false;
    coded = coded && !one[i].code.empty();
    if (one[i].code.empty() && one[i].display != other[i].display) return false;
  }
  return coded || a.code.text == b.code.text;
}

class MedicationCopies {
 public:
  explicit MedicationCopies(Draft& draft)
      : draft_(draft), groups_(draft.medications.size(), not_contained) {}

  void find() {
    for (std::uint32_t i = 0; i < draft_.medications.size(); ++i) add(i);
    for (std::uint32_t i = 0; i < draft_.medications.size(); ++i) {
      if (groups_[i] == not_contained) continue;
      const Group& group = counts_[groups_[i]];
      Medication& medication = draft_.medications[i];
      if (group.counts == i) {
        medication.differs = group.differ;
      } else {
        medication.copy_of = group.counts;
      }
    }
  }

 private:
  struct Group {
    std::uint32_t counts;  ///< index of the one that does
    bool differ = false;
  };
  struct First {
    std::uint32_t group;
    std::string_view address;  ///< of the first that has one
  };

  void add(std::uint32_t index) {
    const Medication& medication = draft_.medications[index];
    const std::string_view address = without_version(medication.position.full_url);
    if (medication.container != not_contained || (medication.id.empty() && address.empty())) return;
    const std::uint32_t group = group_of(medication.id, address);
    groups_[index] = group;
    if (group == counts_.size()) {
      counts_.push_back({index});
    } else {
      compare(counts_[group], index);
    }
  }

  /// One without an address is the first of its id; at two addresses lie two.
  std::uint32_t group_of(std::string_view id, std::string_view address) {
    const auto fresh = static_cast<std::uint32_t>(counts_.size());
    std::string name(id);
    name.append("\n").append(address);
    const auto known = by_name_.find(name);
    if (known != by_name_.end()) return known->second;
    std::uint32_t group = fresh;
    if (!id.empty()) {
      First& first = by_id_.try_emplace(id, First{fresh, address}).first->second;
      if (first.address.empty()) first.address = address;
      if (address.empty() || first.address == address) group = first.group;
    }
    by_name_.emplace(std::move(name), group);
    return group;
  }

  void compare(Group& group, std::uint32_t index) {
    const Medication& there = draft_.medications[group.counts];
    const Medication& here = draft_.medications[index];
    const int order = order_of(stamp_of(here.meta), stamp_of(there.meta));
    if (order > 0) {
      group = {index};
    } else if (order == 0 && draft_.bundle_type != "history" &&
               !same_drug(draft_.record, here, there)) {
      group.differ = true;
    }
  }

  Draft& draft_;
  std::vector<std::uint32_t> groups_;  ///< by number of the medication
  std::vector<Group> counts_;
  std::unordered_map<std::string, std::uint32_t> by_name_;  ///< id and address
  std::unordered_map<std::string_view, First> by_id_;
};

}  // namespace

void drop_medication_copies(Draft& draft) { MedicationCopies(draft).find(); }

}  // namespace causa::intake::fhir
