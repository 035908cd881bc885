// SPDX-License-Identifier: Apache-2.0
//
// Walks through the steps of a subject, each with random numbers of its own, so that a step's table
// doesn't depend on the steps before it. Pure.
#pragma once

#include <cstdint>

#include "check/subject.hpp"
#include "check/table.hpp"

namespace causa::check {

/// More than two words of bits, and not a whole number of them.
inline constexpr std::size_t usual_rows = 130;

/// Calls `each(shape, step, random)` for every step.
template <class Each>
void for_each_step(const Subject& subject, Each&& each) {
  for (std::uint32_t step = 0; step < subject.shapes().size(); ++step) {
    Random random(subject.trial.seed * 1000 + step);
    each(subject.shapes()[step], step, random);
  }
}

}  // namespace causa::check
