// SPDX-License-Identifier: Apache-2.0
//
// Telling NDJSON from one JSON document by its first lines. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace causa::intake {

/// Without byte order marks at its start: files that begin with one may have been put together.
std::string_view without_mark(std::string_view line);

/// A line without that and the blanks around it.
std::string_view trimmed(std::string_view line);

/// True if the second line (its beginning will do) can't go on with what the first one began, or
/// if the first one is whole.
bool are_lines(std::string_view first, std::string_view second);

/// True if `line` is an object from its start to its end.
bool is_whole_object(std::string_view line);

/// True if `line`, which isn't the first, is a whole object with a resourceType (or, if lines are
/// `said`, any) and can't be part of a document: then the next line (nothing: there is none) would
/// have to go on with what is around it. A text of JSON has no line ends, so that each line of a
/// document begins outside of all texts.
bool stands_alone(std::string_view line, std::optional<std::string_view> next, bool said);

/// "x.ndjson", "X.NDJSON", "x.jsonl.gz" ...
bool is_named_ndjson(std::string_view name);

}  // namespace causa::intake
