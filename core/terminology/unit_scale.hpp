// SPDX-License-Identifier: Apache-2.0
//
// How many of one UCUM unit another is, from what the units mean: so that a conversion which
// somebody wrote can be compared. Knows the units of laboratories and vital signs only. Pure; any
// thread.
#pragma once

#include <optional>
#include <string_view>

namespace causa::terminology {

/// What a value in `from` is multiplied by to be one in `to`. Nothing if a unit isn't known here,
/// if they measure different things (mass and substance), or if it takes more than a factor
/// (degrees). Equivalents and osmoles are no moles here: what they count depends on the ion.
/// Annotations must be the same in both.
std::optional<double> ucum_factor(std::string_view from, std::string_view to);

}  // namespace causa::terminology
