// SPDX-License-Identifier: Apache-2.0

#include "cli/setting_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace causa::cli {

namespace {

constexpr std::string_view policies[] = {"folder", "locked", "signed"};
constexpr std::string_view inputs[] = {"auto", "fhir", "ndjson", "hl7v2", "csv", "case"};
constexpr std::string_view outputs[] = {"text", "json",  "html",  "csv",
                                        "fhir", "cards", "hl7v2", "none"};
constexpr std::string_view urgencies[] = {"emergency", "same-day", "urgent"};
constexpr std::string_view levels[] = {"debug", "info", "warning", "error"};
constexpr std::string_view lint_modes[] = {"strict", "lenient", "minimal"};
constexpr std::string_view notices[] = {"auto", "never"};
constexpr std::string_view card_sets[] = {"new", "all"};
constexpr std::string_view isolations[] = {"in-process", "worker", "worker-unless-approved"};
constexpr std::string_view colors[] = {"auto", "never", "always"};

struct Choice {
  std::string_view setting;
  std::span<const std::string_view> words;
};
constexpr Choice choices[] = {{"policy", policies},     {"from", inputs},      {"to", outputs},
                              {"fail-on", urgencies},   {"log-level", levels}, {"color", colors},
                              {"lint", lint_modes},     {"notify", notices},   {"cards", card_sets},
                              {"isolation", isolations}};

struct Range {
  std::string_view setting;
  unsigned low, high;
};
constexpr Range ranges[] = {{"top", 0, 1'000'000},
                            {"batch", 1, 4096},
                            {"jobs", 0, 256},
                            {"worker-seconds", 1, 3'600},
                            {"worker-memory", 16, 65'536},
                            {"quiet", 0, 86'400},
                            {"poll", 1, 3'600},
                            {"questions", 0, 10'000}};

constexpr double most_bits = 1;  // no question of yes or no tells more of one cause

bool is_bits(std::string_view text) {
  double bits = 0;
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, bits);
  return code == std::errc() && stop == end && 0 <= bits && bits <= most_bits;
}

bool is_within(std::string_view text, const Range& range) {
  unsigned number = 0;
  const char* first = text.data();
  const char* end = first + text.size();
  const auto [stop, code] = std::from_chars(first, end, number);
  return code == std::errc() && stop == end && range.low <= number && number <= range.high;
}

}  // namespace

std::span<const std::string_view> words_of(std::string_view setting) {
  for (const auto& [name, words] : choices)
    if (name == setting) return words;
  return {};
}

std::optional<Error> wrong_value(std::string_view setting, std::string_view text,
                                 const std::string& place) {
  if (setting == "fail-on" && text.empty()) return std::nullopt;  // never
  for (const auto& [name, words] : choices)
    if (name == setting && std::find(words.begin(), words.end(), text) == words.end())
      return Error{Fault::usage, place, fmt::format("\"{}\" is not understood", text),
                   fmt::format("write one of: {}", fmt::join(words, ", "))};
  for (const auto& range : ranges)
    if (range.setting == setting && !is_within(text, range))
      return Error{Fault::usage, place, fmt::format("\"{}\" is not understood", text),
                   fmt::format("write a number from {} to {}", range.low, range.high)};
  if (setting == "least-bits" && !is_bits(text))
    return Error{Fault::usage, place, fmt::format("\"{}\" is not understood", text),
                 "write a number from 0 to 1, as in 0.01"};
  return std::nullopt;
}

}  // namespace causa::cli
