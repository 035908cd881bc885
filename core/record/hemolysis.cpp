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

/// "0", "0.00", "0,0 mg/dl"; never the start of a range or of a grade ("0-50", "0 to 50").
bool is_zero(std::string_view text) {
  std::size_t end = 0;
  bool digit = false;
  for (; end < text.size(); ++end) {
    const bool point = (text[end] == '.' || text[end] == ',') && end > 0 && end + 1 < text.size() &&
                       std::isdigit(static_cast<unsigned char>(text[end + 1]));
    if (text[end] != '0' && !point) break;
    digit = true;
  }
  text.remove_prefix(end);
  if (!digit || (!text.empty() && std::isdigit(static_cast<unsigned char>(text.front()))))
    return false;
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(' ')));
  return !text.starts_with("-") && !text.starts_with("to ") && !text.starts_with("\xe2\x80\x93");
}

void skip(std::string_view& text, std::string_view characters) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(characters)));
}

/// "-is: none", "-is index negative", "-is index: 0".
bool denied_behind(std::string_view behind) {
  const std::string_view clause = behind.substr(0, behind.find_first_of(".,;\n"));
  behind.remove_prefix(std::min(clause.size(), clause.find_first_of(" :=")));
  skip(behind, " :=");
  for (const std::string_view measure : {"index", "grade", "score"})
    if (behind.starts_with(measure)) behind.remove_prefix(measure.size());
  skip(behind, " :=");
  if (is_zero(behind)) return true;
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
