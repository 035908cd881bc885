// SPDX-License-Identifier: Apache-2.0
//
// Names that people write where a code is missing: the text of a condition ("Type 2 diabetes
// mellitus, well controlled") and of a medication ("HCTZ 25 mg daily"). As cautious as the reader
// of running text: what is denied, doubted, past or another person's names nothing. Reentrant.
#pragma once

#include <string_view>
#include <vector>

#include "facts/narrative.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// The conditions and findings that `text` states; appends.
void find_condition_names(std::string_view text, NarrativeReader& reader,
                          std::vector<terminology::CodeMatch>& matches);

/// True if the words around the first drug say that it isn't taken: "allergic to atorvastatin",
/// "simvastatin stopped in May".
bool is_not_taken(std::string_view text, const terminology::Vocabulary& vocabulary);

}  // namespace causa::facts
