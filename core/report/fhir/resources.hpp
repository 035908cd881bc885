// SPDX-License-Identifier: Apache-2.0
//
// The resources that an exported assessment consists of, one function each. Pure.
#pragma once

#include <string>
#include <vector>

#include "report/fhir/export.hpp"

namespace causa::report::fhir {

/// The assessment: causes in rank order as predictions. `probabilityRange` in percent, since a
/// range is what causa states and FHIR allows one of range and number; the middle stands in the
/// rationale. Alerts and all that a reader must not overlook stand in its notes too.
json::object risk_assessment(const Export& it);

/// Each alert, then each drug that may cause the complaint.
std::vector<json::object> detected_issues(const Export& it);

/// What to ask or measure next, most telling first, or that nothing is missing; and what the linter
/// found in the input.
json::object guidance_response(const Export& it);

/// What the linter found, each finding an issue. It has an id of its own only within the resource
/// that contains it: servers don't keep OperationOutcomes.
json::object operation_outcome(const assess::Assessment& assessment, std::string_view id);

/// Which modules and which resources the targets (ids) were made from.
json::object provenance(const Export& it, const std::vector<std::string>& targets);

/// The software with its modules.
json::object device(const Export& it);

}  // namespace causa::report::fhir
