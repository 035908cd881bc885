// SPDX-License-Identifier: Apache-2.0
//
// What assessments take word for word from modules and terminology, looked up once at the start.
#pragma once

#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "plugin/registry.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::assess {

/// What follows the name of a medicine, and of a condition, that is no more.
inline constexpr std::string_view stopped_words = " (stopped)", resolved_words = " (resolved)";

/// A concept as assessments name it.
struct ConceptWords {
  SharedText id, name, unit;
  SharedText name_if_past;  ///< "Thiazide (stopped)"
  SharedTexts complaint;    ///< classes
};

/// All by concept.
std::vector<ConceptWords> words_of_concepts(const terminology::Vocabulary& vocabulary);

/// The modules of the registry in its order, as if each had done its work, then those that are
/// absent.
std::vector<ModuleUsed> modules_of(const plugin::Registry& registry);

/// A module that takes no part.
void refuse(const std::string& why, ModuleUsed& module);

}  // namespace causa::assess
