// SPDX-License-Identifier: Apache-2.0
//
// A diagnosis that somebody suspects and nobody has confirmed. It is never the condition itself: it
// counts neither for nor against. Where a concept is called like the condition, but with
// "suspected." instead of "condition.", the suspicion is a fact of that concept, so that an alert
// can say that it is open. Reentrant.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/fact.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

inline constexpr std::string_view suspected_prefix = "suspected.";

/// The suspicion of this condition or of the nearest broader one, or of a suspicion itself; nothing
/// if no module asks for it.
std::optional<terminology::ConceptId> suspicion_of(const terminology::Vocabulary& vocabulary,
                                                   terminology::ConceptId condition);

/// Turns the fact of a condition that is only suspected into that of its suspicion, and adds what
/// is to be told of it. False if no module asks for it.
bool make_suspicion(const terminology::Vocabulary& vocabulary, std::uint32_t item, Fact& fact,
                    std::vector<Refusal>& refusals);

/// Takes away the suspicions that a later statement about the same condition, or a narrower one,
/// confirmed or refuted. Of statements without a time none is the later one.
/// What is stated as a suspicion under its own concept stays.
void settle_suspicions(const record::Record& record, const terminology::Vocabulary& vocabulary,
                       PatientFacts& patient);

}  // namespace causa::facts
