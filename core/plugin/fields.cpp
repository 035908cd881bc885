// SPDX-License-Identifier: Apache-2.0

#include "plugin/fields.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace causa::plugin {

namespace {

constexpr std::size_t most_fields = 9;
constexpr std::string_view spaces = " \t\r";

}  // namespace

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  while (fields.size() < most_fields) {
    const std::size_t start = line.find_first_not_of(spaces);
    if (start == std::string_view::npos) break;
    line.remove_prefix(start);
    if (fields.empty() && line.front() == '#') break;
    fields.push_back(line.substr(0, line.find_first_of(spaces)));
    line.remove_prefix(fields.back().size());
  }
  return fields;
}

std::vector<FieldLine> field_lines(std::string_view text) {
  std::vector<FieldLine> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    FieldLine entry{number, fields_of(line)};
    if (!entry.fields.empty()) lines.push_back(std::move(entry));
  }
  return lines;
}

bool take_prefix(std::string_view& field, std::string_view prefix) {
  if (!field.starts_with(prefix)) return false;
  field.remove_prefix(prefix.size());
  return true;
}

bool is_one_word(std::string_view text) {
  return !text.empty() && text.front() != '#' && is_utf8(text) &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

}  // namespace causa::plugin
