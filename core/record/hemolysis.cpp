// SPDX-License-Identifier: Apache-2.0

#include "record/hemolysis.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace causa::record {

namespace {

constexpr std::size_t nearby = 40;

/// "No visible signs of", "not", "non-": in the same clause.
bool denied_before(std::string_view before) {
  std::string_view near = before.substr(before.size() - std::min(before.size(), nearby));
  const std::size_t clause = near.find_last_of(".,;:\n");
  if (clause != std::string_view::npos) near.remove_prefix(clause + 1);
  return near.starts_with("no ") || near.find(" no ") != std::string_view::npos ||
         near.find("not ") != std::string_view::npos ||
         near.find("non") != std::string_view::npos ||
         near.find("without ") != std::string_view::npos;
}

/// "-is: none", "-is index negative".
bool denied_behind(std::string_view behind) {
  behind = behind.substr(0, behind.find_first_of(".,;\n"));
  behind.remove_prefix(std::min(behind.size(), behind.find_first_of(" :=")));
  behind.remove_prefix(std::min(behind.size(), behind.find_first_not_of(" :=")));
  if (behind.starts_with("index")) behind.remove_prefix(5);
  behind.remove_prefix(std::min(behind.size(), behind.find_first_not_of(" :=")));
  for (const char* words : {"none", "negative", "absent", "nil", "not detected", "not seen",
                            "not present", "not observed"})
    if (behind.starts_with(words)) return true;
  return false;
}

}  // namespace

bool mentions_hemolysis(std::string_view text) {
  const auto lower = [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  };
  std::string folded(text.substr(0, 4096));
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  for (std::size_t at = folded.find("molys"), next = 0; true; at = folded.find("molys", next)) {
    at = std::min(at, folded.find("molyz", next));
    if (at == std::string::npos) return false;
    next = at + 5;
    const std::string_view before = std::string_view(folded).substr(0, at);
    if (!before.ends_with("he") && !before.ends_with("hae") && !before.ends_with("h\xc3\xa4")) {
      continue;
    }
    if (!denied_before(before) && !denied_behind(std::string_view(folded).substr(next)))
      return true;
  }
}

}  // namespace causa::record
