// SPDX-License-Identifier: Apache-2.0
//
// A fact is one thing known of the patient: a concept with a value in canonical unit, or present or
// absent, with its time and origin. Facts are made from a Record by extract(), and by the steps of
// modules (derived facts).
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

inline constexpr std::uint32_t no_item = 0xffffffffu;

/// Bits of Fact::quality; the first six are those of causa_column.quality in causa/abi.h.
enum Quality : std::uint16_t {
  true_value_below = 1,
  true_value_above = 2,
  unit_assumed = 4,
  preliminary = 8,
  hemolyzed = 16,
  tied = 32,
  stale = 64,         ///< older than the concept's window: shown, weighs nothing
  implausible = 128,  ///< outside the plausible range: shown, refused for scoring
  /// The sender's reference range doesn't fit the unit: shown, refused for scoring. Alerts take the
  /// value as stated, for nothing may silence one.
  unit_doubted = 256,
};

/// Values of these qualities decide no rule; as the newest of a concept they leave it undecided.
inline constexpr std::uint16_t refused_for_scoring = Quality::implausible | Quality::unit_doubted;

enum class Side : std::uint8_t { unknown, left, right };
inline bool may_be_same(Side one, Side other) {
  return one == other || one == Side::unknown || other == Side::unknown;
}

struct Fact {
  terminology::ConceptId concept_id = terminology::no_concept;
  record::State state = record::State::present;
  record::Comparator comparator = record::Comparator::none;
  std::uint16_t quality = 0;
  bool past = false;  ///< stopped drug, resolved condition: not present now
  bool provisional = false;
  bool answers_nothing = false;  ///< words that deny only the past: they settle no suspicion
  Side side = Side::unknown;     ///< of which words say it, where a suspicion may be of the other
  double value = std::numeric_limits<double>::quiet_NaN();  ///< canonical unit; numbers only
  TimeSpan time;                                            ///< measured, observed or recorded
  TimeSpan start;                                           ///< onset or start, if stated
  TimeSpan end;
  std::uint32_t item = no_item;        ///< index into Record::items; derived: the module's step
  std::uint32_t module = 0xffffffffu;  ///< derived: index of the module that provided it
  std::uint32_t match_code = 0;        ///< index of the coding that matched, within the item
  bool from_text = false;              ///< matched in words, not by code
  std::uint32_t text_first = 0;        ///< the words within Item::value_text, if of running text
  std::uint32_t text_size = 0;         ///< 0: the words are the item's own label
};

enum class Refused : std::uint8_t {
  unit = 1,      ///< none, unknown, or one that doesn't fit the analyte
  unit_doubted,  ///< the sender's reference range fits another unit
  implausible,
  hemolyzed,
  suspected,     ///< a diagnosis that nobody confirmed
  not_a_number,  ///< words where a number is needed
};

/// Something of an item that must not be scored, as a matter of the patient's safety.
struct Refusal {
  Refused kind = Refused::unit;
  std::uint32_t item = 0;  ///< index into Record::items
  std::string message;     ///< what is wrong
  std::string cure;        ///< the likely mistake, and what to do
};

struct PatientFacts {
  std::vector<Fact> facts;  ///< input order; those of running text last
  AgeRange age;
  record::Sex sex = record::Sex::unknown;
  std::vector<record::Ignored> ignored;     ///< what extract() refused, beside Record::ignored
  std::vector<Refusal> refusals;            ///< those of `ignored` that are never grouped
  std::vector<std::string> not_understood;  ///< conditions, and medicines
                                            ///< taken, that no module knows, in their own words
};

/// Recognizes the items of a record. Units are converted, implausible values flagged, narrower
/// concepts kept as they are (ancestors are added when columns are filled). Facts dated after
/// `as_of_ms` are ignored, and said so. Running text adds what no code says (narrative_facts.hpp).
/// Reentrant; reuses `out`'s memory.
void extract(const record::Record& record, const terminology::Vocabulary& vocabulary,
             std::int64_t as_of_ms, PatientFacts& out);

}  // namespace causa::facts
