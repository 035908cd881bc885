// SPDX-License-Identifier: Apache-2.0
//
// Of an allergy it matters that there was a reaction, never that the drug is taken. What the
// knowledge says of reactions stands there in words ("quinine allergy", "statin intolerance"), so
// words are made of the substance, or its class, and of the kind of reaction. Pure; any thread.
#pragma once

#include <vector>

#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// Replaces the concepts of the substance's codes by those of reactions to it.
void find_reactions(const record::Record& record, const record::Item& item,
                    const terminology::Vocabulary& vocabulary,
                    std::vector<terminology::CodeMatch>& matches);

}  // namespace causa::facts
