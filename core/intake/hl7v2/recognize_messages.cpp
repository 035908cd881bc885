// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/recognize_messages.hpp"

#include <algorithm>

#include "intake/hl7v2/encoding.hpp"
#include "intake/hl7v2/lines.hpp"

namespace causa::intake::hl7v2 {

namespace {

constexpr std::string_view headers[] = {"MSH", "FHS", "BHS"};

bool is_header(std::string_view line) {
  return std::any_of(std::begin(headers), std::end(headers), [line](std::string_view id) {
    return begins_header(line, id) && read_delimiters(without_lead(line));
  });
}

}  // namespace

bool begins_with_header(std::string_view start) {
  return std::any_of(std::begin(headers), std::end(headers),
                     [start](std::string_view id) { return start.starts_with(id); });
}

bool has_header(std::string_view start) {
  bool found = false;
  each_line(start, "\r\n", [&](std::string_view line) { found = found || is_header(line); });
  return found;
}

}  // namespace causa::intake::hl7v2
