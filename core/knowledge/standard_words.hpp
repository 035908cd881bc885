// SPDX-License-Identifier: Apache-2.0
//
// Words that the modules of all authors share, as docs/manifest.md lists them: others may be used,
// but one that is nearly the same is a slip.
#pragma once

#include <array>
#include <string_view>

namespace causa::knowledge {

/// Tags of advice, of which withholds speak.
inline constexpr std::array<std::string_view, 27> standard_tags{"more_fluid",
                                                                "salt",
                                                                "potassium",
                                                                "magnesium",
                                                                "calcium",
                                                                "diet",
                                                                "exercise",
                                                                "stretching",
                                                                "massage",
                                                                "heat",
                                                                "cold",
                                                                "elevation",
                                                                "compression",
                                                                "nsaid",
                                                                "quinine",
                                                                "supplement",
                                                                "drug_change",
                                                                "walking",
                                                                "footwear",
                                                                "posture",
                                                                "potassium_food",
                                                                "no_hurry",
                                                                "statin_continued",
                                                                "statin_start",
                                                                "antiplatelet",
                                                                "quinine_tolerated",
                                                                "by_mouth"};

/// Families of causes: the part of an id before its first dot.
inline constexpr std::array<std::string_view, 8> cause_families{
    "hydration",  "electrolytes",    "circulation", "neurologic",
    "medication", "chronic_disease", "strain",      "idiopathic"};

}  // namespace causa::knowledge
