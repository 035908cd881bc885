// SPDX-License-Identifier: Apache-2.0
//
// One statement of running text.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "facts/fact.hpp"
#include "facts/prose_numbers.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

struct Said {
  terminology::ConceptId concept_id = terminology::no_concept;
  record::State state = record::State::present;  ///< or absent
  std::uint32_t first = 0;                       ///< the matched words: bytes of the text
  std::uint32_t size = 0;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< of a quantity, canonical unit
  record::Comparator comparator = record::Comparator::none;
  bool unit_assumed = false;
  bool earlier = false;    ///< a number of which the text also states a later value
  bool hemolyzed = false;  ///< a number whose sample the text calls so
  NumberDoubt doubt = NumberDoubt::none;
  std::string units{};  ///< those that a number without one could be in
  /// How many days before the text it began; not numbers if the text doesn't say.
  double low_days = std::numeric_limits<double>::quiet_NaN();
  double high_days = std::numeric_limits<double>::quiet_NaN();
  bool is_new = false;           ///< the sentence calls something new, sudden or worse
  bool only_start = false;       ///< a drug, of which the text tells only since when
  bool answers_nothing = false;  ///< denies only the past: settles no suspicion
  Side side = Side::unknown;     ///< of what can be suspected
};

}  // namespace causa::facts
