// SPDX-License-Identifier: Apache-2.0
//
// Slips of the pen, told from other words more strictly than a hint after an error needs it: here
// the word may be right. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace causa::rules {

/// The candidate that `word` is but for one or two letters; empty if there is none.
std::string slip_of(std::string_view word, std::span<const std::string> candidates);

}  // namespace causa::rules
