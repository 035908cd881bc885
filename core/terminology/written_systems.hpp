// SPDX-License-Identifier: Apache-2.0
//
// Code systems by the names that people write. Pure; any thread.
#pragma once

#include <string_view>

namespace causa::terminology {

/// FHIR's URI of a code system from any of its names, case and punctuation aside: "ICD-10-CM",
/// "Snomed CT"; empty for words that are no code system.
std::string_view written_system_uri(std::string_view name);

}  // namespace causa::terminology
