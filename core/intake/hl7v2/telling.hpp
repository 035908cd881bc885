// SPDX-License-Identifier: Apache-2.0
//
// Reads what a message says of one patient: the segments from a PID to the next. Each segment is
// used or counted as ignored with its reason. A reader for each kind of segment stands in its own
// file and appends to the story's draft; nothing fails.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "intake/hl7v2/codes.hpp"
#include "intake/hl7v2/story.hpp"

namespace causa::intake::hl7v2 {

/// A message, seen by the readers of its segments.
struct Source {
  const Header& header;
  const Dialect& dialect;
  std::string label;  ///< names the message in sources: its control id, unique in the call
};

/// One segment with its fate.
struct Reading {
  const Segment* segment = nullptr;
  std::string_view kind;    ///< its id as counted; kept in the draft
  unsigned number = 0;      ///< among those of its kind
  std::string_view source;  ///< "OBX/MSG1#2", the second OBX of the message; kept in the draft
  bool used = false;
  std::string_view reason;  ///< why it is ignored; a literal, or kept
  bool grouped = true;

  void ignore(std::string_view why, bool in_a_group = true) {
    used = false;
    reason = why;
    grouped = in_a_group;
  }
};

/// The order (ORC, OBR) under which results stand.
struct OrderedTest {
  std::string placer, filler;
  TimeSpan observed, reported;
  Reading* request = nullptr;  ///< its OBR
  std::uint32_t first_item = 0;
  bool hemolyzed = false;
};

/// Everything that the readers of segments share.
struct Desk {
  const Source& source;
  Story& story;
  Telling& telling;

  [[nodiscard]] record::Record& draft() const { return story.draft; }
  [[nodiscard]] std::string text(std::string_view field, std::size_t component = 1) const {
    return component_text(field, component, source.dialect);
  }
  /// A time in a field; one that can't be read is noted under `place` ("OBX.14"), a literal.
  [[nodiscard]] TimeSpan time(std::string_view field, std::string_view place) const;
  /// Begins a statement whose items are appended next.
  [[nodiscard]] Statement begin(const Reading& reading) const;
  /// Ends it: its segment is used.
  void state(Statement statement, Reading& reading) const;
  /// Tells the sender that a part of the message can't be read; the record must say so, too.
  void doubt(const Reading& reading, Code code, unsigned field, const std::string& why) const;
  /// Says of a part of something that is used why the part isn't.
  void note(std::string_view place, std::string_view reason) const {
    draft().ignore(place, reason, {}, true);
  }
};

/// Why a record says that something behind a segment is missing.
inline constexpr std::string_view unreadable_line =
    "can't be read: a line within or behind it begins no segment";

/// What is answered for a message of which all but a part could be read.
inline Refusal doubted(const Location& location, Code code, const std::string& why) {
  return {Verdict::error, code, location, "a part of the message can't be read: " + why,
          "correct it, and send it again; the rest was read"};
}

/// Reads segments [first, last) of a message, of which the first is PID.
void read_telling(const Source& source, const Message& message, std::size_t first, std::size_t last,
                  Story& story, std::uint32_t number);

// Readers of segments.

/// One OBX, or several that are the lines of one text.
void read_observation(const Desk& desk, const OrderedTest& test, std::span<Reading> lines);

/// Whether an NTE or SPM says that the sample was hemolyzed.
bool says_hemolyzed(const Segment& segment, const Dialect& dialect);

void read_diagnosis(const Desk& desk, Reading& reading);  ///< DG1
void read_procedure(const Desk& desk, Reading& reading);  ///< PR1
void read_allergy(const Desk& desk, Reading& reading);    ///< AL1, IAM

/// One order of a drug: ORC and what follows it (TQ1, RXO, RXE, RXC).
void read_medication(const Desk& desk, std::span<Reading*> order);

}  // namespace causa::intake::hl7v2
