// SPDX-License-Identifier: Apache-2.0
//
// What MSH says of a message, and whether messages of that kind are read. A refusal carries what
// an acknowledgment needs: AE or AR, the place, and the code of HL7's table 0357. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "intake/hl7v2/message.hpp"

namespace causa::intake::hl7v2 {

/// Table 0357.
enum class Code : std::uint16_t {
  accepted = 0,
  segment_sequence = 100,
  required_field_missing = 101,
  data_type = 102,
  table_value = 103,
  unsupported_type = 200,
  unsupported_event = 201,
  unsupported_processing_id = 202,
  unsupported_version = 203,
  unknown_key = 204,
  duplicate_key = 205,
  internal = 207,
};

enum class Verdict : std::uint8_t { accepted, error, rejected };

/// Where in a message, as ERR-2 counts.
struct Location {
  std::string_view segment;  ///< a literal
  unsigned sequence = 1, field = 0, component = 0;
};

struct Refusal {
  Verdict verdict = Verdict::error;
  Code code = Code::internal;
  Location location;
  std::string message, cure;
};

/// Fields that an acknowledgment gives back are as they were written, in the message's own
/// delimiters.
struct Header {
  Hl7Delimiters delimiters;
  std::string sending_application, sending_facility, receiving_application, receiving_facility;
  std::string written_control_id;
  std::string processing, version;          ///< as written
  std::string accept_ack, application_ack;  ///< MSH-15, MSH-16
  std::string code, trigger;                ///< "ADT", "A08"
  std::string control_id;                   ///< as text
  TimeSpan time;                            ///< MSH-7
  std::optional<int> zone_minutes;          ///< of MSH-7: that of all times without one
  bool for_test = false;                    ///< MSH-11 is T or D
};

Header read_header(const Message& message);

/// Of a message that couldn't be parsed: what can still be made out.
Header guess_header(std::string_view bytes);

/// What may be repeated of MSH-9, MSH-11 and MSH-12: only what has the shape of an entry of its
/// table, since fields that were shifted on the way may hold anything about a patient.
bool is_shaped_as_type(std::string_view text);     ///< "ORU", "R01"
bool is_shaped_as_letter(std::string_view text);   ///< "P"
bool is_shaped_as_version(std::string_view text);  ///< "2.5.1"

/// Nothing if messages of this kind are read.
std::optional<Refusal> refusal_of(const Header& header);

}  // namespace causa::intake::hl7v2
