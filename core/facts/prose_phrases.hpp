// SPDX-License-Identifier: Apache-2.0
//
// The phrases of a sentence: longest match from left to right, with at most two fillers within
// ("swelling of the left calf"), and qualities said of a part of the body in another order ("right
// calf tender, red and swollen"), and what prose_reach.hpp and prose_circumstance.hpp add. Bounded
// work a word; pure but for its output.
#pragma once

#include <cstdint>
#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_numbers.hpp"
#include "terminology/phrases.hpp"

namespace causa::facts {

enum class Stand : std::uint8_t { affirmed, denied, denied_history, open };

/// A phrase in Prose::words, both ends included.
struct Find {
  std::uint32_t first = 0, last = 0;  ///< all words of it
  std::uint32_t at = 0, until = 0;    ///< those where it is affirmed or denied
  const terminology::Meaning* meaning = nullptr;
  bool sided = false;
  bool names_place = false;  ///< the part that it is said of is none but Find::last
  Stand stand = Stand::open;
  const NumberFind* number = nullptr;  ///< a quantity with its number instead of a meaning
  std::uint32_t rests_on = alone;      ///< Find::at of the complaint whose circumstance it is
  bool of_other_person = false;
  bool is_advice = false;  ///< the patient was told what it would look like
  bool only_told = false;  ///< a number that may be of another day

  static constexpr std::uint32_t alone = ~std::uint32_t{0};

  [[nodiscard]] bool is_number() const { return number != nullptr; }
};

/// Longest run of words from `at` on and before `last` that is a cue.
struct CueFind {
  terminology::Cue cue = terminology::Cue::none;
  std::uint32_t words = 0;
};
CueFind find_cue(const Prose& prose, std::uint32_t at, std::uint32_t last,
                 const terminology::Phrases& phrases);

/// Replaces `finds`, in the order of Find::at. `covered` gets one entry a word of the sentence:
/// true within a phrase.
void find_phrases(const Prose& prose, const Sentence& sentence, const terminology::Phrases& phrases,
                  std::vector<Find>& finds, std::vector<bool>& covered);

}  // namespace causa::facts
