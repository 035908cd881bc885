// SPDX-License-Identifier: Apache-2.0

#include "intake/json_lines.hpp"

#include <algorithm>

namespace causa::intake {

namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Shape {
  bool is_whole = false;  ///< the brackets of a line that begins an object close at its end
  bool has_type = false;  ///< as far as was looked
};

Shape shape_of(std::string_view line) {
  constexpr std::string_view type = "\"resourceType\"";
  line = trimmed(line);
  Shape shape;
  if (!line.starts_with('{') || !line.ends_with('}')) return shape;
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
      shape.has_type = shape.has_type || (depth == 1 && line.substr(i).starts_with(type));
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      shape.is_whole = depth <= 1 && i + 1 == line.size();
      if (depth <= 1) return shape;
      --depth;
    }
  }
  return shape;
}

/// In one JSON document an object can only begin after one of these.
bool may_continue(std::string_view line) {
  line = trimmed(line);
  return line.empty() || std::string_view("[{,:").find(line.back()) != std::string_view::npos;
}

bool goes_on_after_object(std::string_view line) {
  line = trimmed(line);
  return !line.empty() && std::string_view("]},").find(line.front()) != std::string_view::npos;
}

/// In capitals or not; `end` is in small letters.
bool ends_in(std::string_view name, std::string_view end) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return name.size() >= end.size() &&
         std::equal(name.end() - static_cast<std::ptrdiff_t>(end.size()), name.end(), end.begin(),
                    same);
}

}  // namespace

std::string_view without_mark(std::string_view line) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  while (line.starts_with(mark)) line.remove_prefix(mark.size());
  return line;
}

std::string_view trimmed(std::string_view line) {
  line = without_mark(line);
  const std::size_t first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

bool are_lines(std::string_view first, std::string_view second) {
  const bool begins = trimmed(second).starts_with('{');
  return (begins && !may_continue(first)) || shape_of(first).is_whole;
}

bool is_whole_object(std::string_view line) { return shape_of(line).is_whole; }

bool stands_alone(std::string_view line, std::optional<std::string_view> next, bool said) {
  if (next && goes_on_after_object(*next)) return false;
  const Shape shape = shape_of(line);
  return shape.is_whole && (said || shape.has_type);
}

bool is_named_ndjson(std::string_view name) {
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (ends_in(name, packed)) name.remove_suffix(packed.size());
  }
  return ends_in(name, ".ndjson") || ends_in(name, ".jsonl");
}

}  // namespace causa::intake
