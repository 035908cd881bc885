// SPDX-License-Identifier: Apache-2.0
//
// How reports say that a module took part without an administrator's approval, in spite of
// something, or without a clinician's review. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "report/context.hpp"

namespace causa::report {

enum class ModuleNames : std::uint8_t { short_ones = 1, ids };

/// One sentence for each reason: "Not approved by an administrator: strain (its folder has no
/// plugins.lock)." None if all is as it should be.
std::vector<std::string> approval_words(const assess::Assessment& assessment, ModuleNames names);

/// A sentence for the modules that no clinician has reviewed, and one for each whose review had
/// expired when the assessment was made, as far as their manifests are known.
std::vector<std::string> review_words(const assess::Assessment& assessment, const Context& context,
                                      ModuleNames names);

/// Of a module that took part: "yes; approved by j.smith on 2026-11-20; in a worker".
std::string took_part_words(const assess::ModuleUsed& module);

}  // namespace causa::report
