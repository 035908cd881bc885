// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace causa::facts {

namespace {

constexpr int longest_order = 4;  // months; beyond, a year that isn't written may lie between
constexpr std::int64_t recent_days = 14;  // as the window of a blood count

constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view long_months[] = {"january",   "february", "march",    "april",
                                            "may",       "june",     "july",     "august",
                                            "september", "october",  "november", "december"};

constexpr std::string_view weekdays[] = {
    "mon", "tue",    "tues",    "wed",       "thu",      "thur",   "thurs",    "fri",   "sat",
    "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

class DateReader {
 public:
  DateReader(const std::vector<Word>& words, const Sentence& sentence, std::string_view text)
      : words_(words), sentence_(sentence), text_(text) {}

  std::optional<WrittenDate> read(std::uint32_t at) const {
    if (is_in(weekdays, words_[at])) return WrittenDate{.behind = at + 1};
    if (is_hour(at)) return WrittenDate{.behind = at + 2};
    auto date = numeric(at);
    if (!date) date = with_name(at);
    return date && is_possible(*date) ? date : std::nullopt;
  }

 private:
  std::string_view raw(std::uint32_t at) const {
    return text_.substr(words_[at].begin, words_[at].end - words_[at].begin);
  }

  /// The figures of a word that has no others, or 0.
  int figures(std::uint32_t at, std::size_t fewest, std::size_t most) const {
    if (at >= sentence_.last) return 0;
    const std::string_view word = raw(at);
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool is_whole = error == std::errc() && end == word.data() + word.size();
    return is_whole && word.size() >= fewest && word.size() <= most ? value : 0;
  }

  /// The sign between word `at` and the one before it, if it is that of a date.
  char sign_before(std::uint32_t at) const {
    if (at >= sentence_.last || words_[at].begin != words_[at - 1].end + 1) return ' ';
    return text_[words_[at - 1].end];
  }

  /// "14:00"
  bool is_hour(std::uint32_t at) const {
    constexpr std::size_t figures_of_minutes = 2;
    return sign_before(at + 1) == ':' && is_number(raw(at)) && is_number(raw(at + 1)) &&
           raw(at + 1).size() == figures_of_minutes;
  }

  static bool is_number(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  int year(std::uint32_t at) const {
    if (const int value = figures(at, 4, 4); value >= 1900 && value < 2100) return value;
    const int value = figures(at, 2, 2);
    return value > 0 ? 2000 + value : 0;
  }

  std::optional<WrittenDate> numeric(std::uint32_t at) const {
    const char sign = sign_before(at + 1);
    if (sign != '/' && sign != '.' && sign != '-') return std::nullopt;
    const bool has_third = sign_before(at + 2) == sign;
    if (figures(at, 4, 4) > 0 && sign == '-' && has_third)
      return WrittenDate{.day = figures(at + 2, 1, 2),
                         .month = figures(at + 1, 1, 2),
                         .year = year(at),
                         .behind = at + 3};
    WrittenDate date{.day = figures(at, 1, 2), .month = figures(at + 1, 1, 2), .behind = at + 2};
    if (has_third && (date.year = year(at + 2)) > 0) date.behind = at + 3;
    // "4.5" is a number; "12.11." is a date.
    const std::size_t end = words_[std::min(at + 1, sentence_.last - 1)].end;
    if (sign != '/' && date.year == 0 && !(sign == '.' && text_.substr(end).starts_with('.')))
      return std::nullopt;
    if (has_third && date.year == 0) return std::nullopt;
    if (date.month > 12) {
      std::swap(date.day, date.month);
      date.month_first = true;
    }
    date.may_be_swapped = sign == '/' && date.day <= 12 && date.day != date.month;
    return date;
  }

  int month_named(std::uint32_t at) const {
    if (at >= sentence_.last) return 0;
    for (std::size_t i = 0; i < std::size(months); ++i)
      if (words_[at].folded.letters == months[i] || words_[at].folded.letters == long_months[i])
        return static_cast<int>(i) + 1;
    return 0;
  }

  /// "12", "12th"
  int day(std::uint32_t at) const {
    if (at >= sentence_.last) return 0;
    std::string_view word = words_[at].folded.letters;
    for (const std::string_view end : {"st", "nd", "rd", "th"})
      if (word.size() > 2 && word.ends_with(end)) word.remove_suffix(2);
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc() && end == word.data() + word.size() ? value : 0;
  }

  std::optional<WrittenDate> with_name(std::uint32_t at) const {
    const int before = month_named(at);
    const int month = before > 0 ? before : month_named(at + 1);
    WrittenDate date{.day = day(before > 0 ? at + 1 : at), .month = month, .behind = at + 2};
    if (month == 0 || date.day == 0) return std::nullopt;
    if (const int value = figures(at + 2, 4, 4); value >= 1900 && value < 2100) {
      date.year = value;
      ++date.behind;
    }
    return date;
  }

  static bool is_possible(const WrittenDate& date) {
    return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
  }

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const std::string_view text_;
};

WrittenDate swapped(WrittenDate date) {
  std::swap(date.day, date.month);
  return date;
}

DateOrder order_as_read(const WrittenDate& one, const WrittenDate& other) {
  constexpr int days_per_month = 31, months_per_year = 12;
  int days = (one.month - other.month) * days_per_month + one.day - other.day;
  if (one.year > 0 && other.year > 0) {
    days += (one.year - other.year) * months_per_year * days_per_month;
  } else {
    const int per_year = months_per_year * days_per_month;
    days = (days % per_year + per_year) % per_year;  // January follows December
    if (days > longest_order * days_per_month) days -= per_year;
    if (days < -longest_order * days_per_month) return DateOrder::unknown;
  }
  if (days == 0) return DateOrder::same;
  return days < 0 ? DateOrder::earlier : DateOrder::later;
}

std::int64_t ms_of(const WrittenDate& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.year),
                                        std::chrono::month(static_cast<unsigned>(date.month)),
                                        std::chrono::day(static_cast<unsigned>(date.day))};
  return std::chrono::sys_days(day).time_since_epoch().count() * ms_per_day;
}

bool is_recent(const WrittenDate& date, const TimeSpan& written) {
  const std::int64_t ms = ms_of(date);
  return ms >= written.earliest_ms - recent_days * ms_per_day &&
         ms <= written.latest_ms + ms_per_day;
}

}  // namespace

