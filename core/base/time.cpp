// SPDX-License-Identifier: Apache-2.0

#include "base/time.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cmath>

namespace causa {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t ms_per_hour = 3'600'000;

std::int64_t to_ms(year_month_day date) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(sys_days(date).time_since_epoch())
      .count();
}

/// Reads exactly `count` digits; -1 if there aren't as many.
template <std::size_t count>
[[gnu::always_inline]] inline int digits(std::string_view& text) {
  if (text.size() < count) return -1;
  unsigned value = 0;
  bool good = true;
#pragma GCC unroll 4
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
    good = good && digit <= 9;
    value = value * 10 + digit;
  }
  if (!good) return -1;
  text.remove_prefix(count);
  return static_cast<int>(value);
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// Doesn't repeat what was written: it may be a birth date, and errors go to the log.
Error not_a_time() {
  return input_error({}, "not a date or time",
                     "write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+zz:zz");
}

/// "hh:mm[:ss[.fff]][Z|+hh:mm]" after a full date.
bool read_clock(std::string_view& text, TimeSpan& span) {
  const int hour = digits<2>(text);
  if (hour < 0 || hour > 23 || !take(text, ':')) return false;
  const int minute = digits<2>(text);
  if (minute < 0 || minute > 59) return false;
  std::int64_t ms = hour * ms_per_hour + minute * ms_per_minute;
  std::int64_t precision = ms_per_minute;
  if (take(text, ':')) {
    const int second = digits<2>(text);
    if (second < 0 || second > 60) return false;
    ms += second * 1000;
    precision = 1;
    if (take(text, '.')) {
      std::int64_t scale = 100;
      if (text.empty() || text.front() < '0' || text.front() > '9') return false;
      while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        ms += (text.front() - '0') * scale;
        scale /= 10;
        text.remove_prefix(1);
      }
    }
  }
  span.offset_minutes = text.empty() ? unstated_offset : std::int16_t{0};
  if (!take(text, 'Z') && !text.empty()) {
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) return false;
    const int offset_hour = digits<2>(text);
    if (offset_hour < 0 || offset_hour > 14 || !take(text, ':')) return false;
    const int offset_minute = digits<2>(text);
    if (offset_minute < 0 || offset_minute > 59) return false;
    ms -= sign * (offset_hour * ms_per_hour + offset_minute * ms_per_minute);
    span.offset_minutes = static_cast<std::int16_t>(sign * (offset_hour * 60 + offset_minute));
  }
  span.earliest_ms += ms;
  span.latest_ms = span.earliest_ms + precision - 1;
  return text.empty();
}

}  // namespace

Result<TimeSpan> parse_time(std::string_view text) {
  const int y = digits<4>(text);
  if (y < 1) return not_a_time();
  TimeSpan span;
  if (text.empty()) {
    span.earliest_ms = to_ms(year(y) / 1 / 1);
    span.latest_ms = to_ms(year(y + 1) / 1 / 1) - 1;
    return span;
  }
  if (!take(text, '-')) return not_a_time();
  const int m = digits<2>(text);
  if (m < 1 || m > 12) return not_a_time();
  if (text.empty()) {
    const auto first = year(y) / m;
    span.earliest_ms = to_ms(first / 1);
    span.latest_ms = to_ms((first + std::chrono::months(1)) / 1) - 1;
    return span;
  }
  if (!take(text, '-')) return not_a_time();
  const int d = digits<2>(text);
  const year_month_day date(year(y), month(static_cast<unsigned>(m)),
                            day(d < 0 ? 0u : static_cast<unsigned>(d)));
  if (!date.ok()) return not_a_time();
  span.earliest_ms = to_ms(date);
  span.latest_ms = span.earliest_ms + ms_per_day - 1;
  if (text.empty()) return span;
  if (!take(text, 'T') || !read_clock(text, span)) return not_a_time();
  return span;
}

std::string format_date(std::int64_t ms) {
  const auto days = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms)));
  const year_month_day date(days);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_time(std::int64_t ms) {
  std::int64_t of_day = ms % ms_per_day;
  if (of_day < 0) of_day += ms_per_day;
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", format_date(ms), of_day / ms_per_hour,
                                 of_day / ms_per_minute % 60, of_day / 1000 % 60);
  if (of_day % 1000 != 0) text += fmt::format(".{:03}", of_day % 1000);
  return text + 'Z';
}

Result<std::int64_t> parse_duration(std::string_view text) {
  const std::string_view written = text;
  const auto wrong = [&] {
    return input_error({}, fmt::format("\"{}\" is not a duration", written.substr(0, 40)),
                       "write P14D, P2W, P3M, P1Y or PT12H");
  };
  if (!take(text, 'P')) return wrong();
  const bool clock = take(text, 'T');
  std::int64_t number = 0;
  std::size_t count = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9' && count < 6) {
    number = number * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++count;
  }
  if (count == 0 || text.size() != 1) return wrong();
  const char unit = text.front();
  if (clock) return unit == 'H' ? Result<std::int64_t>(number * ms_per_hour) : wrong();
  switch (unit) {
    case 'D':
      return number * ms_per_day;
    case 'W':
      return number * 7 * ms_per_day;
    case 'M':
      return number * 30 * ms_per_day;
    case 'Y':
      return number * 365 * ms_per_day;
    default:
      return wrong();
  }
}

AgeRange age_at(TimeSpan birth, std::int64_t at_ms) {
  AgeRange age;
  if (!birth.known() || birth.earliest_ms > at_ms) return age;
  const auto completed_years = [&](std::int64_t birth_ms) {
    const auto date_of = [](std::int64_t ms) {
      return year_month_day(std::chrono::floor<std::chrono::days>(
          std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms))));
    };
    const auto born = date_of(birth_ms);
    const auto now = date_of(at_ms);
    int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
    if (now.month() < born.month() || (now.month() == born.month() && now.day() < born.day()))
      --years;
    return years < 0 ? 0 : years;
  };
  age.low_years = completed_years(birth.latest_ms > at_ms ? at_ms : birth.latest_ms);
  age.high_years = completed_years(birth.earliest_ms);
  return age;
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace causa
