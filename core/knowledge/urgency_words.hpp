// SPDX-License-Identifier: Apache-2.0
//
// How manifests, settings and reports write an urgency, both ways. Pure; any thread.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "knowledge/terms.hpp"

namespace causa::knowledge {

inline constexpr std::array<std::pair<std::string_view, Urgency>, 4> urgencies{{
    {"emergency", Urgency::emergency},
    {"same-day", Urgency::same_day},
    {"urgent", Urgency::urgent},
    {"routine", Urgency::routine},
}};

constexpr const char* word_of(Urgency urgency) {
  for (const auto& [word, of] : urgencies)
    if (of == urgency) return word.data();
  return "routine";
}

}  // namespace causa::knowledge
