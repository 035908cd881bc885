// SPDX-License-Identifier: Apache-2.0
//
// How a comparator is written in FHIR and in every report, both ways. Pure; any thread.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

#include "record/record.hpp"

namespace causa::record {

inline constexpr const char* comparator_signs[] = {"", "<", "<=", ">=", ">"};

/// "<=", or empty.
constexpr const char* sign_of(Comparator comparator) {
  return comparator_signs[static_cast<std::size_t>(comparator)];
}

/// Of "<=" and its like; none of any other text.
constexpr Comparator comparator_of(std::string_view sign) {
  for (std::size_t i = 1; i < std::size(comparator_signs); ++i)
    if (sign == comparator_signs[i]) return static_cast<Comparator>(i);
  return Comparator::none;
}

}  // namespace causa::record
