// SPDX-License-Identifier: Apache-2.0
//
// When a cramp or pain of the leg comes, or what stops it, if other words stand between: "cramps in
// both calves, mostly at night", "after 200 yards his calves tighten". The meaning is that of the
// short phrase, "leg cramps at night", "leg pain after 200 yards". Part of facts/prose_phrases.hpp;
// bounded work a word; pure but for its output.
#pragma once

#include <vector>

#include "facts/prose_phrases.hpp"

namespace causa::facts {

/// Adds to `finds` where the circumstance stands; it counts only if the complaint is affirmed
/// (Find::rests_on).
void find_circumstances(const Prose& prose, const Sentence& sentence,
                        const terminology::Phrases& phrases, std::vector<Find>& finds);

}  // namespace causa::facts
