// SPDX-License-Identifier: Apache-2.0
//
// An assessment as an HL7 v2.5.1 ORU^R01 for the systems that sent the findings (docs/hl7v2.md):
// alerts first, then the causes by rank, each a group of OBX with one sub-identifier, then advice,
// then what was missing or ignored. Codes are causa's own (99CAUSA). UTF-8. Pure; the same
// assessment gives the same bytes.
#pragma once

#include <string>

#include "assess/assessment.hpp"

namespace causa::report {

/// The message; each segment ends with CR.
std::string to_hl7v2(const assess::Assessment& assessment);

}  // namespace causa::report
