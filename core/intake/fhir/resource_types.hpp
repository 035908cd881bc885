// SPDX-License-Identifier: Apache-2.0
//
// The names of the resource types of FHIR R4 (4.0.1, hl7.org/fhir/R4/resourcelist.html), without
// the two abstract ones, and those of other versions that R4 doesn't have (resourcelist.html under
// hl7.org/fhir/DSTU2, STU3, R4B and R5). Pure.
#pragma once

#include <string_view>

namespace causa::intake::fhir {

/// Of any of these versions.
bool is_resource_type(std::string_view name);

/// The type of R4 that is written so but for capitals; empty if there is none.
std::string_view resource_type_like(std::string_view name);

}  // namespace causa::intake::fhir
