// SPDX-License-Identifier: Apache-2.0

#include "base/hl7v2_text.hpp"

namespace causa {

namespace {

/// The letter that stands for a delimiter between two escape characters; '\0' if it isn't one.
char letter_of(char c, const Hl7Delimiters& delimiters) {
  if (c == delimiters.field) return 'F';
  if (c == delimiters.component) return 'S';
  if (c == delimiters.repetition) return 'R';
  if (c == delimiters.escape) return 'E';
  if (c == delimiters.subcomponent) return 'T';
  if (c == delimiters.truncation) return 'P';
  return '\0';
}

}  // namespace

std::string hl7_escape(std::string_view text, const Hl7Delimiters& delimiters) {
  std::string out;
  out.reserve(text.size());
  const bool can_escape = delimiters.escape != '\0';
  const auto sequence = [&](std::string_view name) {
    if (!can_escape) {
      out += ' ';
      return;
    }
    out += delimiters.escape;
    out += name;
    out += delimiters.escape;
  };
  if (text == "\"\"") {
    sequence("X2222");
    return out;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      sequence(".br");
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += ' ';
    } else if (const char letter = letter_of(c, delimiters); letter != '\0') {
      sequence(std::string_view(&letter, 1));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace causa
