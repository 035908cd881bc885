// SPDX-License-Identifier: Apache-2.0
//
// Whether the mark in "any saddle numbness ?bladder problems" asks for all of a sentence. Behind
// "calf swollen ?DVT" it asks for the name of a condition, and for nothing before it, unless the
// sentence begins as a question. Linear in the sentence and its phrases; pure.
#pragma once

#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_phrases.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// "Any", "does", "has"
bool begins_question(const Word& word);

bool names_condition(const Find& find, const terminology::Vocabulary& vocabulary);

bool asks(const Prose& prose, const Sentence& sentence, const std::vector<Find>& finds,
          const terminology::Vocabulary& vocabulary);

}  // namespace causa::facts
