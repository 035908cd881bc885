// SPDX-License-Identifier: Apache-2.0
//
// What a setting may say: one of a few words, or a number within limits. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::cli {

/// The words that a setting may say; empty: it isn't limited to words.
std::span<const std::string_view> words_of(std::string_view setting);

/// Nothing if the setting may say this; settings that aren't limited may say anything. `place` is
/// where it was said: "--to", "CAUSA_TO", "causa.toml:3:6". Fault::usage.
std::optional<Error> wrong_value(std::string_view setting, std::string_view text,
                                 const std::string& place);

}  // namespace causa::cli
