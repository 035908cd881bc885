// SPDX-License-Identifier: Apache-2.0
//
// Lists as JSON arrays in one column: any SQLite shell can look into them (json_each), and a row
// stays a row. Bytes that aren't UTF-8 are kept as they are. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/shared_text.hpp"

namespace causa::store {

/// A list that is stored as its text.
struct TextList {
  const std::vector<std::string>& list;
};

/// Puts the text of the list after what is there: "[]" for an empty one.
void append_list(std::string& out, const std::vector<std::string>& list);
void append_list(std::string& out, const std::vector<SharedText>& list);

/// Nothing for an empty list.
std::optional<std::string> list_text(const std::vector<std::string>& list);
std::optional<std::string> list_text(const std::vector<SharedText>& list);
std::optional<std::string> list_text(const std::vector<std::uint32_t>& list);

/// False if the text isn't a list that list_text() can have made. Empty text is an empty list.
bool read_list(std::string_view text, std::vector<std::string>& list);
bool read_list(std::string_view text, std::vector<SharedText>& list);
bool read_list(std::string_view text, SharedTexts& list);
bool read_list(std::string_view text, std::vector<std::uint32_t>& list);

}  // namespace causa::store
