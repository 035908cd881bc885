// SPDX-License-Identifier: Apache-2.0
//
// What a library says, made safe for a log and for a report. Pure; any thread. Internal to this
// room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace causa::plugin {

inline constexpr std::size_t longest_text = 4096;

/// At most longest_text bytes of it, on one line, valid UTF-8.
std::string printable(std::string_view text);

}  // namespace causa::plugin
