// SPDX-License-Identifier: Apache-2.0
//
// Dates as a sender's program writes them: "DD.MM.YYYY hh:mm". A date may lack what stands before
// the year or behind the day ("03.2026" by DD.MM.YYYY), and is then a span. Pure.
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"

namespace causa::intake::csv {

/// True if it holds YYYY, and MM and DD if any, each once. Years of two digits are never read.
bool is_date_pattern(std::string_view pattern);

/// By the pattern, or as ISO 8601, which can't be taken for anything else. Error: place empty;
/// doesn't repeat what was written.
Result<TimeSpan> read_date(std::string_view text, std::string_view pattern);

}  // namespace causa::intake::csv
