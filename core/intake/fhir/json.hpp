// SPDX-License-Identifier: Apache-2.0
//
// Reading typed values at a cursor (cursor.hpp). Every function gives false once something is
// wrong; what, and where, is in Trouble, to which each caller adds its step of the JSON path while
// it returns (so the path costs nothing as long as all is well). One Trouble a document, one
// thread.
//
// FHIR JSON knows null only inside arrays of primitives; where a value is expected, null counts as
// absent here, since that is all a sender can have meant.
//
// simdjson checks encoding and strings of the whole document, and the grammar of what is read;
// values that nobody asks for are checked for nesting only. Each string may be read once:
// simdjson's buffer is sized for that.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "intake/fhir/cursor.hpp"
#include "intake/fhir/field_table.hpp"

namespace causa::intake::fhir {

class Trouble {
 public:
  void clear();

  // Each records and gives false.
  bool syntax(simdjson::error_code code);
  bool wrong(std::string message, std::string cure);
  bool wrong_type(std::string_view expected, JsonValue found, simdjson::error_code code);

  /// Adds a step in front of the path; gives false, so that it can be returned.
  bool in(std::string_view field);
  bool at(std::size_t index);

  [[nodiscard]] bool is_syntax() const { return syntax_ != simdjson::SUCCESS; }
  [[nodiscard]] simdjson::error_code code() const { return syntax_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] const std::string& cure() const { return cure_; }

 private:
  simdjson::error_code syntax_ = simdjson::SUCCESS;
  std::string path_;
  std::string message_;
  std::string cure_;
};

/// True if the value was null (then it is passed).
bool take_null(JsonValue value);

/// Longer than any note of a clinic; what is longer would only fill memory, store and log.
inline constexpr std::size_t longest_text_bytes = 1u << 20;

bool refuse_long_text(Trouble& trouble, std::string_view& text);

/// What isn't a text without escapes.
bool read_other_text(Trouble& trouble, JsonValue value, std::string_view& text);

/// Empty if null; an error if longer than longest_text_bytes. The view lives as long as the
/// document: a text without escapes is a view of the input itself, one with escapes is in
/// simdjson's buffer.
inline bool read_text(Trouble& trouble, JsonValue value, std::string_view& text) {
  if (value.cursor->peek() == '"') [[likely]] {
    const std::string_view quoted = value.cursor->quoted(value.start);
    if (!value.cursor->has_escape(quoted)) [[likely]] {
      text = quoted;
      return text.size() <= longest_text_bytes || refuse_long_text(trouble, text);
    }
  }
  return read_other_text(trouble, value, text);
}

/// NaN if null.
bool read_number(Trouble& trouble, JsonValue value, double& number);

/// `present` stays false if null.
bool read_truth(Trouble& trouble, JsonValue value, bool& truth, bool& present);

/// date, dateTime or instant; unknown if null. A time that can't be read is an error, never
/// unknown.
bool read_time(Trouble& trouble, JsonValue value, TimeSpan& time);

/// A property name isn't unescaped: no name of FHIR needs that, so one that has an escape is
/// refused rather than overlooked.
bool refuse_escaped_name(Trouble& trouble);

/// Calls each(key, value) for the properties of an object; stops at the first false.
template <class Each>
bool each_property(Trouble& trouble, JsonObject object, Each&& each) {
  JsonCursor& cursor = *object.cursor;
  while (cursor.depth() >= object.depth) {
    std::string_view key;
    if (const auto error = cursor.take_key(key)) return trouble.syntax(error);
    if (cursor.has_escape(key)) [[unlikely]]
      return refuse_escaped_name(trouble);
    if (!each(key, JsonValue{&cursor, cursor.at()})) return trouble.in(key);
    if (const auto error = cursor.next(object.depth, '}')) return trouble.syntax(error);
  }
  return true;
}

/// Calls each(field, value) for the properties that the table knows. One that is given twice is
/// refused: readers would differ in which of the two counts.
template <class Field, class Each>
bool each_field(Trouble& trouble, JsonObject object, const FieldTable<Field>& table, Each&& each) {
  std::uint64_t seen[2] = {0, 0};
  return each_property(trouble, object, [&](std::string_view key, JsonValue value) {
    const Field field = table.find(key);
    if (field == Field{}) return true;
    const auto number = static_cast<unsigned>(field);
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    if (seen[number / 64] & bit) return trouble.wrong("given twice", "give each property once");
    seen[number / 64] |= bit;
    return each(field, value);
  });
}

/// The same for a value that must be an object (null: no properties).
template <class Field, class Each>
bool each_field(Trouble& trouble, JsonValue value, const FieldTable<Field>& table, Each&& each) {
  JsonObject object;
  if (const auto error = value.cursor->begin_object(value, object))
    return take_null(value) || trouble.wrong_type("an object", value, error);
  return each_field(trouble, object, table, each);
}

/// Calls each(index, value) for the elements of a value that must be an array (null: none).
template <class Each>
bool each_element(Trouble& trouble, JsonValue value, Each&& each) {
  JsonCursor& cursor = *value.cursor;
  const int depth = cursor.depth();
  if (const auto error = cursor.begin_array(value))
    return take_null(value) || trouble.wrong_type("an array", value, error);
  for (std::size_t index = 0; cursor.depth() >= depth; ++index) {
    if (!each(index, JsonValue{&cursor, cursor.at()})) return trouble.at(index);
    if (const auto error = cursor.next(depth, ']')) return trouble.syntax(error);
    if (cursor.depth() == depth) cursor.begin_element();
  }
  return true;
}

/// The quoted text of a value as it stands in the input, if it is a plain string; else empty.
/// Doesn't pass the value, nor use simdjson's buffer.
std::string_view peek_text(JsonValue value);

/// True if brackets outside of strings go deeper than `limit` within the text, which must begin
/// outside of a string.
bool nests_deeper(std::string_view json, std::size_t limit);

}  // namespace causa::intake::fhir
