// SPDX-License-Identifier: Apache-2.0
//
// --since and --until of verbs that choose stored assessments by time.
#pragma once

#include <cstdint>
#include <optional>

#include "cli/verb.hpp"

namespace causa::cli {

struct TimeSpanOption {
  std::optional<std::int64_t> since_ms, until_ms;  ///< until: the end of what was written
};

/// Nothing: one of them is no time, which was reported as misuse of the verb.
std::optional<TimeSpanOption> read_span(const Verb& verb, const Arguments& arguments,
                                        Outcome& outcome);

/// The time that an option says, or the end of what it says; nothing: it isn't given, or is none,
/// which was reported and sets `wrong`.
std::optional<std::int64_t> read_time_option(const Verb& verb, const Arguments& arguments,
                                             const char* option, bool end, bool& wrong,
                                             Outcome& outcome);

}  // namespace causa::cli
