// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/medication_references.hpp"

#include <algorithm>

#include "intake/fhir/medication_copies.hpp"
#include "intake/fhir/references.hpp"

namespace causa::intake::fhir {

namespace {

class MedicationResolver {
 public:
  explicit MedicationResolver(Draft& draft) : draft_(draft) {
    for (std::uint32_t i = 0; i < draft.medications.size(); ++i) {
      const Medication& medication = draft.medications[i];
      if (medication.container != not_contained) continue;
      const bool is_copy = medication.copy_of != not_contained;
      directory_.add(is_copy ? medication.copy_of : i, is_copy ? std::string_view() : medication.id,
                     medication.position.full_url);
    }
  }

  void resolve(const PendingMedication& pending) {
    Resource& resource = draft_.resources[pending.resource];
    if (!resource.reason.empty()) return;
    Medication* medication = find(pending);
    const bool differs = several_ || (medication != nullptr && medication->differs);
    if (differs && pending.reference.display.empty()) {
      resource.ignore("several Medications of the id that it names differ", false);
    } else if (medication != nullptr && !differs && medication->reason.empty() &&
               !medication->code.empty()) {
      draft_.record.items[pending.item].codes = medication->code.codes;
      draft_.record.items[pending.item].text = medication->code.text;
      medication->user = std::min(medication->user, pending.resource);
    } else if (medication != nullptr && !differs && !medication->reason.empty()) {
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
    several_ = false;
    if (!reference.starts_with('#')) {
      const Target target = directory_.find(reference, "Medication");
      several_ = target.found == Found::several;
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
  bool several_ = false;  ///< what was looked for last can mean several
};

}  // namespace

void resolve_medications(Draft& draft) {
  if (draft.pending.empty()) return;
  drop_medication_copies(draft);
  MedicationResolver resolver(draft);
  for (const PendingMedication& pending : draft.pending) resolver.resolve(pending);
}

}  // namespace causa::intake::fhir
