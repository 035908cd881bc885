// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/values.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "intake/hl7v2/message.hpp"
#include "record/comparator_signs.hpp"

namespace causa::intake::hl7v2 {

namespace {

using record::Comparator;

constexpr std::size_t longest_number = 40;
constexpr int longest_zone_minutes = 14 * 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at_start(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                  text.begin());
}

/// Takes the comparator off the front.
std::optional<Comparator> take_comparator(std::string_view& text) {
  std::size_t size = text.find_first_not_of("<>=");
  if (size == std::string_view::npos) return std::nullopt;
  std::string_view sign = text.substr(0, size);
  if (text.starts_with("\xe2\x89\xa4") || text.starts_with("\xe2\x89\xa5")) {
    sign = text.starts_with("\xe2\x89\xa4") ? "<=" : ">=";
    size = 3;
  }
  text = trimmed(text.substr(size));
  return comparator_of(sign);
}

/// "8,0" -> "8.0"; false if the comma may as well part thousands.
bool with_point(std::string& digits, std::string_view& why) {
  const std::size_t comma = digits.find(',');
  if (comma == std::string::npos) return true;
  const std::size_t behind = digits.size() - comma - 1;
  const bool zero = comma == 1 && digits.front() == '0';
  if (digits.find_first_of(",.", comma + 1) != std::string::npos ||
      digits.find('.') != std::string::npos || behind == 0) {
    why = "not a number";
    return false;
  }
  if (behind == 3 && !zero && comma <= 3) {
    why = "a number with a comma that may part thousands or decimals";
    return false;
  }
  digits[comma] = '.';
  return true;
}

/// Length of the number (with sign, point, comma) at the start.
std::size_t number_at_start(std::string_view text) {
  const std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const std::size_t end = text.find_first_not_of("0123456789.,", sign);
  return std::min(end, text.size());
}

/// The number at the start of `text`, which is then taken off.
std::optional<double> take_number(std::string_view& text) {
  const std::size_t size = number_at_start(text);
  std::string_view why;
  const auto number = read_number(text.substr(0, size), why);
  if (!number) return std::nullopt;
  text = trimmed(text.substr(size));
  return number->value;
}

bool take(std::string_view& text, std::string_view begin) {
  if (!text.starts_with(begin)) return false;
  text = trimmed(text.substr(begin.size()));
  return true;
}

/// "+0215" at the end of the digits; npos if there is none.
std::size_t zone_start(std::string_view time) {
  const std::size_t digits = digits_at_start(time);
  return digits < 4 ? std::string_view::npos : time.find_first_of("+-", digits);
}

std::string iso_zone(int minutes) {
  const int size = minutes < 0 ? -minutes : minutes;
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

/// Digits of a DTM -> ISO 8601 up to the minute or second; empty if there are no such digits.
std::string iso_time(std::string_view digits, std::string_view fraction) {
  const auto two = [&](std::size_t at) { return digits.substr(at, 2); };
  if (digits.size() < 4 || digits.size() > 14 || digits.size() % 2 != 0) return {};
  std::string iso(digits.substr(0, 4));
  if (digits.size() < 6 || two(4) == "00") return iso;
  iso.append("-").append(two(4));
  if (digits.size() < 8 || two(6) == "00") return iso;
  iso.append("-").append(two(6));
  if (digits.size() < 10) return iso;
  iso.append("T").append(two(8)).append(":");
  iso.append(digits.size() < 12 ? "00" : two(10));
  if (digits.size() < 14) return iso;
  iso.append(":").append(two(12));
  if (!fraction.empty()) iso.append(".").append(fraction);
  return iso;
}

}  // namespace

std::optional<Comparator> comparator_of(std::string_view sign) {
  if (sign.empty() || sign == "=") return Comparator::none;
  if (sign == "=<") return Comparator::less_equal;
  if (sign == "=>") return Comparator::greater_equal;
  const Comparator comparator = record::comparator_of(sign);
  return comparator == Comparator::none ? std::nullopt : std::optional(comparator);
}

std::optional<Number> read_number(std::string_view text, std::string_view& why) {
  why = "not a number";
  text = trimmed(text);
  const auto comparator = take_comparator(text);
  if (!comparator || text.empty() || text.size() > longest_number) return std::nullopt;
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text = trimmed(text.substr(1));
  if (text.empty() || (!is_digit(text.front()) && text.front() != '.')) return std::nullopt;
  std::string digits(text);
  if (!with_point(digits, why)) return std::nullopt;
  Number number;
  number.comparator = *comparator;
  const char* end = digits.data() + digits.size();
  const auto [stop, code] = std::from_chars(digits.data(), end, number.value);
  if (code != std::errc() || stop != end) return std::nullopt;
  if (negative) number.value = -number.value;
  return number;
}

bool read_range(std::string_view text, std::string_view unit, double& low, double& high) {
  text = trimmed(text);
  if ((text.starts_with('(') && text.ends_with(')')) ||
      (text.starts_with('[') && text.ends_with(']')))
    text = trimmed(text.substr(1, text.size() - 2));
  const auto comparator = take_comparator(text);
  if (!comparator) return false;
  const auto first = take_number(text);
  if (!first) return false;
  const auto ends = [&] { return text.empty() || (!unit.empty() && text == unit); };
  if (*comparator != Comparator::none) {
    if (!ends()) return false;
    const bool below = *comparator == Comparator::less || *comparator == Comparator::less_equal;
    (below ? high : low) = *first;
    return true;
  }
  if (!take(text, "-") && !take(text, "\xe2\x80\x93") && !take(text, "to ") && !take(text, ".."))
    return false;
  const auto second = take_number(text);
  if (!second || !ends() || *second < *first) return false;
  low = *first;
  high = *second;
  return true;
}

std::optional<int> zone_of(std::string_view time) {
  time = trimmed(part(time, '^', 1));
  const std::size_t start = zone_start(time);
  if (start == std::string_view::npos) return std::nullopt;
  const std::string_view digits = time.substr(start + 1);
  if (digits_at_start(digits) != digits.size() || (digits.size() != 4 && digits.size() != 2))
    return std::nullopt;
  const auto two = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  const int minutes = two(0) * 60 + (digits.size() == 4 ? two(2) : 0);
  if (minutes > longest_zone_minutes) return std::nullopt;
  return time[start] == '-' ? -minutes : minutes;
}

std::optional<TimeSpan> read_time(std::string_view text, std::optional<int> zone_minutes) {
  text = trimmed(text);
  if (text.empty() || is_null(text)) return TimeSpan{};
  const std::size_t digits = digits_at_start(text);
  if (digits == 4 && text.size() > 4 && text[4] == '-' && text.size() >= 7 &&
      (text.size() == 7 || text[7] == '-')) {
    const auto iso = parse_time(text);
    return iso ? std::optional(*iso) : std::nullopt;
  }
  const std::size_t zone_at = zone_start(text);
  const auto zone = zone_of(text);
  if (zone_at != std::string_view::npos && !zone) return std::nullopt;
  std::string_view fraction = text.substr(digits, zone_at - std::min(digits, zone_at));
  if (!fraction.empty()) {
    if (fraction.front() != '.' || digits_at_start(fraction.substr(1)) + 1 != fraction.size())
      return std::nullopt;
    fraction.remove_prefix(1);
  }
  std::string iso = iso_time(text.substr(0, digits), fraction);
  if (iso.empty()) return std::nullopt;
  const bool has_clock = iso.size() > 10;
  if (has_clock && (zone || zone_minutes)) iso += iso_zone(zone ? *zone : *zone_minutes);
  const auto span = parse_time(iso);
  if (!span) return std::nullopt;
  constexpr std::int64_t rest_of_hour_ms = 59 * 60 * 1000;
  TimeSpan read = *span;
  if (digits == 10) read.latest_ms += rest_of_hour_ms;
  return read;
}

}  // namespace causa::intake::hl7v2
