// SPDX-License-Identifier: Apache-2.0
//
// Is this the beginning of HL7 v2, or are there messages in it behind something else? Pure.
#pragma once

#include <string_view>

namespace causa::intake::hl7v2 {

/// It begins with MSH, FHS or BHS.
bool begins_with_header(std::string_view start);

/// A line of it begins with one of these and with delimiters, which nothing else has.
bool has_header(std::string_view start);

}  // namespace causa::intake::hl7v2
