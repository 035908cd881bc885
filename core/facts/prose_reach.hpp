// SPDX-License-Identifier: Apache-2.0
//
// What is felt where, if more words stand between than a phrase allows: "pain shoots down the backs
// of both legs", "cramps in hands and calves". The meaning is that of the short phrase, "pain in
// legs". Part of facts/prose_phrases.hpp; bounded work a word; pure but for its output.
#pragma once

#include <vector>

#include "facts/prose_phrases.hpp"

namespace causa::facts {

/// Adds to `finds` at the part of the body, unless `covered` says that a phrase stands there.
void find_reaches(const Prose& prose, const Sentence& sentence, const terminology::Phrases& phrases,
                  const std::vector<bool>& covered, std::vector<Find>& finds);

}  // namespace causa::facts
