// SPDX-License-Identifier: Apache-2.0
//
// What a table must have. Without it the table is damaged and isn't read on: these throw
// WrongTable, which whoever reads a table catches. Internal to this room; any thread.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace causa::terminology {

class WrongTable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

JsonDocument open_table(std::string_view json);

// The value of a key of a mapping.
std::span<const JsonValue> items_of(JsonValue mapping, std::string_view key);
std::span<const JsonMember> members_of(JsonValue mapping, std::string_view key);
std::string_view text_of(JsonValue mapping, std::string_view key);
double number_of(JsonValue mapping, std::string_view key);

/// A list of nothing but texts.
std::vector<std::string> texts_of(JsonValue list);
std::vector<std::string> texts_of(JsonValue mapping, std::string_view key);

}  // namespace causa::terminology
