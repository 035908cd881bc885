// SPDX-License-Identifier: Apache-2.0
//
// Telling NDJSON from one JSON document by its first lines. Pure.
#pragma once

#include <string_view>

namespace causa::intake {

/// A line without the blanks around it.
std::string_view trimmed(std::string_view line);

/// True if the second line (its beginning will do) can't go on with what the first one began, or
/// if the first one is whole.
bool are_lines(std::string_view first, std::string_view second);

/// "x.ndjson", "x.ndjson.gz" ...
bool is_named_ndjson(std::string_view name);

}  // namespace causa::intake
