// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/medication_references.hpp"

#include <algorithm>

#include "intake/fhir/references.hpp"

namespace causa::intake::fhir {

namespace {

class MedicationResolver {
 public:
  explicit MedicationResolver(Draft& draft) : draft_(draft) {
    for (std::uint32_t i = 0; i < draft.medications.size(); ++i) {
      const Medication& medication = draft.medications[i];
      if (medication.container == not_contained) {
        directory_.add(i, medication.id, medication.position.full_url);
      }
    }
  }

  void resolve(const PendingMedication& pending) {
    Resource& resource = draft_.resources[pending.resource];
    if (!resource.reason.empty()) return;
    Medication* medication = find(pending);
    if (medication != nullptr && medication->reason.empty() && !medication->code.empty()) {
      draft_.record.items[pending.item].codes = medication->code.codes;
      draft_.record.items[pending.item].text = medication->code.text;
      medication->user = std::min(medication->user, pending.resource);
    } else if (medication != nullptr && !medication->reason.empty()) {
      draft_.scratch.assign("its Medication: ").append(medication->reason);
      resource.ignore(draft_.keep(draft_.scratch), false);
    } else if (!pending.reference.display.empty()) {
      draft_.record.items[pending.item].text = draft_.keep(pending.reference.display);
    } else {
      resource.ignore("its medicationReference leads to no Medication with a code", false);
    }
  }

 private:
  Medication* find(const PendingMedication& pending) {
    const std::string_view reference = pending.reference.text;
    auto& medications = draft_.medications;
    if (!reference.starts_with('#')) {
      const Target target = directory_.find(reference, "Medication");
      return target.found == Found::one ? &medications[target.index] : nullptr;
    }
    for (std::size_t i = draft_.resources[pending.resource].first_medication;
         i < medications.size() && medications[i].container == pending.resource; ++i) {
      if (medications[i].id == reference.substr(1)) return &medications[i];
    }
    return nullptr;
  }

  Draft& draft_;
  Directory directory_;
};

}  // namespace

void resolve_medications(Draft& draft) {
  if (draft.pending.empty()) return;
  MedicationResolver resolver(draft);
  for (const PendingMedication& pending : draft.pending) resolver.resolve(pending);
}

}  // namespace causa::intake::fhir
