// SPDX-License-Identifier: Apache-2.0
//
// Text for a terminal. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace causa::report {

inline constexpr std::size_t text_columns = 100;

/// Lines of at most 100 columns: the first after `first`, the others under where its text begins.
/// Nothing for no text.
std::string paragraph(std::string_view first, std::string_view text);

}  // namespace causa::report
