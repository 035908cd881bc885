// SPDX-License-Identifier: Apache-2.0
//
// The keys of a case file and how people spell them ("vital signs", "vitals", vital_signs). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "intake/written/words.hpp"
#include "record/record.hpp"

namespace causa::intake::cases {

enum class Key : std::uint8_t {
  patient,
  date,
  age,
  birth_date,
  sex,
  notes,
  complaint,  ///< the first of the sections
  symptoms,
  signs,
  history,
  absent,
  labs,
  vital_signs,
  drugs,
  conditions,
  allergies,
  procedures,
};

std::optional<Key> key_of(std::string_view written);

/// "did you mean labs?"; else all keys.
std::string key_cure(std::string_view written);

struct Section {
  std::string_view name;  ///< as in the origin of facts: "labs/potassium (line 7)"
  written::Sort sort;     ///< what its words mean first
  record::Kind kind;      ///< of what is there or not
  /// True if its list is that of a whole life, so that it holds much that no module is about.
  bool open;
};

/// Nothing for the keys that aren't sections.
const Section* section_of(Key key);

/// What may be said of one entry.
enum class Attribute : std::uint8_t {
  name,
  text,  ///< words that are kept as they are, known or not
  status,
  value,
  unit,
  time,
  start,
  end,
  range,
  suspected,
  refuted,
  planned,
  preliminary,
  hemolyzed,
  dose,
  note,
};

std::optional<Attribute> attribute_of(std::string_view written);
std::string attribute_cure(std::string_view written);

}  // namespace causa::intake::cases
