// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/shares.hpp"

#include <utility>

#include "intake/hl7v2/codes.hpp"

namespace causa::intake::hl7v2 {

std::optional<Refusal> find_shares(const Message& message, const Header& header,
                                   std::vector<Share>& shares) {
  unsigned number = 0;
  for (std::size_t i = 0; i < message.segments.size(); ++i) {
    if (message.segments[i].id() != "PID") continue;
    ++number;
    if (!shares.empty()) shares.back().last = i;
    Share share{i, message.segments.size(),
                read_identifiers(message.segments[i], header, message.dialect)};
    if (share.identifiers.empty())
      return Refusal{Verdict::error,
                     Code::required_field_missing,
                     {"PID", number, 3, 0},
                     component_text(message.segments[i].field(3), 1, message.dialect).empty()
                         ? "the patient has no identifier"
                         : "the patient has no identifier but those of an account, a visit or the "
                           "like (table 0203)",
                     "give PID-3 an identifier with its authority"};
    shares.push_back(std::move(share));
  }
  if (shares.empty())
    return Refusal{Verdict::error,
                   Code::segment_sequence,
                   {"PID", 1, 0, 0},
                   "the message names no patient",
                   "send it with a PID segment"};
  return std::nullopt;
}

std::string key_of(const Header& header) {
  return header.sending_application + "|" + header.sending_facility + "|" +
         header.written_control_id;
}

std::string content_of(const Message& message) {
  std::string text;
  for (std::size_t i = 1; i < message.segments.size(); ++i)
    text.append(message.segments[i].text()).append("\r");
  return text;
}

}  // namespace causa::intake::hl7v2
