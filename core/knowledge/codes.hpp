// SPDX-License-Identifier: Apache-2.0
//
// Codes and unit conversions as concepts and causes write them. Internal to this room.
#pragma once

#include <vector>

#include "knowledge/reader.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::knowledge {

std::vector<terminology::Conversion> read_conversions(Reader& part);
std::vector<terminology::CodeDefinition> read_codes(Reader& part);

}  // namespace causa::knowledge
