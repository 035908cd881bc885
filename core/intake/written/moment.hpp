// SPDX-License-Identifier: Apache-2.0
//
// When something was, as people write it: "2026-11-20", "2026-11", "2026-11-20 09:15", and words
// that count back from the day on which they were written: "3 weeks ago", "yesterday". A word that
// names no span ("recently", "last week") is refused. Pure.
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"

namespace causa::intake::written {

/// `day` is when the text was written; unknown: words can't be read. A count of units is taken as
/// half a unit more or less (people round), and never reaches beyond `day`: three weeks ago is from
/// 3.5 to 2.5 weeks ago, three days ago the third day before. Error: place empty; doesn't repeat
/// what was written.
Result<TimeSpan> read_moment(std::string_view text, const TimeSpan& day);

/// The births that an age on a day leaves possible: "67", "67 years", "18 months".
Result<TimeSpan> birth_from_age(std::string_view age, const TimeSpan& day);

}  // namespace causa::intake::written
