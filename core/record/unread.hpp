// SPDX-License-Identifier: Apache-2.0
//
// What a reader says of something that it couldn't make out, for those who know whether it matters.
// Pure.
#pragma once

#include <string_view>

#include "record/record.hpp"

namespace causa::record {

/// How the reason begins if a resource couldn't be read, in what could be read otherwise.
inline constexpr std::string_view unreadable_prefix = "can't be read: ";

/// A value that can't be used ("value is a Range") leaves an item without one, which says why in
/// its text. The text must live as long as the record.
inline void mark_unread(Item& item, std::string_view why) {
  item.state = State::unknown;
  item.value_kind = ValueKind::none;
  item.value_text = why;
}

/// Why its value can't be used; empty if it can, or if there is none.
inline std::string_view why_unread(const Item& item) {
  const bool none = item.value_kind == ValueKind::none && item.state == State::unknown;
  return none ? item.value_text : std::string_view();
}

}  // namespace causa::record
