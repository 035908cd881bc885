// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> messages -> segments -> fields. Segments end with CR; only if there is none, with LF, so
// that a line break within a text stays one. A line that can't begin a segment goes on with the
// field before it. Frames of MLLP, byte order marks, and batches (FHS, BHS, BTS, FTS) are taken
// off.
//
// Pure. Views point into the bytes, those of a Message into its own text; a Message can be moved.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "intake/hl7v2/encoding.hpp"

namespace causa::intake::hl7v2 {

/// A batch that doesn't hold what it says, or text outside of all messages.
struct BatchFault {
  std::string place;  ///< "BTS-1"
  std::string message, cure;
};

struct Split {
  std::vector<std::string_view> messages;  ///< each begins with MSH
  std::vector<BatchFault> faults;
};

Split split(std::string_view bytes);

class Segment {
 public:
  Segment(std::string_view text, const Hl7Delimiters& delimiters);

  [[nodiscard]] std::string_view id() const { return text_.substr(0, 3); }
  [[nodiscard]] std::string_view text() const { return text_; }

  /// As HL7 counts: the first is 1; of MSH the first is the delimiter itself. Empty if it isn't
  /// there.
  [[nodiscard]] std::string_view field(std::size_t number) const;

 private:
  std::string_view text_;
  std::vector<std::string_view> fields_;  ///< without the id
};

struct Message {
  Dialect dialect;
  std::vector<Segment> segments;  ///< the first is MSH
  std::string charset_told;       ///< see Decoded

  /// Error: place is the field ("MSH-2"), or empty.
  static Result<Message> parse(std::string_view bytes);

 private:
  std::unique_ptr<std::string> text_;
};

/// Part of a field or component, counted from 1; empty if it isn't there. Without a separator
/// ('\0') all is the first part.
std::string_view part(std::string_view text, char separator, std::size_t number);

/// All parts, or the first `most`; one that is empty if the text is.
std::vector<std::string_view> parts(std::string_view text, char separator,
                                    std::size_t most = std::string_view::npos);

/// A field, or part of one, that says "delete what you have": two quotation marks.
inline bool is_null(std::string_view written) { return written == "\"\""; }

std::string_view trimmed(std::string_view text);

/// At most so many bytes from the start; no character of UTF-8 is split.
std::string_view beginning(std::string_view text, std::size_t most);

}  // namespace causa::intake::hl7v2
