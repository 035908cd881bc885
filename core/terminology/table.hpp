// SPDX-License-Identifier: Apache-2.0
//
// Terminology tables as files: configs/terminology/*.json. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "terminology/vocabulary.hpp"

namespace causa::terminology {

/// Reads {"schema": "causa.terminology/1", "sources": {...}, "concepts": [...]}. Error: place is
/// the concept's id.
Result<std::vector<ConceptDefinition>> parse_table(std::string_view json);

/// Reads {"schema": "causa.terminology/1", "replaced": [...]}. Error: place is the code.
Result<std::vector<ReplacedCode>> parse_replaced(std::string_view json);

}  // namespace causa::terminology
