// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> messages -> segments -> fields. Segments end with CR; only if there is none, with LF, so
// that a line break within a text stays one. What becomes of other lines: lines.hpp. Frames of
// MLLP, byte order marks, and batches (FHS, BHS, BTS, FTS) are taken off. A frame that was opened
// and never closed was cut off on the way, anywhere, also within a number: its last message must
// not be used.
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
  std::vector<std::size_t> cut;            ///< which of them may lack their end
  std::vector<std::size_t> run_on;         ///< in whose last line the next one begins
  std::vector<BatchFault> faults;
};

/// A file's messages, part by part.
class Splitter {
 public:
  /// One more part, which begins and ends where messages do (the first may begin with anything).
  /// With the last one comes what is missing.
  Split take(std::string_view bytes, bool last);

 private:
  void begin(std::string_view bytes);
  void end();
  void open_frame();
  void leave_frame_open();
  void leave_batch_open();
  void leave_file_open();
  void take_line(std::string_view line);
  void take_piece(std::string_view line);
  void check(const char* id, std::string_view line, std::size_t count, const char* of_what);
  void fault(std::string place, std::string message, std::string cure);

  std::string_view ends_;  ///< of lines; empty before the first part
  Split split_;
  bool framed_ = false, frame_open_ = false, frame_has_message_ = false;
  bool in_message_ = false, batch_open_ = false, file_open_ = false, stray_told_ = false;
  std::size_t in_batch_ = 0, batches_ = 0;
};

/// Of a whole file.
Split split(std::string_view bytes);

/// How many bytes of a part of a file stand before its last message; 0: there is but one, or none.
/// `by_cr`: whether CR was seen in the file's first part.
std::size_t before_last_message(std::string_view bytes, bool by_cr);

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
  std::vector<Segment> segments;     ///< the first is MSH
  std::vector<std::size_t> broken;   ///< segments within or behind which something can't be read
  std::vector<std::size_t> objects;  ///< lines of JSON behind them, by the line ends before them
  std::string charset_told;          ///< see Decoded

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
