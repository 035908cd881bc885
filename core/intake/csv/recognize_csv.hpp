// SPDX-License-Identifier: Apache-2.0
//
// Is this the beginning of a CSV file, and what separates its columns? Pure.
#pragma once

#include <string_view>

namespace causa::intake::csv {

/// A comma, semicolon, tab or bar: the one that splits the first line into most columns; 0 if none
/// does.
char delimiter_of(std::string_view first_line);

/// Two lines at least, split by the same sign, the first into names that aren't empty.
bool is_csv(std::string_view start);

}  // namespace causa::intake::csv
