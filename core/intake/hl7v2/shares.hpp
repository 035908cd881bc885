// SPDX-License-Identifier: Apache-2.0
//
// Which segments of a message are whose. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "intake/hl7v2/header.hpp"
#include "intake/hl7v2/person.hpp"

namespace causa::intake::hl7v2 {

/// Segments of one patient: [first, last), the first is PID.
struct Share {
  std::size_t first = 0, last = 0;
  std::vector<Identifier> identifiers;
};

/// What can be refused only once all segments are known.
std::optional<Refusal> find_shares(const Message& message, const Header& header,
                                   std::vector<Share>& shares);

/// By what the sender knows the message; not for messages without a control id.
std::string key_of(const Header& header);

/// All but MSH, which may say another time when a message is sent again.
std::string content_of(const Message& message);

}  // namespace causa::intake::hl7v2
