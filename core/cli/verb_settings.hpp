// SPDX-License-Identifier: Apache-2.0
//
// Which settings a verb can use, for its help, for completion and for what it refuses. Pure.
#pragma once

#include <string>
#include <string_view>

#include "cli/verb.hpp"

namespace causa::cli {

/// True for those of its table, those of every verb, and of a verb that loads modules those that
/// say how.
bool takes_setting(const Verb& verb, std::string_view setting);

/// What is told of a setting that the verb can't use: with the option that was meant, if one of the
/// verb's is nearly so called.
Error not_taken(const Verb& verb, const std::string& setting);

}  // namespace causa::cli
