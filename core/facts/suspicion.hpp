// SPDX-License-Identifier: Apache-2.0
//
// A diagnosis that somebody suspects and nobody has confirmed. It is never the condition itself: it
// counts neither for nor against. Where a concept is called like the condition, but with
// "suspected." instead of "condition.", the suspicion is a fact of that concept, so that an alert
// can say that it is open (Vocabulary::suspicion_of). Reentrant.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/fact.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// Turns the fact of a condition that is only suspected into that of its suspicion, and adds what
/// is to be told of it. False if no module asks for it.
bool make_suspicion(const terminology::Vocabulary& vocabulary, std::uint32_t item, Fact& fact,
                    std::vector<Refusal>& refusals);

/// Makes of a condition that nobody doubts, but which is named by words that are known only of a
/// suspicion, that condition: in running text "PE" may be a physical examination, as the whole name
/// of a condition it is an embolism. `words` are those that matched; empty if a code did. False if
/// no module has the condition.
bool name_undoubted(const terminology::Vocabulary& vocabulary, const record::Item& item,
                    std::string_view words, Fact& fact);

/// Takes away the suspicions that a later statement about the same condition, or a narrower one,
/// confirmed or refuted, and what words deny only of a suspicion. What has ended or began long
/// before answers nothing. A suspicion without a time is of when it began; if that isn't known
/// either, any refutation with a time answers it. What is stated as a suspicion under its own
/// concept stays. Linear in the facts.
void settle_suspicions(const record::Record& record, const terminology::Vocabulary& vocabulary,
                       PatientFacts& patient);

}  // namespace causa::facts
