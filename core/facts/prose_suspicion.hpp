// SPDX-License-Identifier: Apache-2.0
//
// Whether a sentence says that somebody suspects what a phrase names: "?DVT", "query cauda equina",
// "suspected DVT or PE", "rhabdomyolysis not excluded". A conditional ("if he develops"), a risk, a
// denial ("low suspicion for") and what has been ruled out are no suspicion. Linear in the
// sentence; pure.
#pragma once

#include <string_view>
#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_phrases.hpp"

namespace causa::facts {

/// `finds` are those of the sentence, of which `find` is one; `text` is that of `prose`.
bool says_suspected(const Prose& prose, const Sentence& sentence, std::string_view text,
                    const std::vector<Find>& finds, const Find& find);

}  // namespace causa::facts
