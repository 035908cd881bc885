// SPDX-License-Identifier: Apache-2.0
//
// Is this the beginning of a case file? Conservative: a key that only a case file has must stand in
// it. Pure.
#pragma once

#include <string_view>

namespace causa::intake::cases {

/// `start` begins with { or [.
bool is_case_json(std::string_view start);

bool is_case_yaml(std::string_view start);

}  // namespace causa::intake::cases
