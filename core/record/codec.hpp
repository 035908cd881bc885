// SPDX-License-Identifier: Apache-2.0
//
// A whole Record as compact bytes, for the store: what was read can be assessed again by modules
// that come later, so codes that nobody knows today are in it too. decode(encode(r)) holds exactly
// what r holds. Pure functions; any thread. Errors: decode names the byte at which the form is
// broken; no damaged input makes it read out of bounds or ask for more memory than a fixed multiple
// of the input's size.
//
// Format, version 1 ("n" is a varint, "text" the index of a text in the table, see bytes.hpp):
//
//     "crec"  version (1 byte)  checksum (8 bytes, of all that follows)
//     n texts, each n bytes                   index 0 is the empty text and isn't written
//     patient: text id, sex (byte), deceased (byte), birth (time)
//     n resources_read, n resources_used
//     n codings, each: text system, text code, text display
//     n items, each:
//       kind | state << 4 (byte), value_kind | comparator << 4 (byte), n flags,
//       n which optional fields follow (one bit each, in this order), codes (range), then
//       text, truth (no bytes: the bit is the value), number (double), unit, unit_code,
//       value_codes (range), value_text, reference_low (double), reference_high (double),
//       interpretation, body_site (range), time, start, end (times), source
//     n ignored, each: text source, text reason, n count, grouped (byte), n examples, each text
//
//     range: n first, n count             time: zigzag earliest, zigzag (latest - earliest)
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "record/record.hpp"

namespace causa::record {

inline constexpr unsigned char codec_version = 1;

std::string encode(const Record& record);

/// The Record owns its text; `bytes` needn't outlive the call.
Result<Record> decode(std::string_view bytes);

}  // namespace causa::record
