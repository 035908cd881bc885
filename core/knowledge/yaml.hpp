// SPDX-License-Identifier: Apache-2.0
//
// YAML as people write it -> JSON text as the host reads it, with the place of every value, so that
// a fault in the JSON can be shown where it was written. The only place that knows yaml-cpp. Pure;
// any thread; the result owns all its memory.
//
// Quoted scalars and block texts stay texts. Plain ones become null, true, false or a number if
// they are written as JSON writes these (`null`, `~`, `true`, `4.7`), else texts (`1.0.0`,
// `2026-11-23`, `3.5 mmol/L`, `.5`). Refused: more than one document, keys that stand twice, keys
// that aren't plain texts, anchors that blow up, bytes that aren't UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.hpp"

namespace causa::knowledge {

/// From 1, as editors count; columns in bytes.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

class YamlDocument {
 public:
  /// Error: place is "line:column".
  static Result<YamlDocument> parse(std::string_view yaml);

  [[nodiscard]] const std::string& json() const { return json_; }

  /// Where the value of a JSON pointer stands, or its key; the nearest enclosing value if there is
  /// no such pointer.
  [[nodiscard]] Position value(std::string_view pointer) const;
  [[nodiscard]] Position key(std::string_view pointer) const;

  /// Where byte `offset` of a text value stands, through quotes and folded lines.
  [[nodiscard]] Position inside(std::string_view pointer, std::size_t offset) const;

 private:
  friend class YamlToJson;
  struct Place {
    Position value, key;
    std::string text;  ///< of a text value
  };
  [[nodiscard]] const Place& find(std::string_view pointer) const;

  std::string json_;
  std::string source_;
  std::unordered_map<std::string, Place> places_;
};

}  // namespace causa::knowledge
