// SPDX-License-Identifier: Apache-2.0
//
// The words behind a verb -> its arguments and settings. One thread, at start.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/verb.hpp"

namespace causa::cli {

/// Nothing: what is wrong with them, or with the settings, was reported.
std::optional<Arguments> read_arguments(const Verb& verb, const std::vector<std::string>& words,
                                        Outcome& outcome);

}  // namespace causa::cli
