// SPDX-License-Identifier: Apache-2.0
//
// The dialect of a message: which characters delimit (MSH-1 and MSH-2 say so, nothing is assumed),
// in which character set it is written (MSH-18), and what its escape sequences stand for. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/hl7v2_text.hpp"

namespace causa::intake::hl7v2 {

struct Dialect {
  Hl7Delimiters delimiters;
  std::string charset;  ///< as iconv names it, for bytes in \X..\; empty: UTF-8
};

/// `start` is that of an MSH (or FHS, BHS) segment. A character that stands twice in MSH-2 counts
/// once: senders that escape for another language double the backslash. Nothing if MSH-1 can't be a
/// delimiter or MSH-2 holds none.
std::optional<Hl7Delimiters> read_delimiters(std::string_view start);

/// The text of a field or of a part of it. Sequences are decoded once, never again in what they
/// gave; one that isn't known, and a lone escape character, stay as they are. A doubled one
/// (\\E\\, \\.br\\) counts as one.
std::string unescape(std::string_view written, const Dialect& dialect);

/// A message's bytes as UTF-8, with what must be told of it.
struct Decoded {
  std::string text;
  std::string charset;  ///< what it was read as, as iconv names it; empty: UTF-8
  std::string told;     ///< empty: as MSH-18 says
};

/// Never fails: bytes that aren't in the stated set, or in none that is known, are read as UTF-8 if
/// they are that, else as ISO 8859-1, and this is told.
Decoded decode(std::string_view bytes, std::string_view stated);

}  // namespace causa::intake::hl7v2
