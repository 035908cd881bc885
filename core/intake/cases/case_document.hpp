// SPDX-License-Identifier: Apache-2.0
//
// One case: a tree as a person wrote it -> a record. All faults are collected; with any of them
// there is no record, for a case that is half read would look as if the rest weren't so. Pure.
#pragma once

#include <optional>

#include "intake/written/node.hpp"
#include "intake/written/words.hpp"
#include "record/record.hpp"

namespace causa::intake::cases {

std::optional<record::Record> read_case(const written::Node& root, const written::Words& words,
                                        written::Faults& faults);

}  // namespace causa::intake::cases
