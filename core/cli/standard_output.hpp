// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a run whose standard output can't be written. One thread.
#pragma once

#include <string_view>
#include <system_error>

#include "cli/outcome.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

/// Throws std::system_error, as fmt does when it can't write; nothing else of a verb throws that.
void flush_output();

/// `kept`: what becomes of the work; empty: nothing that matters. Who has read enough and left, as
/// `head` does, is told nothing but that.
void report_output(const std::system_error& error, std::string_view kept, Outcome& outcome);

/// What is in the store though the output of this verb can't be written, or that no work goes on.
std::string_view kept_without_output(const Verb& verb, const Settings& settings);

}  // namespace causa::cli
