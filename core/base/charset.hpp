// SPDX-License-Identifier: Apache-2.0
//
// Text in other character sets to UTF-8, by the C library's iconv. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace causa {

/// `charset` is a name that iconv knows ("ISO-8859-1"). Nothing if it doesn't know it, or if the
/// bytes aren't text in it.
std::optional<std::string> to_utf8(std::string_view bytes, const std::string& charset);

}  // namespace causa
