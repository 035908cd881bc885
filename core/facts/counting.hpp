// SPDX-License-Identifier: Apache-2.0
//
// Which of a patient's facts speaks for a concept now, for texts that show it beside no condition.
// Pure; any thread.
#pragma once

#include <cstdint>

#include "facts/columns.hpp"

namespace causa::facts {

/// True for the concept itself, and for a narrower one: type 2 diabetes is a diabetes.
bool is_or_narrower(terminology::ConceptId id, terminology::ConceptId broader,
                    const terminology::Vocabulary& vocabulary);

/// Of a measurement the newest that may be scored, else the newest; of a finding what a condition
/// would go by, narrower ones included, else a suspicion. no_fact: nothing is recorded.
std::uint32_t counting_fact(const PatientFacts& patient, terminology::ConceptId concept_id,
                            const terminology::Vocabulary& vocabulary);

}  // namespace causa::facts
