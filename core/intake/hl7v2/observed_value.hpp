// SPDX-License-Identifier: Apache-2.0
//
// The values of an OBX, by the type that OBX-2 states. Many senders state a type that the value
// doesn't have, or none: a number that is sent as a string is still a number. Pure but for the
// record that keeps codes and text.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "intake/hl7v2/codes.hpp"
#include "intake/hl7v2/message.hpp"
#include "intake/hl7v2/values.hpp"

namespace causa::intake::hl7v2 {

struct ObservedValue {
  record::ValueKind kind = record::ValueKind::none;
  Number number;
  bool truth = false;
  Coded coded;
  std::string_view text;
  Unit unit;                       ///< of a value that brings its own
  std::string_view unusable;       ///< why it can't be used, whatever was made out of it; a literal
  bool measured = false;           ///< it is a number, or was meant to be one
  bool instead_of_number = false;  ///< text where its type has a number, which it can't replace
};

/// Why there is nothing to use.
inline constexpr std::string_view no_value = "no value";

/// True if the value is running text, which may go on in the next OBX.
bool is_running_text(const Segment& obx);

/// False: OBX-2 holds what no type of HL7 is called ("nm", a code).
bool has_type_of_hl7(const Segment& obx);

/// Whether a value is stated that is read, be its type what it may: not a document, a time or
/// running text.
bool may_be_result(const Segment& obx, const Dialect& dialect);

/// One value a repetition; none if nothing is stated. Several segments are lines of one text.
std::vector<ObservedValue> read_values(record::Record& record,
                                       std::span<const Segment* const> lines,
                                       const Dialect& dialect);

/// Puts a usable value into an item of the record, which keeps the text of its unit.
void put(const ObservedValue& value, record::Record& record, record::Item& item);

}  // namespace causa::intake::hl7v2
