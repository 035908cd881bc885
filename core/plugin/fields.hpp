// SPDX-License-Identifier: Apache-2.0
//
// Lines of fields between spaces, as plugins.lock, keys and signatures are written; `#` begins a
// comment line. Pure; what is returned points into the text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace causa::plugin {

struct FieldLine {
  std::size_t number = 0;  ///< from 1
  std::vector<std::string_view> fields;
};

/// Those that hold something; more than nine fields of a line are left off.
std::vector<FieldLine> field_lines(std::string_view text);

/// The fields of one line; none of an empty line or a comment.
std::vector<std::string_view> fields_of(std::string_view line);

bool take_prefix(std::string_view& field, std::string_view prefix);

/// Printable, without spaces, not empty: can stand as a field.
bool is_one_word(std::string_view text);

}  // namespace causa::plugin
