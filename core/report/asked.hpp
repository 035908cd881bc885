// SPDX-License-Identifier: Apache-2.0
//
// Which concepts modules want to know of a patient. Pure.
#pragma once

#include <span>
#include <vector>

#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::report {

struct AskedConcept {
  terminology::ConceptId concept_id = terminology::no_concept;
  bool start = false;  ///< since when it holds matters too
};

/// Of every condition, measured decision and derived fact of the modules, and whatever amounts to a
/// complaint; without what libraries derive, which nobody can be asked for. By id.
std::vector<AskedConcept> asked_concepts(std::span<const knowledge::Manifest* const> manifests,
                                         const terminology::Vocabulary& vocabulary);

}  // namespace causa::report
