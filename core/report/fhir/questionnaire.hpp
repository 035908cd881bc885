// SPDX-License-Identifier: Apache-2.0
//
// What the loaded modules can use, as a FHIR R4 Questionnaire: every concept of their rules,
// alerts, decisions, advice and derived facts, in groups. An item's linkId is the id of its
// concept, so a QuestionnaireResponse is read back as it stands. "Unknown" is an answer: nothing
// has to be guessed, and no question is required. Pure.
#pragma once

#include <span>
#include <string>

#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::report {

inline constexpr std::string_view questionnaire_url = "urn:causa:questionnaire";
/// Codes yes, no and unknown.
inline constexpr std::string_view answer_system = "urn:causa:answer";

/// One line, without the line end. The vocabulary must be finished and hold what the manifests add.
std::string to_questionnaire(std::span<const knowledge::Manifest* const> manifests,
                             const terminology::Vocabulary& vocabulary);

}  // namespace causa::report
