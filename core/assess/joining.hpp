// SPDX-License-Identifier: Apache-2.0
//
// What modules say of each other, joined once all of them are compiled: which cause leads to which,
// what withholds which advice, whose advice is for whom; and the places of their conditions among a
// worker's masks.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "assess/prepared.hpp"

namespace causa::assess {

/// `causes` are places in Prepared::causes, by id.
void join_modules(Prepared& prepared, const std::unordered_map<std::string, std::uint32_t>& causes);

/// Last, when no vector grows any more: the programs are pointed at.
void number_masks(Prepared& prepared);

}  // namespace causa::assess
