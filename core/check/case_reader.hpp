// SPDX-License-Identifier: Apache-2.0
//
// Worked examples of modules, as this room calls them; what they are stands in knowledge/cases.hpp.
#pragma once

#include "knowledge/cases.hpp"
#include "knowledge/manifest.hpp"

namespace causa::cases {

using knowledge::Case;
using knowledge::read_case_file;
using knowledge::read_cases;
using knowledge::Stated;

inline Result<Case> read_example(const knowledge::DeriveStep& step, std::size_t example) {
  return knowledge::example_case(step, example);
}

}  // namespace causa::cases
