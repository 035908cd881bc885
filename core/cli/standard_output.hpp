// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a run whose standard output can't be written. One thread.
#pragma once

#include <system_error>

#include "cli/outcome.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

inline constexpr const char* output_cure = "make room, or write elsewhere";

/// Throws std::system_error, as fmt does when it can't write; nothing else of a verb throws that.
void flush_output();

void report_output(const std::system_error& error, const char* cure, Outcome& outcome);

/// What to do if the output of this verb can't be written: what it stored so far is safe.
const char* output_cure_of(const Verb& verb, const Settings& settings);

}  // namespace causa::cli
