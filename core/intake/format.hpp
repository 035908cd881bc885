// SPDX-License-Identifier: Apache-2.0
//
// What an input is, by its first bytes, never by its name. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::intake {

enum class Format : std::uint8_t { empty, json, xml, hl7v2, compressed, utf16, unknown };

/// `start` is the beginning of an input, without a byte order mark of UTF-8.
Format recognize(std::string_view start);

/// Why a format can't be read, with the cure; nothing for those that can be tried as JSON.
std::optional<Error> refusal(Format format, std::string place);

}  // namespace causa::intake
