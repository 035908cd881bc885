// SPDX-License-Identifier: Apache-2.0
//
// Text in the encoding that its sender states -> UTF-8, by the C library's iconv. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::intake::csv {

/// True if the C library knows it: "windows-1252", "iso-8859-1".
bool is_encoding(const std::string& name);

/// Error: place empty; names the first byte that isn't of this encoding.
Result<std::string> to_utf8(std::string_view bytes, const std::string& encoding);

}  // namespace causa::intake::csv
