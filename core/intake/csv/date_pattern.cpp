// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/date_pattern.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

#include "intake/written/amount.hpp"
#include "intake/written/moment.hpp"

namespace causa::intake::csv {

namespace {

constexpr std::array<std::string_view, 6> tokens = {"YYYY", "MM", "DD", "hh", "mm", "ss"};
enum : std::size_t { year, month, day, hour, minute, second };

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Index of the token that the pattern begins with, or tokens.size().
std::size_t token_at(std::string_view pattern) {
  std::size_t i = 0;
  while (i < tokens.size() && !pattern.starts_with(tokens[i])) ++i;
  return i;
}

struct Parts {
  std::array<std::string, tokens.size()> digits;
};

/// Reads `text` by the pattern; true if both end together. One digit may stand for two ("1.3.2026")
/// where a sign separates them.
bool match(std::string_view text, std::string_view pattern, Parts& parts) {
  while (!pattern.empty()) {
    const std::size_t token = token_at(pattern);
    if (token == tokens.size()) {
      if (text.empty() || text.front() != pattern.front()) return false;
      text.remove_prefix(1);
      pattern.remove_prefix(1);
      continue;
    }
    const std::size_t width = tokens[token].size();
    std::size_t count = 0;
    while (count < width && count < text.size() && text[count] >= '0' && text[count] <= '9')
      ++count;
    pattern.remove_prefix(width);
    const bool separated = pattern.empty() || token_at(pattern) == tokens.size();
    if (count == 0 || (count < width && (!separated || token == year))) return false;
    parts.digits[token] = std::string(width - count, '0') + std::string(text.substr(0, count));
    text.remove_prefix(count);
  }
  return text.empty();
}

std::string iso_of(const Parts& parts) {
  const auto& d = parts.digits;
  std::string iso = d[year];
  for (const std::size_t part : {month, day})
    if (!d[part].empty()) iso += "-" + d[part];
  if (!d[hour].empty()) {
    iso += "T" + d[hour] + ":" + (d[minute].empty() ? "00" : d[minute]);
    if (!d[second].empty()) iso += ":" + d[second];
  }
  return iso;
}

/// The pattern, then without its clock, without its day, and the year alone.
std::array<std::string, 4> shorter(std::string_view pattern) {
  std::string_view date = pattern.substr(0, pattern.find("hh"));
  while (!date.empty() && !is_letter(date.back())) date.remove_suffix(1);
  if (date.size() < pattern.size() && date.ends_with('T')) date.remove_suffix(1);
  std::string months(date);
  // A day goes together with the sign that parts it from the month.
  if (const std::size_t at = months.find("DD"); at == 0)
    months.erase(0, std::min(months.find_first_of("MY"), months.size()));
  else if (at != std::string::npos)
    months.erase(at - 1, 3);
  return {std::string(pattern), std::string(date), months, "YYYY"};
}

}  // namespace

bool is_date_pattern(std::string_view pattern) {
  std::array<int, tokens.size()> counts{};
  while (!pattern.empty()) {
    const std::size_t token = token_at(pattern);
    if (token == tokens.size()) {
      if (is_letter(pattern.front()) && pattern.front() != 'T') return false;
      pattern.remove_prefix(1);
      continue;
    }
    if (++counts[token] > 1) return false;
    pattern.remove_prefix(tokens[token].size());
  }
  return counts[year] == 1 && (counts[month] == 1 || counts[day] == 0) &&
         (counts[day] == 1 || counts[hour] == 0) && (counts[hour] == 1 || counts[minute] == 0) &&
         (counts[minute] == 1 || counts[second] == 0);
}

Result<TimeSpan> read_date(std::string_view text, std::string_view pattern) {
  text = written::trimmed(text);
  if (!pattern.empty())
    for (const std::string& candidate : shorter(pattern)) {
      Parts parts;
      if (!match(text, candidate, parts)) continue;
      const auto time = parse_time(iso_of(parts));
      if (time.has_value()) return time;
    }
  const auto time = written::read_moment(text, {});
  if (time.has_value()) return time;
  return input_error({}, "not a date or time",
                     pattern.empty()
                         ? "write YYYY-MM-DD, or state the pattern of dates in a mapping"
                         : fmt::format("write it as {} or YYYY-MM-DD", pattern));
}

}  // namespace causa::intake::csv
