// SPDX-License-Identifier: Apache-2.0
//
// Text in other character sets to UTF-8, by the C library's iconv. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa {

/// True if iconv knows it: "windows-1252", "ISO-8859-1".
bool is_charset(const std::string& name);

/// Error: the set isn't known, or the bytes aren't text in it, and then the first that isn't is
/// named. Its place is left to the caller.
Result<std::string> to_utf8(std::string_view bytes, const std::string& charset);

}  // namespace causa
