// SPDX-License-Identifier: Apache-2.0
//
// An assessment as a FHIR R4 transaction Bundle: Device, RiskAssessment, a DetectedIssue for each
// alert and each drug that may be the cause, GuidanceResponse and Provenance (docs/fhir-output.md).
// Every entry is a PUT to an id that follows from the assessment's id, so a second export changes
// nothing on the server. Pure.
#pragma once

#include <string>

#include "report/context.hpp"

namespace causa::report {

/// One line, without the line end.
std::string to_fhir(const assess::Assessment& assessment, const Context& context);

}  // namespace causa::report
