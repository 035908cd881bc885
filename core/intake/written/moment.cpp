// SPDX-License-Identifier: Apache-2.0

#include "intake/written/moment.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "intake/written/amount.hpp"

namespace causa::intake::written {

namespace {

using std::chrono::year_month_day;

constexpr std::int64_t ms_per_hour = 3'600'000;
constexpr int oldest_years = 125;
constexpr int most_units = 9999;

enum class Unit : std::uint8_t { hour, day, week, month, year };

struct Count {
  int number = 0;
  Unit unit = Unit::day;
};

constexpr std::string_view small_numbers[] = {"one",  "two", "three",  "four",
                                              "five", "six", "seven",  "eight",
                                              "nine", "ten", "eleven", "twelve"};

std::optional<int> number_of(std::string_view word) {
  if (word == "a" || word == "an") return 1;
  for (std::size_t i = 0; i < std::size(small_numbers); ++i)
    if (word == small_numbers[i]) return static_cast<int>(i) + 1;
  int number = 0;
  if (word.empty() || word.size() > 4 || (word.size() > 1 && word.front() == '0'))
    return std::nullopt;
  for (const char c : word) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<Unit> unit_of(std::string_view word) {
  if (word.size() > 1 && word.ends_with('s')) word.remove_suffix(1);
  if (word == "h" || word == "hour") return Unit::hour;
  if (word == "d" || word == "day") return Unit::day;
  if (word == "w" || word == "week") return Unit::week;
  if (word == "month" || word == "mo") return Unit::month;
  if (word == "y" || word == "year" || word == "yr") return Unit::year;
  return std::nullopt;
}

/// "3 weeks", "3 weeks ago", "18 months old"; the last word is one of `endings`, or is left out.
std::optional<Count> read_count(std::string_view text, std::string_view ending) {
  const std::string folded = fold(text);
  // Folding makes spaces of signs, and "2-3 weeks" is no count.
  if (text.find_first_of("-.,/~") != std::string_view::npos) return std::nullopt;
  std::string_view rest = folded;
  const auto word = [&rest] {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view found = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return found;
  };
  const std::string_view first = word();
  const auto number = number_of(first);
  if (!number || *number > most_units) return std::nullopt;
  const auto unit = unit_of(word());
  if (!unit) return std::nullopt;
  if (!rest.empty() && word() != ending) return std::nullopt;
  if (!rest.empty()) return std::nullopt;
  return Count{*number, *unit};
}

/// Calendar months, since a year isn't a number of days; the day is kept if the month has it.
std::int64_t months_before(std::int64_t ms, int months) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds(ms)};
  const auto day = floor<days>(at);
  const year_month_day date(day);
  const year_month target = year_month(date.year(), date.month()) - std::chrono::months(months);
  const year_month_day_last last(target.year(), month_day_last(target.month()));
  const year_month_day found(target.year(), target.month(), std::min(date.day(), last.day()));
  return (sys_days(found) + (at - day)).time_since_epoch().count();
}

std::int64_t before(std::int64_t ms, const Count& count) {
  switch (count.unit) {
    case Unit::hour:
      return ms - count.number * ms_per_hour;
    case Unit::day:
      return ms - count.number * ms_per_day;
    case Unit::week:
      return ms - count.number * 7 * ms_per_day;
    case Unit::month:
      return months_before(ms, count.number);
    case Unit::year:
      break;
  }
  return months_before(ms, count.number * 12);
}

std::int64_t half(Unit unit, const TimeSpan& day) {
  switch (unit) {
    case Unit::hour:
      return ms_per_hour / 2;
    case Unit::day:
      return day.latest_ms - day.earliest_ms + 1 >= ms_per_day ? 0 : ms_per_day / 2;
    case Unit::week:
      return 7 * ms_per_day / 2;
    case Unit::month:
      return 15 * ms_per_day;
    case Unit::year:
      break;
  }
  return 183 * ms_per_day;
}

TimeSpan count_back(const Count& count, const TimeSpan& day) {
  TimeSpan span{before(day.earliest_ms, count) - half(count.unit, day),
                before(day.latest_ms, count) + half(count.unit, day)};
  span.latest_ms = std::min(span.latest_ms, day.latest_ms);
  return span;
}

/// 2026-11-20 09:15 as people write it, with a space where the standard wants a T.
std::string with_t(std::string_view text) {
  std::string standard(text);
  if (standard.size() > 10 && standard[10] == ' ') standard[10] = 'T';
  return standard;
}

}  // namespace

Result<TimeSpan> read_moment(std::string_view text, const TimeSpan& day) {
  text = trimmed(text);
  const Result<TimeSpan> time = parse_time(with_t(text));
  if (time.has_value()) return time;
  std::optional<Count> count = read_count(text, "ago");
  const std::string folded = fold(text);
  if (folded == "today") count = Count{0, Unit::day};
  if (folded == "yesterday") count = Count{1, Unit::day};
  if (!count)
    return input_error({}, "not a date or time",
                       "write YYYY-MM-DD, YYYY-MM, YYYY, YYYY-MM-DD hh:mm, or 3 weeks ago");
  if (!day.known())
    return input_error({}, "counts back from a day that isn't stated",
                       "write the date, or state the day of the case: date: YYYY-MM-DD");
  return count_back(*count, day);
}

Result<TimeSpan> birth_from_age(std::string_view age, const TimeSpan& day) {
  age = trimmed(age);
  std::optional<Count> count = read_count(age, "old");
  if (!count)
    if (const auto years = number_of(age); years && age.find_first_not_of("0123456789") == age.npos)
      count = Count{*years, Unit::year};
  const auto error = [](std::string message, std::string cure) {
    return input_error({}, std::move(message), std::move(cure));
  };
  if (!count || (count->unit != Unit::year && count->unit != Unit::month))
    return error("an age that can't be read", "write completed years, as in 67, or 18 months");
  const int months = count->number * (count->unit == Unit::year ? 12 : 1);
  if (months > oldest_years * 12) return error("an age above 125 years", "check it");
  if (!day.known())
    return error("an age without the day on which it was so",
                 "state the day, or the birth date instead");
  const int longer = months + (count->unit == Unit::year ? 12 : 1);
  // Tomorrow's birthday child is still a year younger.
  return TimeSpan{months_before(day.earliest_ms, longer) + ms_per_day,
                  months_before(day.latest_ms, months)};
}

}  // namespace causa::intake::written
