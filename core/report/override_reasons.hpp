// SPDX-License-Identifier: Apache-2.0
//
// Why a clinician may set an alert or a card aside: the categories of HL7's code system of
// non-adherence reasons (CDS Hooks 3.0.0-ballot, after AHRQ publication 25-0073), with its own
// displays. Its "recipient" is whoever was shown the card, "PC CDS" its patient-centered clinical
// decision support. Constant; any thread.
#pragma once

#include <span>

namespace causa::report {

inline constexpr char override_reason_system[] =
    "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes";

struct OverrideReason {
  const char* code;
  const char* display;
};

std::span<const OverrideReason> override_reasons();

}  // namespace causa::report
