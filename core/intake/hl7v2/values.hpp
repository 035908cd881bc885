// SPDX-License-Identifier: Apache-2.0
//
// Numbers, ranges and times as HL7 v2 senders write them. Tolerant of what is plain, never guessing
// what isn't: "8,0" is 8, but "1,200" may be 1.2 or 1200 and is refused. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "record/record.hpp"

namespace causa::intake::hl7v2 {

struct Number {
  double value = 0;
  record::Comparator comparator = record::Comparator::none;
};

/// A number with what may stand before it ("< 0.3", ">=16", "+2.9"). Nothing: it is none, and `why`
/// says so (a literal).
std::optional<Number> read_number(std::string_view text, std::string_view& why);

/// "<", "<=", "=<", ">", ">=", "=>", "=" or empty; nothing for anything else.
std::optional<record::Comparator> comparator_of(std::string_view sign);

/// A reference range in words of numbers: "3.5-5.1", "<5", ">=60", "(3.5 to 5.1)". False: it is
/// something else. What follows the range must be `unit`.
bool read_range(std::string_view text, std::string_view unit, double& low, double& high);

/// Offset from UTC in minutes at the end of a time ("+0215"); nothing if there is none.
std::optional<int> zone_of(std::string_view time);

/// A DT, DTM or TS: YYYY[MM[DD[HH[MM[SS[.S+]]]]]][+zzzz], month or day 00 for unknown; also as ISO
/// 8601 writes it. Unknown: empty, or `""`. Nothing: it is no time. A time without an offset is in
/// `zone_minutes`.
std::optional<TimeSpan> read_time(std::string_view text, std::optional<int> zone_minutes = {});

}  // namespace causa::intake::hl7v2
