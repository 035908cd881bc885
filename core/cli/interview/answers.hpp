// SPDX-License-Identifier: Apache-2.0
//
// What people answer: yes and no, a value with its unit, since when, a medicine or diagnosis in
// their words. An answer that can be read in two ways is an error with a cure, never guessed. Texts
// are kept as a case file takes them. Pure; errors have no place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "cli/interview/draft.hpp"
#include "intake/written/words.hpp"

namespace causa::cli::interview {

/// What can be said in place of an answer to any question.
enum class Command : std::uint8_t { none, unknown, back, quit, help };
Command command_of(std::string_view text);

/// "2026-11-01", "3 weeks", "since March 2026" is an error; never after `day`.
Result<std::string> read_start(std::string_view text, const TimeSpan& day);

/// "yes", "no", "suspected", "3 weeks ago" (which is yes, since then), "yes, 3 weeks ago".
Result<DraftEntry> read_truth(std::string_view text, const TimeSpan& day);

/// "2.9 mmol/L", "<0.3 mIU/L, yesterday". Error: not a number, no unit or one that doesn't fit, or
/// beyond what the concept can be.
Result<DraftEntry> read_value(std::string_view text, terminology::ConceptId concept_id,
                              const terminology::Vocabulary& vocabulary, const TimeSpan& day);

/// A medicine or diagnosis, then after commas a dose, a status, since or until when.
struct Named {
  DraftEntry entry;
  std::string suggestion;  ///< what may have been meant; empty: the entry is understood, or kept
};
Result<Named> read_named(std::string_view text, Section section,
                         const intake::written::Words& words, const TimeSpan& day);

/// Words, or numbers of `choices` from 1, with commas: concepts that are complaints.
Result<std::vector<terminology::ConceptId>> read_complaints(
    std::string_view text, const std::vector<terminology::ConceptId>& choices,
    const intake::written::Words& words);

}  // namespace causa::cli::interview
