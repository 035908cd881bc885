// SPDX-License-Identifier: Apache-2.0
//
// Quantities that a sentence states with their number: "serum potassium 2.8 mEq/L", "BP 88/50",
// "temperature is 38.2 °C". Conservative: between name and number only words of a short list may
// stand, a unit must be one of the quantity, and where there is none only such quantities are read
// as people write without (blood pressure, pulse, sodium), if a single unit makes the number a
// plausible value; otherwise it is told as doubtful. So is a number with a unit of the quantity
// that can't be read: "2,3 mmol/L", "3.5-5.0 mmol/L". A target (prose_measured.hpp), a dose, a
// sample of urine read as blood: nothing. Bounded work a word; pure but for its output.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "facts/prose.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

enum class NumberDoubt : std::uint8_t {
  none,
  implausible,
  unit,
  thousands,  ///< "12.000": a decimal point, or one that groups thousands
  time,       ///< of today, or of the past that the sentence also speaks of
  specimen,   ///< of blood, or of urine that the sentence also speaks of
  unread,     ///< a number with its unit, in words that aren't understood
};

struct NumberFind {
  std::uint32_t first = 0, last = 0;  ///< words from the name to the unit, both ends included
  std::uint32_t at = 0;               ///< the word of the number
  std::uint32_t begin = 0, end = 0;   ///< bytes of the text
  terminology::ConceptId concept_id = terminology::no_concept;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< canonical unit
  record::Comparator comparator = record::Comparator::none;
  bool unit_assumed = false;
  bool earlier = false;  ///< the sentence also states a later value
  bool later = false;    ///< the sentence calls one before it the earlier one
  NumberDoubt doubt = NumberDoubt::none;
  std::string units{};  ///< those that it could be in, if that is what is in doubt
};

/// Appends. `phrases` are those that the text was read with. `in_specimen`: a heading above says
/// that all is of urine or the like.
void find_numbers(const Prose& prose, const Sentence& sentence, std::string_view text,
                  const terminology::Vocabulary& vocabulary, const terminology::Phrases& phrases,
                  bool in_specimen, std::vector<NumberFind>& numbers);

}  // namespace causa::facts
