// SPDX-License-Identifier: Apache-2.0
//
// Causes that lead to one another in a circle, in one manifest or over several. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "knowledge/manifest.hpp"

namespace causa::knowledge {

/// "a.one, b.two, a.one": the shortest way back to `cause` if it leads to `next`, by what the
/// causes of all these manifests lead to; empty if there is none.
std::string circle_through(std::string_view cause, std::string_view next,
                           std::span<const Manifest* const> manifests);

}  // namespace causa::knowledge
