// SPDX-License-Identifier: Apache-2.0
//
// Which finding of a sentence a duration speaks of, and which drug a stated start. Conservative: a
// long duration can silence the alert of an acute illness, so it counts only where it stands beside
// the finding and nothing in the sentence says that something is new, sudden or worse. Pure; any
// thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "facts/prose_phrases.hpp"
#include "facts/prose_scope.hpp"
#include "facts/prose_times.hpp"

namespace causa::facts {

/// Of Find `index`, or nothing. `finds` as judged, in the order of Find::at.
std::optional<Duration> duration_of(const Prose& prose, const Sentence& sentence,
                                    const std::vector<Find>& finds, std::size_t index,
                                    const std::vector<Duration>& durations);

/// True if a word of the sentence says that something is new or worse.
bool is_sudden(const Prose& prose, const Sentence& sentence);

struct DrugStart {
  std::vector<terminology::ConceptId> drugs;
  Duration since;
  std::uint32_t first = 0, last = 0;  ///< words of name and duration
};

/// "hydrochlorothiazide started four weeks ago", "on simvastatin for 3 months". Appends.
void find_drug_starts(const Prose& prose, const Sentence& sentence, std::string_view text,
                      const terminology::Phrases& phrases, const std::vector<Duration>& durations,
                      std::vector<DrugStart>& starts);

}  // namespace causa::facts
