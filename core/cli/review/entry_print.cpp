// SPDX-License-Identifier: Apache-2.0
//
// Statements for people and for spreadsheets.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json/array.hpp>
#include <iterator>

#include "base/text.hpp"
#include "cli/review/entry.hpp"
#include "report/csv.hpp"

namespace causa::cli::review {

namespace {

namespace json = boost::json;

constexpr std::size_t width = 100;
constexpr std::size_t margin = 17;

constexpr std::string_view columns[] = {
    "plugin", "kind",  "id",         "cause",   "about", "condition", "holds",  "fails",
    "group",  "basis", "population", "urgency", "tags",  "text",      "action", "sources"};

/// One value on one line: what an object says in words, lists with commas.
std::string flat(const json::value& value, std::string_view key_of_parts = "words") {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64()) return fmt::format("{}", value.get_int64());
  if (value.is_uint64()) return fmt::format("{}", value.get_uint64());
  if (const auto* object = value.if_object()) {
    const auto* words = object->if_contains(key_of_parts);
    return words ? flat(*words) : std::string();
  }
  std::vector<std::string> parts;
  if (const auto* list = value.if_array())
    for (const auto& one : *list) parts.push_back(flat(one, key_of_parts));
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// Keys that only programs read: what they say stands in another key's words.
bool is_for_programs(std::string_view key) {
  return key == "kind" || key == "plugin" || key == "id" || key == "family";
}

std::string label(std::string_view key) {
  if (key == "condition") return "if";
  if (key == "when") return "as written";
  if (key == "holds") return "then";
  if (key == "fails") return "if surely not";
  if (key == "advice_kind") return "kind";
  if (key == "check") return "only after";
  std::string words(key);
  for (char& c : words)
    if (c == '_') c = ' ';
  return words;
}

void add_lines(std::string& text, const std::string& first, const std::string& words) {
  std::string lead = first;
  for (const auto& line : wrap(words, width - margin)) {
    fmt::format_to(std::back_inserter(text), "{:<{}}{}\n", lead, margin, line);
    lead.clear();
  }
}

}  // namespace

std::string entry_text(const json::object& entry) {
  const std::string plugin = flat(entry.at("plugin"));
  std::string text =
      fmt::format("{} {}, of {}\n", flat(entry.at("kind")), flat(entry.at("id")), plugin);
  for (const auto& [key, value] : entry) {
    if (is_for_programs(key)) continue;
    std::string lead = fmt::format("  {}", label(key));
    const auto* list = value.if_array();
    if (list != nullptr && !list->empty() && list->front().is_object()) {
      for (const auto& part : *list) {
        std::string words = flat(part);
        if (key == "sources") words = fmt::format("{}: {}", flat(part.at("id")), words);
        add_lines(text, lead, words);
        lead.clear();
      }
    } else if (const std::string words = flat(value); !words.empty()) {
      add_lines(text, lead, words);
    }
  }
  return text;
}

std::string entry_csv_header() { return fmt::format("{}\r\n", fmt::join(columns, ",")); }

std::string entry_csv(const json::object& entry) {
  std::vector<std::string> cells;
  for (const auto column : columns) {
    const auto* value = entry.if_contains(column);
    cells.push_back(value ? report::csv_cell(flat(*value, column == "sources" ? "id" : "words"))
                          : std::string());
  }
  return fmt::format("{}\r\n", fmt::join(cells, ","));
}

}  // namespace causa::cli::review
