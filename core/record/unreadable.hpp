// SPDX-License-Identifier: Apache-2.0
//
// What a reader couldn't make out, beside what it left out on purpose: something may be missing,
// and nobody knows what. Told by how the reason ends, so that it is kept with a record. Pure.
#pragma once

#include <string_view>

#include "record/record.hpp"

namespace causa::record {

inline constexpr std::string_view unreadable = " (can't be read)";

inline bool is_unreadable(const Ignored& entry) {
  return !entry.grouped && entry.reason.ends_with(unreadable);
}

}  // namespace causa::record