std::optional<WrittenDate> date_at(const std::vector<Word>& words, const Sentence& sentence,
                                   std::string_view text, std::uint32_t at) {
  if (at >= sentence.last) return std::nullopt;
  return DateReader(words, sentence, text).read(at);
}

DateOrder order_of(const WrittenDate& one, const WrittenDate& other) {
  if (one.month == 0 || other.month == 0) return DateOrder::unknown;
  // "11/12" beside "11/19": both begin with the month.
  if (one.may_be_swapped && other.month_first) return order_as_read(swapped(one), other);
  if (other.may_be_swapped && one.month_first) return order_as_read(one, swapped(other));
  const DateOrder order = order_as_read(one, other);
  if (!one.may_be_swapped || !other.may_be_swapped) return order;
  return order_as_read(swapped(one), swapped(other)) == order ? order : DateOrder::unknown;
}

void leave_recent_years(const Sentence& sentence, std::string_view text, const TimeSpan& written,
                        std::vector<Word>& words) {
  if (!written.known()) return;
  for (std::uint32_t at = sentence.first; at < sentence.last; ++at) {
    if (!words[at].is_year) continue;
    const std::uint32_t first = std::max(sentence.first, at - std::min(at, 2u));
    for (std::uint32_t begin = first; begin <= at; ++begin) {
      const auto date = date_at(words, sentence, text, begin);
      if (!date || date->year == 0 || date->behind <= at) continue;
      const bool is_new =
          is_recent(*date, written) || (date->may_be_swapped && is_recent(swapped(*date), written));
      if (is_new) words[at].is_year = false;
      break;
    }
  }
}

}  // namespace causa::facts
