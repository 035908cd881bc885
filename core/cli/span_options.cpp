// SPDX-License-Identifier: Apache-2.0

#include "cli/span_options.hpp"

#include <fmt/core.h>

#include "base/time.hpp"

namespace causa::cli {

std::optional<std::int64_t> read_time_option(const Verb& verb, const Arguments& arguments,
                                             const char* option, bool end, bool& wrong,
                                             Outcome& outcome) {
  const std::string text = arguments.option(option);
  if (text.empty()) return std::nullopt;
  const auto span = parse_time(text);
  if (span) return end ? span->latest_ms : span->earliest_ms;
  wrong = true;
  misuse(
      verb,
      fmt::format("--{} \"{}\" is {}; {}", option, text, span.error().message, span.error().cure),
      outcome);
  return std::nullopt;
}

std::optional<TimeSpanOption> read_span(const Verb& verb, const Arguments& arguments,
                                        Outcome& outcome) {
  bool wrong = false;
  TimeSpanOption span;
  span.since_ms = read_time_option(verb, arguments, "since", false, wrong, outcome);
  if (wrong) return std::nullopt;
  span.until_ms = read_time_option(verb, arguments, "until", true, wrong, outcome);
  if (wrong) return std::nullopt;
  if (span.since_ms && span.until_ms && *span.since_ms > *span.until_ms) {
    misuse(verb,
           fmt::format("--since {} is after --until {}, so nothing can lie between them",
                       arguments.option("since"), arguments.option("until")),
           outcome);
    return std::nullopt;
  }
  return span;
}

}  // namespace causa::cli
