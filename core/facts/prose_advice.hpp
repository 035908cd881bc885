// SPDX-License-Identifier: Apache-2.0
//
// Conditions that a sentence names only because the patient was told what to look out for:
// "compartment syndrome warning signs given", "aware of the red flags of cauda equina syndrome",
// "DVT leaflet given". "Signs of compartment syndrome" alone may be there, and so may what a
// clinician is told of. Bounded work a phrase; pure but for its output.
#pragma once

#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_phrases.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// Leaves open what stood affirmed, and marks it (Find::is_advice).
void leave_advice(const Prose& prose, const Sentence& sentence,
                  const terminology::Vocabulary& vocabulary, std::vector<Find>& finds);

}  // namespace causa::facts
