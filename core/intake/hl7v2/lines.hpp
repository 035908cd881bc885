// SPDX-License-Identifier: Apache-2.0
//
// Lines -> segments. What can be told for certain is read: a segment whose name has blanks or
// control characters around it, and a line break in a text. A line that neither begins a segment
// nor stands within a text is no part of what was sent: it is left out and told, since it may be
// what is left of a result. Pure; views point into what was given.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace causa::intake::hl7v2 {

/// "OBX|", or three such characters alone.
bool begins_segment(std::string_view line, char field);

/// "MSH" and a character that may delimit; blanks and control characters may stand before it.
bool begins_header(std::string_view line, std::string_view id);

/// Where a message begins within a line whose end was lost: "MSH", the separator and the encoding
/// characters, which can't stand in data. Behind a line feed it is left to be refused as a line end
/// of another kind. npos: nowhere. `field`: the separator; '\0': not known.
std::size_t header_within(std::string_view line, char field);

/// Without blanks and control characters at its start.
std::string_view without_lead(std::string_view line);

/// The id as a literal if the segment is read, or often stands among those that are; else empty.
std::string_view known_id(std::string_view id);

struct Lines {
  std::vector<std::string_view> segments;
  std::vector<std::size_t> broken;  ///< segments within or behind which something can't be read
  std::vector<std::string_view> objects;  ///< of JSON, behind what can't be read of segments
  bool identifiers_broken = false;        ///< of a patient: it isn't certain who that is
  bool mixed = false;                     ///< segments end with CR and with LF: nothing is certain
  std::size_t mixed_at = 0;               ///< which
};

/// `text` is one message, whose first segment is MSH.
Lines segments_of(std::string_view text, char field);

/// CR with LF is one.
std::size_t count_line_ends(std::string_view text);

/// Calls each(line) for what stands between the ends; the lines are not empty.
template <class Each>
void each_line(std::string_view bytes, std::string_view ends, Each&& each) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t found = bytes.find_first_of(ends, at);
    const std::size_t end = found == std::string_view::npos ? bytes.size() : found;
    std::string_view line = bytes.substr(at, end - at);
    while (!line.empty() && (line.front() == '\n' || line.starts_with(mark)))
      line.remove_prefix(line.front() == '\n' ? 1 : mark.size());
    while (!line.empty() && line.back() == '\n') line.remove_suffix(1);
    if (!line.empty()) each(line);
    at = end + 1;
  }
}

}  // namespace causa::intake::hl7v2
