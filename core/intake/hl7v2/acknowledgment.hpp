// SPDX-License-Identifier: Apache-2.0
//
// The ACK that a message deserves. Original mode: AA, AE or AR. If MSH-15 or MSH-16 are stated
// (enhanced mode): CA, CE or CR if MSH-15 asks for it, then AA, AE or AR if MSH-16 does. An ACK
// itself is never acknowledged. Pure; the same input gives the same bytes.
#pragma once

#include <cstdint>
#include <string>

#include "intake/hl7v2/header.hpp"

namespace causa::intake::hl7v2 {

/// `why`: null, or what stands in the ERR segment (a warning if the verdict is accepted). In the
/// message's own delimiters, application and facility of sender and receiver swapped.
std::string acknowledge(const Header& header, Verdict verdict, const Refusal* why,
                        std::int64_t now_ms);

}  // namespace causa::intake::hl7v2
