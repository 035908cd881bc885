// SPDX-License-Identifier: Apache-2.0
//
// Instants are milliseconds since 1970-01-01T00:00Z. A recorded time is often partial ("2024",
// "2024-03"), so what is read is a span. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa {

inline constexpr std::int64_t unknown_time = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t ms_per_day = 86'400'000;

/// Of TimeSpan::offset_minutes: a date, or a time that wasn't read from text; and a time of day
/// whose offset from UTC nobody stated.
inline constexpr std::int16_t no_offset = std::numeric_limits<std::int16_t>::min();
inline constexpr std::int16_t unstated_offset = no_offset + 1;

/// From the first to the last instant that a written time can mean; both unknown_time if absent.
/// A time without an offset is taken as UTC (a date is a whole day).
struct TimeSpan {
  std::int64_t earliest_ms = unknown_time;
  std::int64_t latest_ms = unknown_time;
  std::int16_t offset_minutes = no_offset;  ///< as written, east of UTC

  [[nodiscard]] bool known() const { return earliest_ms != unknown_time; }

  /// Instants are the same however they are written.
  friend bool operator==(const TimeSpan& a, const TimeSpan& b) {
    return a.earliest_ms == b.earliest_ms && a.latest_ms == b.latest_ms;
  }
};

/// Reads FHIR date, dateTime and instant: YYYY, YYYY-MM, YYYY-MM-DD, and with time and offset.
/// Error: place empty, message says what is expected.
Result<TimeSpan> parse_time(std::string_view text);

/// "2026-11-23T00:52:00Z", with milliseconds only if they aren't zero.
std::string format_time(std::int64_t ms);

/// "2026-11-23".
std::string format_date(std::int64_t ms);

/// ISO 8601 duration of days, weeks, months (30 days) or years (365 days), such as P14D, P2W, P3M,
/// P1Y, PT12H; in milliseconds.
Result<std::int64_t> parse_duration(std::string_view text);

/// Completed years between birth and an instant, as the range that a partial birth date leaves.
struct AgeRange {
  double low_years = std::numeric_limits<double>::quiet_NaN();
  double high_years = std::numeric_limits<double>::quiet_NaN();

  /// Two unknown ages are the same age, so that an assessment equals its own copy.
  friend bool operator==(const AgeRange& a, const AgeRange& b) {
    const auto same = [](double x, double y) { return x == y || (x != x && y != y); };
    return same(a.low_years, b.low_years) && same(a.high_years, b.high_years);
  }
};
AgeRange age_at(TimeSpan birth, std::int64_t at_ms);

/// The wall clock.
std::int64_t now_ms();

}  // namespace causa
