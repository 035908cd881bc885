// SPDX-License-Identifier: Apache-2.0
//
// What the label of an item means by itself, whosever it is: all that known_words.hpp remembers.
// Reentrant.
#pragma once

#include <string_view>

#include "facts/known_words.hpp"
#include "facts/narrative.hpp"

namespace causa::facts {

/// `meaning` is empty before.
void understand(record::Kind kind, std::string_view label,
                const terminology::Vocabulary& vocabulary, NarrativeReader& reader,
                KnownWords::Meaning& meaning);

}  // namespace causa::facts
