// SPDX-License-Identifier: Apache-2.0
//
// Coded elements (CWE, CE, CNE, CF): up to three codes for one thing, each with its text and
// system, in the places 1-3, 4-6 and 10-12. All are kept as written; which one is known is for the
// vocabulary to say. Pure but for the record that keeps the text.
#pragma once

#include <string>
#include <string_view>

#include "intake/hl7v2/encoding.hpp"
#include "record/record.hpp"

namespace causa::intake::hl7v2 {

/// Where the codings of a coded field begin: its primary one and two alternates.
inline constexpr std::size_t coding_places[] = {1, 4, 10};

struct Coded {
  record::CodingRange codes;
  std::string_view text;  ///< the sender's own words, else the text of a code
};

/// `written` is one repetition. `system`: what to take for the system of a first code without one.
Coded read_coded(record::Record& record, std::string_view written, const Dialect& dialect,
                 std::string_view system = {});

struct Unit {
  std::string text;  ///< as written for people
  std::string ucum;  ///< only if the sender names UCUM as its system
};

/// OBX-6. An unescaped "^" in a unit ("10^3/uL") is seen for what it is.
Unit read_unit(std::string_view written, const Dialect& dialect);

/// One component (from 1) of a field's first repetition, as text; `""` is empty.
std::string component_text(std::string_view field, std::size_t number, const Dialect& dialect);

/// A whole field as text, with its repetitions as lines; `""` is empty. Delimiters of components
/// in it stay: some senders don't escape them.
std::string whole_text(std::string_view field, const Dialect& dialect);

}  // namespace causa::intake::hl7v2
