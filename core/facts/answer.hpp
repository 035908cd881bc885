// SPDX-License-Identifier: Apache-2.0
//
// What the answer to a yes-or-no question says, in words or by code, and whom the question is
// about. Pure; any thread.
#pragma once

#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// Of a coded or written value; unknown also if its codes and words contradict each other.
record::State state_of_answer(const record::Record& record, const record::Item& item,
                              const terminology::Vocabulary& vocabulary);

/// "Family history of clinical finding": the answer is what a relative has.
bool asks_about_relatives(const record::Record& record, const record::Item& item,
                          const terminology::Vocabulary& vocabulary);

}  // namespace causa::facts
