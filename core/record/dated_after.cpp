// SPDX-License-Identifier: Apache-2.0

#include "record/dated_after.hpp"

namespace causa::record {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t first_zone_ms = 14 * hour_ms;
constexpr std::int64_t clocks_differ_ms = hour_ms;

bool is_after(const TimeSpan& time, bool stated_offset, std::int64_t instant_ms) {
  if (!time.known()) return false;
  const bool is_end_of_day = (instant_ms + 1) % ms_per_day == 0;
  const bool is_date = time.latest_ms - time.earliest_ms >= ms_per_day - 1;
  if (is_end_of_day) return time.earliest_ms > instant_ms;
  const bool any_zone = is_date || !stated_offset;
  return time.earliest_ms - (any_zone ? first_zone_ms : clocks_differ_ms) > instant_ms;
}

}  // namespace

bool is_dated_after(const Item& item, std::int64_t instant_ms) {
  const bool stated_offset = !(item.flags & Flag::zone_unstated);
  return is_after(item.time, stated_offset, instant_ms) ||
         is_after(item.start, stated_offset, instant_ms);
}

}  // namespace causa::record
