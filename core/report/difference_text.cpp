// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "report/difference.hpp"

namespace causa::report {

namespace {

constexpr std::size_t width = 100;

const char* title(Section section) {
  switch (section) {
    case Section::patient:
      return "Patient";
    case Section::alert:
      return "Alerts";
    case Section::cause:
      return "Causes";
    case Section::state:
      return "States";
    case Section::must_not_miss:
      return "Not to be missed";
    case Section::evidence:
      return "Evidence";
    case Section::advice:
      return "Advice";
    case Section::fact:
      return "Facts";
    case Section::finding:
      return "Findings of the linter";
    case Section::ignored:
      return "Not used";
    case Section::module:
      return "Modules";
    case Section::assessment:
      break;
  }
  return "Assessment";
}

std::string or_nothing(const std::string& text) { return text.empty() ? "nothing" : text; }

/// With four digits, or all before the point, instead of all that a number has; what only looks
/// like one stays (an OID).
std::string with_rounded_numbers(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  constexpr std::size_t long_number = 8;
  const auto belongs = [&](std::size_t at) {
    return at < text.size() &&
           (text[at] == '.' || std::isalnum(static_cast<unsigned char>(text[at])) != 0);
  };
  std::string rounded;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t first = std::min(text.find_first_of(digits, at), text.size());
    rounded += text.substr(at, first - at);
    double value = 0;
    const char* begin = text.data() + first;
    const char* end = std::from_chars(begin, text.data() + text.size(), value).ptr;
    const std::string_view number(begin, static_cast<std::size_t>(end - begin));
    at = first + number.size();
    const bool alone = (first == 0 || !belongs(first - 1)) && !belongs(at);
    if (alone && number.size() > long_number && number.find('.') != std::string_view::npos)
      rounded +=
          std::abs(value) < 1000 ? fmt::format("{:.4g}", value) : format_number(std::round(value));
    else
      rounded += number;
  }
  return rounded;
}

/// Numbers stay whole if that is where the two differ.
std::pair<std::string, std::string> readable(const Change& change) {
  std::pair<std::string, std::string> both(with_rounded_numbers(change.before),
                                           with_rounded_numbers(change.after));
  if (both.first == both.second) return {change.before, change.after};
  return both;
}

std::string field_words(std::string field) {
  for (char& letter : field)
    if (letter == '_') letter = ' ';
  return field;
}

void add(std::string& text, std::size_t indent, const std::string& words) {
  std::string margin(indent, ' ');
  for (const auto& line : wrap(words, width - indent)) text += margin + line + '\n';
}

}  // namespace

std::string changes_text(const std::vector<Change>& changes) {
  std::string text;
  const Change* last = nullptr;
  for (const Change& change : changes) {
    const bool new_section = last == nullptr || last->section != change.section;
    if (new_section) text += fmt::format("{}{}\n", text.empty() ? "" : "\n", title(change.section));
    const auto [before, after] = readable(change);
    if (change.field.empty()) {
      const bool added = change.before.empty();
      add(text, 2,
          fmt::format("{} {}{}: {}", added ? "+" : "-", change.id,
                      change.name.empty() ? "" : fmt::format(" ({})", change.name),
                      added ? after : before));
    } else {
      if (new_section || last->id != change.id || last->field.empty())
        add(text, 2,
            change.name.empty() ? change.id : fmt::format("{} ({})", change.id, change.name));
      add(text, 6,
          fmt::format("{}: {} -> {}", field_words(change.field), or_nothing(before),
                      or_nothing(after)));
    }
    last = &change;
  }
  return text;
}

}  // namespace causa::report
