// SPDX-License-Identifier: Apache-2.0

#include "intake/cases/recognize_case.hpp"

#include <algorithm>

#include "intake/cases/keys.hpp"

namespace causa::intake::cases {

namespace {

constexpr std::size_t longest_key = 40;

/// `date`, `id` and `notes` stand in other things too.
bool is_telling(std::string_view key) {
  if (key.size() > longest_key) return false;
  const auto meaning = key_of(key);
  return meaning && *meaning != Key::patient && *meaning != Key::date && *meaning != Key::notes;
}

/// "age" of "age: 67", "- age: 67"; empty if the line is no key of the outermost level.
std::string_view key_of_line(std::string_view line) {
  if (line.starts_with("- ")) line = line.substr(line.find_first_not_of(' ', 1));
  if (line.starts_with(' ')) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first != 2) return {};  // the further keys of a case in a list
    line.remove_prefix(first);
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view after = line.substr(colon + 1);
  if (!after.empty() && std::string_view(" \t\r").find(after.front()) == std::string_view::npos)
    return {};
  return line.substr(0, colon);
}

}  // namespace

bool is_case_json(std::string_view start) {
  if (start.find("\"resourceType\"") != std::string_view::npos) return false;
  for (std::size_t at = start.find('"'); at != std::string_view::npos;) {
    const std::size_t end = start.find('"', at + 1);
    if (end == std::string_view::npos) return false;
    const std::size_t colon = start.find_first_not_of(" \t\r\n", end + 1);
    const bool is_key = colon != std::string_view::npos && start[colon] == ':';
    if (is_key && is_telling(start.substr(at + 1, end - at - 1))) return true;
    at = start.find('"', end + 1);
  }
  return false;
}

bool is_case_yaml(std::string_view start) {
  bool first = true;
  for (std::size_t at = 0; at < start.size();) {
    const std::size_t end = std::min(start.find('\n', at), start.size());
    const std::string_view line = start.substr(at, end - at);
    at = end + 1;
    const bool skipped = line.find_first_not_of(" \t\r") == std::string_view::npos ||
                         line.starts_with('#') || line.starts_with("---");
    if (skipped) continue;
    const std::string_view key = key_of_line(line);
    if (first && key.empty()) return false;
    first = false;
    if (is_telling(key)) return true;
  }
  return false;
}

}  // namespace causa::intake::cases
