// SPDX-License-Identifier: Apache-2.0
//
// Of several concepts that the codes of one item name, those that say most. Pure.
#pragma once

#include <vector>

#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// A code that names a narrow concept and another that names a broader one say one thing. What is
/// kept stands in the order of the concepts, once each.
void keep_narrowest(const terminology::Vocabulary& vocabulary,
                    std::vector<terminology::CodeMatch>& matches);

}  // namespace causa::facts
