// SPDX-License-Identifier: Apache-2.0
//
// Codes that don't say what stands beside them. Only what an item is about is looked at, not its
// answers and sites.

#include <fmt/core.h>

#include "lint/checks.hpp"

namespace causa::lint {

void display_of_other(const Subject& subject, Findings& found) {
  for (const auto& [item, coding, verdict] : subject.doubted_codings)
    if (!verdict->display_of.empty())
      found.add(item->source, fmt::format("{} {} stands for {}, its display \"{}\" for {}",
                                          terminology::system_name(coding->system), coding->code,
                                          verdict->code_of, coding->display, verdict->display_of));
}

void wrong_check_digit(const Subject& subject, Findings& found) {
  for (const auto& [item, coding, verdict] : subject.doubted_codings)
    if (verdict->wrong_digit)
      found.add(item->source, fmt::format("{} {}: the check digit is wrong, so no such code exists",
                                          terminology::system_name(coding->system), coding->code));
}

void replaced_code(const Subject& subject, Findings& found) {
  for (const auto& [item, coding, verdict] : subject.doubted_codings)
    if (verdict->replaced)
      found.add(item->source,
                fmt::format("{} {} is of an old edition{}; now {}",
                            terminology::system_name(coding->system), coding->code,
                            verdict->replaced->since.empty()
                                ? std::string()
                                : fmt::format(" (before {})", verdict->replaced->since),
                            verdict->replaced->now));
}

}  // namespace causa::lint
