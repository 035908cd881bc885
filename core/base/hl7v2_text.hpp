// SPDX-License-Identifier: Apache-2.0
//
// How HL7 v2 writes text: its delimiters, and the escapes that keep a text from being taken for
// them. Here because reading (intake) and writing (report) share it. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace causa {

/// As MSH-1 and MSH-2 name them; '\0': the sender doesn't use this one.
struct Hl7Delimiters {
  char field = '|';
  char component = '^';
  char repetition = '~';
  char escape = '\\';
  char subcomponent = '&';
  char truncation = '\0';
  friend bool operator==(const Hl7Delimiters&, const Hl7Delimiters&) = default;
};

/// `text` as the content of one component: delimiters are escaped, line breaks become \.br\, other
/// control characters spaces. Two quotation marks alone would mean "delete" and are escaped too.
std::string hl7_escape(std::string_view text, const Hl7Delimiters& delimiters = {});

}  // namespace causa
