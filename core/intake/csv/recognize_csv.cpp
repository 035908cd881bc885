// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/recognize_csv.hpp"

#include <algorithm>

namespace causa::intake::csv {

namespace {

constexpr std::size_t longest_header = 16384;

std::size_t count_unquoted(std::string_view line, char sign) {
  std::size_t count = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == sign && !quoted) ++count;
  }
  return count;
}

std::string_view line_at(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
  const std::string_view line = text.substr(at, end - at);
  at = std::min(text.find_first_not_of("\r\n", end), text.size());
  return line;
}

/// The names of the columns are all there: a line of prose ends in a blank or a stop somewhere.
bool names_columns(std::string_view line, char sign) {
  std::size_t first = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size() && line[i] == '"') quoted = !quoted;
    if (i < line.size() && (quoted || line[i] != sign)) continue;
    const std::string_view name = line.substr(first, i - first);
    if (name.find_first_not_of(" \t\"") == std::string_view::npos) return false;
    first = i + 1;
  }
  return true;
}

}  // namespace

char delimiter_of(std::string_view first_line) {
  char best = 0;
  std::size_t most = 0;
  for (const char sign : {',', ';', '\t', '|'}) {
    const std::size_t count = count_unquoted(first_line, sign);
    if (count > most) {
      most = count;
      best = sign;
    }
  }
  return best;
}

bool is_csv(std::string_view start) {
  std::size_t at = 0;
  const std::string_view header = line_at(start, at);
  const std::string_view second = line_at(start, at);
  if (header.size() > longest_header) return false;
  const char sign = delimiter_of(header);
  return sign != 0 && count_unquoted(second, sign) > 0 && names_columns(header, sign);
}

}  // namespace causa::intake::csv
