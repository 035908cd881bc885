// SPDX-License-Identifier: Apache-2.0

#include "terminology/table_parts.hpp"

#include <fmt/core.h>

namespace causa::terminology {

namespace {

void expect(bool is_so, std::string_view key, std::string_view what) {
  if (!is_so) throw WrongTable(fmt::format("\"{}\" must be {}", key, what));
}

}  // namespace

JsonDocument open_table(std::string_view json) {
  auto document = JsonDocument::parse(json);
  if (!document) throw WrongTable("is not JSON: " + document.error().message);
  return std::move(*document);
}

std::span<const JsonValue> items_of(JsonValue mapping, std::string_view key) {
  const JsonValue value = mapping.find(key);
  expect(value.is_list(), key, "a list");
  return value.items();
}

std::span<const JsonMember> members_of(JsonValue mapping, std::string_view key) {
  const JsonValue value = mapping.find(key);
  expect(value.is_mapping(), key, "a mapping");
  return value.members();
}

std::string_view text_of(JsonValue mapping, std::string_view key) {
  const JsonValue value = mapping.find(key);
  expect(value.is_text(), key, "a text");
  return value.text();
}

double number_of(JsonValue mapping, std::string_view key) {
  const JsonValue value = mapping.find(key);
  expect(value.is_number(), key, "a number");
  return value.number();
}

std::vector<std::string> texts_of(JsonValue list) {
  if (!list.is_list()) throw WrongTable("a list of texts is missing");
  std::vector<std::string> texts;
  texts.reserve(list.items().size());
  for (const JsonValue item : list.items()) {
    if (!item.is_text()) throw WrongTable("a list of texts has something else");
    texts.emplace_back(item.text());
  }
  return texts;
}

std::vector<std::string> texts_of(JsonValue mapping, std::string_view key) {
  const JsonValue value = mapping.find(key);
  expect(value.is_list(), key, "a list of texts");
  return texts_of(value);
}

}  // namespace causa::terminology
