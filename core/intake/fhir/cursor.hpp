// SPDX-License-Identifier: Apache-2.0
//
// A JSON document as the places of its tokens, which simdjson's first stage finds, and a cursor
// that goes over them once, as simdjson on demand does and with the same errors in the same places;
// but it knows where each text ends, whether any has an escape, and how deep it has been, without
// looking at the bytes again, and it passes over what nobody reads in a few steps a token.
//
// One thread. Values and objects borrow the cursor, and are read in the order of the document; what
// isn't read is passed over. A container's elements are one deeper than it is; the root's depth
// is 1.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace causa::intake::fhir {

namespace ondemand = simdjson::ondemand;

class JsonCursor;

/// Where a token's first byte is, counted from the start of the document.
using TokenPlace = const std::uint32_t*;

struct JsonValue {
  JsonCursor* cursor = nullptr;
  TokenPlace start = nullptr;
};

struct JsonObject {
  JsonCursor* cursor = nullptr;
  TokenPlace start = nullptr;
  int depth = 0;
};

class JsonCursor {
 public:
  /// Finds the tokens. Borrows parser and text.
  simdjson::error_code begin(ondemand::parser& parser, std::string_view text,
                             std::size_t allocated);

  /// The whole document. INCORRECT_TYPE if it is something else.
  simdjson::error_code root(JsonObject& object);

  /// The token that can't be read, after an error; null if the document ends before it.
  [[nodiscard]] const char* location() const;

  [[nodiscard]] bool at_end() const { return at_ == end_; }
  [[nodiscard]] TokenPlace at() const { return at_; }
  [[nodiscard]] int depth() const { return depth_; }

  /// Nothing so far stood inside more objects and arrays than this; what does, may be less deep.
  [[nodiscard]] std::size_t deepest() const { return static_cast<std::size_t>(deepest_); }

  [[nodiscard]] const char* bytes_at(TokenPlace place) const { return text_ + *place; }
  [[nodiscard]] char peek() const { return text_[*at_]; }

  /// What stands between the quotes of a text.
  [[nodiscard]] std::string_view quoted(TokenPlace place) const {
    const char* const first = text_ + *place + 1;
    const char* last = text_ + place[1] - 1;
    while (*last != '"') --last;  // only blanks follow
    return {first, static_cast<std::size_t>(last - first)};
  }
  bool has_escape(std::string_view text) {
    const char* const last = text.data() + text.size();
    return (text.data() < plain_from_ || last > plain_to_) && find_escape(text);
  }
  simdjson::error_code unescape(std::string_view quoted, std::string_view& text);

  /// One step into a container that begins here.
  void enter() {
    ++at_;
    deepest_ = std::max(deepest_, depth_);
  }
  /// One step out of, or over, the value at which the cursor stands.
  void leave() {
    ++at_;
    --depth_;
  }

  /// Past a property's name, to its value.
  simdjson::error_code take_key(std::string_view& key) {
    const TokenPlace name = at_;
    if (text_[*at_++] != '"') return fail(simdjson::TAPE_ERROR);
    if (text_[*at_++] != ':') return fail(simdjson::TAPE_ERROR);
    ++depth_;
    key = quoted(name);
    return simdjson::SUCCESS;
  }

  /// Past what is left of an element or property of a container, and past the comma or the bracket
  /// behind it, which leads out of the container.
  simdjson::error_code next(int container_depth, char closing) {
    if (const auto error = pass(container_depth)) return fail(error);
    return step(closing);
  }

  /// To the end of what is deeper than `depth`.
  simdjson::error_code pass(int depth) {
    if (depth_ <= depth) return simdjson::SUCCESS;
    // Most often one scalar.
    const char c = peek();
    if (steps[static_cast<unsigned char>(c)] == 0 && c != ',' && c != ':' &&
        !(c == '"' && text_[at_[1]] == ':') && depth_ == depth + 1) {
      leave();
      return simdjson::SUCCESS;
    }
    return pass_on(depth);
  }

  simdjson::error_code begin_object(JsonValue value, JsonObject& object) {
    if (*bytes_at(value.start) != '{') return simdjson::INCORRECT_TYPE;
    object = {this, value.start, depth_};
    enter();
    if (peek() == '}') leave();
    return simdjson::SUCCESS;
  }

  /// Stands at the first element, if there is one; else one less deep.
  simdjson::error_code begin_array(JsonValue value) {
    if (*bytes_at(value.start) != '[') return simdjson::INCORRECT_TYPE;
    enter();
    if (peek() == ']')
      leave();
    else
      ++depth_;
    return simdjson::SUCCESS;
  }
  /// Behind a comma of an array.
  void begin_element() { ++depth_; }

  /// The property of an object that has just begun. NO_SUCH_FIELD, then at its end.
  simdjson::error_code find(JsonObject object, std::string_view key, JsonValue& value);

  /// To the start of an object.
  void rewind(JsonObject object) {
    at_ = object.start;
    depth_ = object.depth;
    enter();
    if (peek() == '}') leave();
  }

  /// An object as it stands, with what blanks follow; it is passed over.
  simdjson::error_code whole(JsonObject object, std::string_view& json);

 private:
  simdjson::error_code fail(simdjson::error_code error) {
    failed_ = true;
    return error;
  }
  simdjson::error_code step(char closing) {
    const char c = text_[*at_++];
    if (c == ',') return simdjson::SUCCESS;
    if (c != closing) return fail(simdjson::TAPE_ERROR);
    --depth_;
    return simdjson::SUCCESS;
  }
  simdjson::error_code pass_on(int depth);
  bool find_escape(std::string_view text);

  static constexpr std::array<std::int8_t, 256> steps = [] {
    std::array<std::int8_t, 256> table{};
    table['['] = table['{'] = 1;
    table[']'] = table['}'] = -1;
    return table;
  }();

  const char* text_ = nullptr;
  TokenPlace at_ = nullptr;
  TokenPlace first_ = nullptr;
  TokenPlace end_ = nullptr;
  int depth_ = 0;
  int deepest_ = 0;
  bool failed_ = false;               ///< at the token before
  const char* plain_from_ = nullptr;  ///< no backslash from here
  const char* plain_to_ = nullptr;    ///< to here
  const char* text_end_ = nullptr;
  ondemand::document document_;
};

}  // namespace causa::intake::fhir
