// SPDX-License-Identifier: Apache-2.0
//
// What an input is, by its first bytes, never by its name; and what the user may say that it is.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::intake {

enum class Format : std::uint8_t {
  empty,
  json,
  ndjson,  ///< only as what the user says; found, it is json
  xml,
  hl7v2,
  case_file,
  csv,
  case_or_csv,  ///< may be either: for the user to say
  compressed,   ///< in a way that isn't unpacked
  archive,
  utf16,
  unknown,
};

/// `start` is the beginning of an input, unpacked and without a byte order mark of UTF-8.
Format recognize(std::string_view start);

/// What --from says; nothing for "auto".
std::optional<Format> format_named(std::string_view name);

/// Why a format can't be read, with the cure; nothing for those that can.
std::optional<Error> refusal(Format format, std::string place);

/// Why an input can't be what the user says it is; nothing if it can.
std::optional<Error> contradiction(Format said, Format found, std::string place);

}  // namespace causa::intake
