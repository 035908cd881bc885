// SPDX-License-Identifier: Apache-2.0

#include "intake/json_lines.hpp"

namespace causa::intake {

namespace {

constexpr std::string_view blanks = " \t\r\n";

/// True if the brackets of a line that begins an object close at its end.
bool is_whole_object(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with('{') || !line.ends_with('}')) return false;
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth <= 1) return i + 1 == line.size();
      --depth;
    }
  }
  return false;
}

/// In one JSON document an object can only begin after one of these.
bool may_continue(std::string_view line) {
  line = trimmed(line);
  return line.empty() || std::string_view("[{,:").find(line.back()) != std::string_view::npos;
}

}  // namespace

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

bool are_lines(std::string_view first, std::string_view second) {
  const bool begins = trimmed(second).starts_with('{');
  return (begins && !may_continue(first)) || is_whole_object(first);
}

bool is_named_ndjson(std::string_view name) {
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  return name.ends_with(".ndjson");
}

}  // namespace causa::intake
