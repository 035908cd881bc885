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

/// True if `second` is a whole object with a resourceType (or, if lines are `said`, any), and
/// `first` isn't whole. Still both may be of one document that goes on behind them.
bool is_broken_line(std::string_view first, std::string_view second, bool said);

/// True if `line` may go on with a document of which a whole object ended in the line before.
bool goes_on_after_object(std::string_view line);

/// "x.ndjson", "X.NDJSON", "x.jsonl.gz" ...
bool is_named_ndjson(std::string_view name);

}  // namespace causa::intake
