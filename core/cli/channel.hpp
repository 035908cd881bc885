// SPDX-License-Identifier: Apache-2.0
//
// The word of --to as the channel in which an assessment is given out. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/feedback.hpp"

namespace causa::cli {

/// Nothing if no channel is called so.
std::optional<store::Channel> channel_of(std::string_view word);

std::vector<std::string> channel_words();

}  // namespace causa::cli
