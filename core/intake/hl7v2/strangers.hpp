// SPDX-License-Identifier: Apache-2.0
//
// Two people under one number, as where nobody knows who somebody is ("UNKNOWN", "0") or where a
// number was given twice. One of sex and birth date may be corrected, and both by a full update;
// else, where both are another's, so is all that the message says. Pure.
#pragma once

#include <vector>

#include "intake/hl7v2/story.hpp"

namespace causa::intake::hl7v2 {

/// Orders what was told by time, and takes out what can't be of the person of whom it speaks first
/// or, where there are such messages, may be another's: what states neither sex nor birth date, or
/// only what both have. Identifiers that nothing else names go with it.
std::vector<Telling> take_strangers(Story& story);

}  // namespace causa::intake::hl7v2
