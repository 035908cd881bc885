// SPDX-License-Identifier: Apache-2.0

#include "report/override_reasons.hpp"

namespace causa::report {

namespace {

constexpr OverrideReason reasons[] = {
    {"cds-not-applicable", "PC CDS does not apply to patient"},
    {"cds-suboptimal-context", "PC CDS delivered in suboptimal context"},
    {"recipient-disagrees-evidence",
     "Recipient disagrees with recommendation because of issues with the evidence"},
    {"recipient-concerns-outcomes", "Recipient has concerns regarding potential health outcomes"},
    {"does-not-align-preferences",
     "Recommendation does not align with patient preferences or values"},
    {"not-convenient-feasible", "Recommendation is not convenient or feasible"},
};

}  // namespace

std::span<const OverrideReason> override_reasons() { return reasons; }

}  // namespace causa::report
