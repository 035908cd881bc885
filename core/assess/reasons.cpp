// SPDX-License-Identifier: Apache-2.0

#include "assess/reasons.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace causa::assess {

namespace {

/// Causes that are looked at with one comparison.
constexpr std::uint32_t step = sizeof(std::uint64_t);

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

const std::vector<std::uint32_t>& Reasons::find(const Patient& patient, bool ranked) {
  const auto& unknown = patient.prepared().may_matter;
  const auto causes = static_cast<std::uint32_t>(unknown.size());
  known_.clear();
  if (ranked) known_.assign(unknown.begin(), unknown.end());
  known_.resize((causes + step - 1) / step * step);
  look(patient);
  add_named(patient);
  const std::uint8_t enough = ranked ? speaks | weighs | named : speaks | named;
  chosen_.clear();
  for (std::uint32_t first = 0; first < causes; first += step) {
    // Of most causes there is nothing.
    std::uint64_t any = 0;
    std::memcpy(&any, known_.data() + first, step);
    if (any == 0) continue;
    for (std::uint32_t cause = first; cause < first + step; ++cause)
      if ((known_[cause] & enough) != 0 || (known_[cause] == may_matter && matters(patient, cause)))
        chosen_.push_back(cause);
  }
  return chosen_;
}

void Reasons::look(const Patient& patient) {
  const Prepared& prepared = patient.prepared();
  const Outcomes::Row outcomes = patient.outcomes();  // known_ can't be within a copy
  for (const MaskBits& bits : prepared.mask_bits) {
    const bool speaking = (outcomes.yes(bits.word) & bits.speaking) != 0;
    const bool weighing = (outcomes.decided(bits.word) & bits.rules) != 0;
    known_[bits.cause] |=
        static_cast<std::uint8_t>((speaking ? speaks : 0) | (weighing ? weighs : 0));
  }
  for (const std::uint32_t cause : prepared.measured_causes)
    if (is_measured(patient, prepared.causes[cause])) known_[cause] |= speaks;
}

void Reasons::add_named(const Patient& patient) {
  const auto& causes = patient.prepared().causes;
  for (const RaisedAlert& alert : patient.assessment().alerts)
    for (std::uint32_t cause = 0; cause < causes.size(); ++cause)
      if (causes[cause].cause->id == alert.cause) known_[cause] |= named;
}

/// Of a cause of which nothing is known.
bool Reasons::matters(const Patient& patient, std::uint32_t cause) const {
  const Prepared& prepared = patient.prepared();
  const CauseMasks& masks = prepared.cause_masks[cause];
  if (masks.idiopathic) return true;
  if (masks.frequent_danger && prior_for(patient, prepared.causes[cause]).frequent) return true;
  const auto& led_by = prepared.causes[cause].led_by;
  return masks.led_to && std::any_of(led_by.begin(), led_by.end(), [this](std::uint32_t upstream) {
           return (known_[upstream] & (speaks | weighs)) != 0;
         });
}

}  // namespace causa::assess
