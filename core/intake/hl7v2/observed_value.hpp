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
  std::string_view unusable;  ///< why it can't be used; empty: it can
};

/// True if the value is running text, which may go on in the next OBX.
bool is_running_text(const Segment& obx);

/// One value a repetition; none if nothing is stated. Several segments are lines of one text.
std::vector<ObservedValue> read_values(record::Record& record,
                                       std::span<const Segment* const> lines,
                                       const Dialect& dialect);

/// Puts a usable value into an item.
void put(const ObservedValue& value, record::Item& item);

}  // namespace causa::intake::hl7v2
