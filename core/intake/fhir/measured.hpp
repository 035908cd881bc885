// SPDX-License-Identifier: Apache-2.0
//
// What an observation and each of its components have in common: a code, a value or the reason why
// there is none, an interpretation and a reference range. As in json.hpp, false means that
// Draft::trouble says what is wrong.
#pragma once

#include <limits>
#include <string_view>

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

struct Bound {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::string_view unit, unit_code;
};

struct Measured {
  Concept code;
  record::ValueKind kind = record::ValueKind::none;
  Quantity quantity;
  bool truth = false;
  Concept coded;
  std::string_view text;
  std::string_view unusable;  ///< why the value can't be used; empty: it can
  int values = 0;             ///< value[x] given
  bool absent = false;        ///< dataAbsentReason given
  bool misnamed = false;      ///< what looks like a value has a name that FHIR R4 doesn't have
  std::string_view interpretation;
  Bound reference;
  bool modified = false;
};

/// Reads one of those fields; sets `taken` if it was one. Words about hemolysis set `hemolyzed`.
bool read_measured(Draft& draft, Measured& measured, Field field, ondemand::value value,
                   bool& hemolyzed, bool& taken);

/// Looks at a property that FHIR R4 doesn't have ("valueDecimal", "value"): it may be the value.
bool see_misnamed(Draft& draft, Measured& measured, std::string_view key, ondemand::value value);

/// Why its value can't be used; empty if it can.
std::string_view refusal(const Measured& measured);

/// Whether there is a value behind a refusal: what was measured must not be lost in silence.
bool holds_value(const Measured& measured);

/// Appends an item that only says what was measured, and why its value isn't used.
void put_unread(Draft& draft, const Measured& measured, record::Item item, std::string_view why);

/// Appends it to the record; what belongs to the whole observation is in `item` already.
void put(Draft& draft, const Measured& measured, record::Item item);

}  // namespace causa::intake::fhir
