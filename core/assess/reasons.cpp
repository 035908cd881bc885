// SPDX-License-Identifier: Apache-2.0

#include "assess/reasons.hpp"

#include <algorithm>
#include <cmath>

namespace causa::assess {

namespace {

bool is_measured(const Patient& patient, const PreparedCause& cause) {
  return std::any_of(cause.measured.begin(), cause.measured.end(), [&](std::uint32_t column) {
    return !std::isnan(patient.batch().low(column)[patient.row()]);
  });
}

}  // namespace

const PreparedPrior& prior_for(const Patient& patient, const PreparedCause& cause) {
  for (const auto& prior : cause.priors)
    if (patient.holds(prior.test)) return prior;
  return patient.prepared().no_prior;
}

void Reasons::find(const Patient& patient) {
  const Prepared& prepared = patient.prepared();
  const Outcomes::Row& outcomes = patient.outcomes();
  known_.assign(prepared.causes.size(), 0);
  for (const MaskBits& bits : prepared.mask_bits) {
    const bool speaking = (outcomes.yes(bits.word) & bits.speaking) != 0;
    const bool weighing = (outcomes.decided(bits.word) & bits.rules) != 0;
    known_[bits.cause] |=
        static_cast<std::uint8_t>((speaking ? speaks : 0) | (weighing ? weighs : 0));
  }
  for (const std::uint32_t cause : prepared.measured_causes)
    if (is_measured(patient, prepared.causes[cause])) known_[cause] |= speaks;
}

bool Reasons::matters_unknown(const Patient& patient, std::uint32_t cause) const {
  const Prepared& prepared = patient.prepared();
  const CauseMasks& masks = prepared.cause_masks[cause];
  if (masks.idiopathic) return true;
  if (masks.frequent_danger && prior_for(patient, prepared.causes[cause]).frequent) return true;
  const auto& led_by = prepared.causes[cause].led_by;
  return masks.led_to && std::any_of(led_by.begin(), led_by.end(), [this](std::uint32_t upstream) {
           return known_[upstream] != 0;
         });
}

}  // namespace causa::assess
