// SPDX-License-Identifier: Apache-2.0
//
// In which form a verb prints what is no assessment: a list, a table. One thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/verb.hpp"

namespace causa::cli {

/// The form of `known` that --to names. One that isn't among them, and was asked for on the command
/// line, is a usage error, which is reported: nothing is printed in another form than was wanted.
/// Set for good, in causa.toml or the environment, it means assessments, and the first of `known`
/// is taken.
std::optional<std::string> form_of(const Verb& verb, const Settings& settings,
                                   std::span<const std::string_view> known, Outcome& outcome);

/// False if --to was given to a verb that has one form only, asks for Markdown where there is none,
/// or says what no verb understands, which is reported. A verb with forms of its own is left to
/// form_of(), which names those.
bool takes_form(const Verb& verb, const Settings& settings, Outcome& outcome);

}  // namespace causa::cli
