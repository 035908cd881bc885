// SPDX-License-Identifier: Apache-2.0
//
// What was answered so far, as a case file: the only form in which answers are kept, so that a
// saved interview is assessed as the interview was. What is not known is not in it. Nothing in it
// names a person. Plain data; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "terminology/vocabulary.hpp"

namespace causa::cli::interview {

/// Sections of a case file, in the order in which they are written.
enum class Section : std::uint8_t {
  complaint,
  symptoms,
  signs,
  history,
  labs,
  vital_signs,
  drugs,
  conditions,
};

/// Texts are as the case file takes them ("3 weeks ago", "2.9 mmol/L"); empty: not said.
struct DraftEntry {
  Section section = Section::symptoms;
  std::string name;         ///< id of a concept, or words that mean one
  bool kept_words = false;  ///< words that nobody knows, kept as they are
  terminology::ConceptId concept_id = terminology::no_concept;
  std::string status, value, time, start, stop, dose;
  std::string shown;  ///< the concept's name, for whoever reads the file
};

struct Draft {
  std::string date;  ///< YYYY-MM-DD
  std::string age, sex;
  std::vector<DraftEntry> entries;
  std::vector<std::string> not_known;  ///< what was asked and isn't known, for whoever reads
};

/// The section that a concept's answer belongs to.
Section section_of(const terminology::ConceptDefinition& definition);

/// A case file (docs/case-files.md). Whatever somebody typed stays one quoted text in it.
std::string to_case(const Draft& draft);

}  // namespace causa::cli::interview
