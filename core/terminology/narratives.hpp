// SPDX-License-Identifier: Apache-2.0
//
// How running text is read, as a table that a clinician can review:
// configs/terminology/narratives.json. Pure; the reader owns what it returns. Error: a key that
// nobody knows, with its name as the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace causa::terminology {

/// What a group of words says of the phrases around it.
enum class Cue : std::uint8_t {
  none = 0,
  denial,      ///< "denies": what follows is absent, in lists too
  no_history,  ///< "no history of": as a denial, but says nothing of a symptom now
  no,          ///< "no", "without"
  not_,        ///< "not", "never"
  behind,      ///< "absent": of what stands before it
  either,      ///< "negative", "ruled out": before or behind
  open,        ///< "no change in", "not relieved": neither there nor absent
  except,      ///< "except": ends a list and casts doubt on it
  turn,        ///< "but": a new statement
  doubt,       ///< possible, planned, to be watched for: no fact
  person,      ///< somebody else: no fact
  past,        ///< no fact of today
  history,     ///< as past, but what lasts for life is still there: "a history of diabetes"
  ago,         ///< past, unless something began then
  ended,       ///< no longer so: no fact
  today,       ///< "presents with": what was past is so no more
  harmless,    ///< looks like a cue but is none: "over the past two weeks"
};

/// What a word does in a sentence; bits, one for each list under `words`.
using WordRoles = std::uint32_t;
struct WordRole {
  enum Bit : WordRoles {
    article = 1u << 0,
    filler = 1u << 1,              ///< may stand within a phrase: left, lower, mild
    side = 1u << 2,                ///< what is absent on one side may be there on the other
    part = 1u << 3,                ///< leg, calf, pulse: what a quality is said of
    quality = 1u << 4,             ///< tender, swollen, cold
    linking = 1u << 5,             ///< is, appears
    verb = 1u << 6,                ///< begins a new statement within a sentence
    after_denial = 1u << 7,        ///< may stand between "no" and the thing: evidence of
    after_absent_thing = 1u << 8,  ///< may end a denial: on examination
    reporting = 1u << 9,           ///< "no swelling was noted" is still a denial
    turns_before = 1u << 10,       ///< before a phrase, makes it another thing: reduced thirst
    turns_after = 1u << 11,        ///< the same behind it: diabetes screening
    elsewhere = 1u << 12,          ///< a part of the body that no phrase means unless it names it
    place = 1u << 13,
    pronoun = 1u << 14,
    onset = 1u << 15,
    or_word = 1u << 16,
    and_word = 1u << 17,
    short_time = 1u << 18,
    week = 1u << 19,
    one_or_two = 1u << 20,
    abbreviation = 1u << 21,  ///< its full stop ends no sentence
    describes = 1u << 22,     ///< begins a phrase that speaks of a symptom named before
    narrows = 1u << 23,       ///< after a list that is denied, denies it only for a case: at night
    measuring = 1u << 24,     ///< may stand between a quantity and its number: of, is
    after_number = 1u << 25,  ///< may follow a number that has no unit: and, with
    specimen = 1u << 26,      ///< urine, and what else is no blood
    sudden = 1u << 27,        ///< something is new or worse, however long it has been there
    predicative = 1u << 28,   ///< behind a part of the body, says something of it: swollen, hurts
    todays = 1u << 29,        ///< the clause around it is of today: since, yesterday
  };
};

/// A quantity that running text may state with its number.
struct Measured {
  std::vector<std::string> concepts;  ///< two for a pair: 120/80
  std::vector<std::string> names;
  std::string as_code;         ///< LOINC code whose conversions apply, if the name implies one: BUN
  bool unit_may_lack = false;  ///< then taken only if a single unit makes it a plausible value
};

struct NarrativeTable {
  struct Code {
    std::string system, code;
  };
  std::vector<Code> codes;  ///< of observations that are running text
  std::vector<std::pair<WordRole::Bit, std::string>> words;
  std::vector<std::pair<Cue, std::string>> cues;
  std::vector<std::string> passed_over;  ///< phrases that are read but mean nothing
  std::vector<std::string> lasting;  ///< concepts that nobody gets rid of, and all narrower ones
  std::vector<Measured> numbers;
};

/// Reads {"schema": "causa.terminology/1", "codes", "words", "cues", "passed_over", "lasting",
/// "numbers"}.
Result<NarrativeTable> parse_narratives(std::string_view json);

}  // namespace causa::terminology
