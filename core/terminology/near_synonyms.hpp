// SPDX-License-Identifier: Apache-2.0
//
// Those of the further words of concepts that may stand in a text of few words. Pure.
#pragma once

#include <vector>

#include "terminology/synonyms.hpp"
#include "terminology/text_table.hpp"

namespace causa::terminology {

/// Those that begin with one of the words, which are folded.
std::vector<Synonyms> near_synonyms(const std::vector<Synonyms>& all, const TextTable& words);

}  // namespace causa::terminology
