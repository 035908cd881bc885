// SPDX-License-Identifier: Apache-2.0
//
// How long something has lasted, as a sentence states it: "for 3 days", "a 2-week history of",
// "since yesterday", "started 4 weeks ago". In days before the text was written, with the width
// that such words have: three weeks are between two and a half and three and a half. Pure but for
// its output; bounded work a word.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/prose.hpp"
#include "terminology/phrases.hpp"

namespace causa::facts {

struct Duration {
  enum class Side : std::uint8_t { before, behind };
  std::uint32_t first = 0, last = 0;  ///< words, both ends included
  Side speaks_of = Side::before;      ///< what stands before it, or behind it
  bool needs_onset = false;           ///< "ago": tells of a start only beside such a word
  double low_days = 0, high_days = 0;
};

/// Replaces `durations`, in the order of the sentence.
void find_durations(const Prose& prose, const Sentence& sentence, std::string_view text,
                    std::vector<Duration>& durations);

}  // namespace causa::facts
