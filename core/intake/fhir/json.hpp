// SPDX-License-Identifier: Apache-2.0
//
// Reading typed values out of simdjson on demand. Every function gives false once something is
// wrong; what, and where, is in Trouble, to which each caller adds its step of the JSON path while
// it returns (so the path costs nothing as long as all is well). One Trouble a document, one
// thread.
//
// FHIR JSON knows null only inside arrays of primitives; where a value is expected, null counts as
// absent here, since that is all a sender can have meant. So a property that is null is never
// handed to who asks for it: what means something by being there (dataAbsentReason, an abatement)
// must not come to be there by it.
//
// simdjson checks encoding and strings of the whole document, and the grammar of what is read;
// values that nobody asks for are checked for nesting only. Each string may be read once:
// simdjson's buffer is sized for that.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "intake/fhir/field_table.hpp"

namespace causa::intake::fhir {

namespace ondemand = simdjson::ondemand;

class Trouble {
 public:
  void clear();

  // Each records and gives false.
  bool syntax(simdjson::error_code code);
  bool wrong(std::string message, std::string cure);
  bool wrong_type(std::string_view expected, ondemand::value& found, simdjson::error_code code);

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

/// True if the value was null (then it is consumed).
inline bool take_null(ondemand::value& value) {
  bool null = false;
  return value.is_null().get(null) == simdjson::SUCCESS && null;
}

/// Longer than any note of a clinic; what is longer would only fill memory, store and log.
inline constexpr std::size_t longest_text_bytes = 1u << 20;

bool refuse_long_text(Trouble& trouble, std::string_view& text);

/// Empty if null; an error if longer than longest_text_bytes. The view lives as long as the
/// document: a text without escapes is a view of the input itself, one with escapes is in
/// simdjson's buffer.
inline bool read_text(Trouble& trouble, ondemand::value value, std::string_view& text) {
  std::string_view token = value.raw_json_token();
  if (token.front() == '"') [[likely]] {
    token.remove_prefix(1);
    token = token.substr(0, token.find('"'));
    if (std::memchr(token.data(), '\\', token.size()) == nullptr) [[likely]] {
      text = token;
      return text.size() <= longest_text_bytes || refuse_long_text(trouble, text);
    }
  }
  const simdjson::error_code error = value.get_string().get(text);
  if (error == simdjson::SUCCESS) [[likely]]
    return text.size() <= longest_text_bytes || refuse_long_text(trouble, text);
  text = {};
  return take_null(value) || trouble.wrong_type("a text", value, error);
}

/// NaN if null.
inline bool read_number(Trouble& trouble, ondemand::value value, double& number) {
  const simdjson::error_code error = value.get_double().get(number);
  if (error == simdjson::SUCCESS) [[likely]]
    return true;
  number = std::numeric_limits<double>::quiet_NaN();
  return take_null(value) || trouble.wrong_type("a number", value, error);
}

/// `present` stays false if null.
inline bool read_truth(Trouble& trouble, ondemand::value value, bool& truth, bool& present) {
  const simdjson::error_code error = value.get_bool().get(truth);
  present = error == simdjson::SUCCESS;
  return present || take_null(value) || trouble.wrong_type("true or false", value, error);
}

/// date, dateTime or instant; unknown if null. A time that can't be read is an error, never
/// unknown.
bool read_time(Trouble& trouble, ondemand::value value, TimeSpan& time);

/// The property name without unescaping: no name of FHIR needs an escape, so one that has any is
/// refused rather than overlooked. The closing quote exists: simdjson saw to that.
inline bool read_key(Trouble& trouble, ondemand::field& field, std::string_view& key) {
  const char* first = field.key().raw();
  const char* last = first;
  while (*last != '"') {
    if (*last == '\\') [[unlikely]] {
      return trouble.wrong("a property name with an escape", "write property names plainly");
    }
    ++last;
  }
  key = {first, static_cast<std::size_t>(last - first)};
  return true;
}

/// Calls each(key, value) for the properties of an object; stops at the first false.
template <class Each>
bool each_property(Trouble& trouble, ondemand::object object, Each&& each) {
  for (auto result : object) {
    ondemand::field field;
    if (const simdjson::error_code error = std::move(result).get(field)) {
      return trouble.syntax(error);
    }
    std::string_view key;
    if (!read_key(trouble, field, key)) return false;
    if (!each(key, field.value())) return trouble.in(key);
  }
  return true;
}

/// Calls each(field, value) for the properties that the table knows and that aren't null, and
/// other(key, value) for those that it doesn't know. One of the table that is given twice is
/// refused: readers would differ in which of the two counts.
template <class Field, class Each, class Other>
bool each_field_or(Trouble& trouble, ondemand::object object, const FieldTable<Field>& table,
                   Each&& each, Other&& other) {
  std::uint64_t seen[2] = {0, 0};
  return each_property(trouble, object, [&](std::string_view key, ondemand::value value) {
    const Field field = table.find(key);
    if (field == Field{}) return other(key, value);
    const auto number = static_cast<unsigned>(field);
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    if (seen[number / 64] & bit) return trouble.wrong("given twice", "give each property once");
    seen[number / 64] |= bit;
    // One character tells; what only begins like null is left to who reads it to refuse.
    if (value.raw_json_token().front() == 'n' && take_null(value)) [[unlikely]]
      return true;
    return each(field, value);
  });
}

/// The same for a value that must be an object (null: no properties).
template <class Field, class Each, class Other>
bool each_field_or(Trouble& trouble, ondemand::value value, const FieldTable<Field>& table,
                   Each&& each, Other&& other) {
  ondemand::object object;
  if (const simdjson::error_code error = value.get_object().get(object)) {
    return take_null(value) || trouble.wrong_type("an object", value, error);
  }
  return each_field_or(trouble, object, table, each, other);
}

/// The same, of an object or a value, where what the table doesn't know is passed over.
template <class Object, class Field, class Each>
bool each_field(Trouble& trouble, Object object, const FieldTable<Field>& table, Each&& each) {
  return each_field_or(trouble, object, table, each,
                       [](std::string_view, ondemand::value&) { return true; });
}

/// Calls each(index, value) for the elements of a value that must be an array (null: none).
template <class Each>
bool each_element(Trouble& trouble, ondemand::value value, Each&& each) {
  ondemand::array array;
  if (const simdjson::error_code error = value.get_array().get(array)) {
    return take_null(value) || trouble.wrong_type("an array", value, error);
  }
  std::size_t index = 0;
  for (auto result : array) {
    ondemand::value element;
    if (const simdjson::error_code error = std::move(result).get(element)) {
      return trouble.syntax(error);
    }
    if (!each(index, element)) return trouble.at(index);
    ++index;
  }
  return true;
}

/// Whether it is the lower-case ASCII word, in any case.
inline bool is_written_like(std::string_view text, std::string_view word) {
  return text.size() == word.size() &&
         std::equal(text.begin(), text.end(), word.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

/// The quoted text of a value as it stands in the input, if it is a plain string; else empty.
/// Doesn't consume the value, nor simdjson's buffer.
std::string_view peek_text(ondemand::value& value);

/// True if brackets outside of strings go deeper than `limit` within the text, which must begin
/// outside of a string.
bool nests_deeper(std::string_view json, std::size_t limit);

/// The first byte that isn't part of valid UTF-8.
std::size_t first_bad_byte(std::string_view bytes);

/// The first control character within quotes.
std::size_t first_control_in_text(std::string_view json);

}  // namespace causa::intake::fhir
