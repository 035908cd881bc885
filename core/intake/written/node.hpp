// SPDX-License-Identifier: Apache-2.0
//
// YAML (and JSON, which is YAML too) as a tree of texts with their places. No scalar is taken for a
// number, a date or a yes here: `no`, `010` and `2026-11-20` stay what was written, and whoever
// reads them knows what is meant. The only place of intake that knows yaml-cpp. Pure; any thread.
//
// Refused: anchors and aliases (a short text could stand for a huge one), tags, tabs that indent,
// deep nesting, more nodes than a person writes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "intake/written/faults.hpp"

namespace causa::intake::written {

struct Entry;

struct Node {
  enum class Kind : std::uint8_t { nothing, text, list, map };

  Kind kind = Kind::nothing;
  Position at;
  std::string text;            ///< of a text
  std::vector<Node> items;     ///< of a list
  std::vector<Entry> entries;  ///< of a map, in the order of the file

  [[nodiscard]] bool is_nothing() const { return kind == Kind::nothing; }
  [[nodiscard]] bool is_text() const { return kind == Kind::text; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
};

struct Entry {
  Node key;
  Node value;
};

struct TreeLimits {
  std::size_t bytes = 8u << 20;
  std::size_t nesting = 30;
  std::size_t nodes = 200'000;
};

/// One document; `first_line` is its first line's number in the file. The tree is whole only if no
/// fault was added.
Node parse_yaml(std::string_view text, std::size_t first_line, Faults& faults,
                const TreeLimits& limits = {});

/// Adds a fault for each key that stands twice in its map or isn't a plain text.
void check_keys(const Node& node, Faults& faults);

}  // namespace causa::intake::written
