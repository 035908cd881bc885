// SPDX-License-Identifier: Apache-2.0
//
// What the clauses of a sentence make of the numbers in it: of today or of the past, and doubtful.

#include <algorithm>
#include <string_view>

#include "facts/prose_clauses.hpp"
#include "facts/prose_measured.hpp"

namespace causa::facts {

using namespace terminology;
using enum terminology::WordRole::Bit;

namespace {

constexpr std::uint8_t ends_clause = Gap::comma | Gap::opening | Gap::closing;

bool is_digit(const Word& word) {
  const char sign = word.folded.letters.empty() ? ' ' : word.folded.letters.front();
  return sign >= '0' && sign <= '9';
}

}  // namespace

bool ProseClauses::is_doubted(const Find& number) const {
  const std::size_t index = clause_at(number.at);
  const Clause& clause = clauses_[index];
  for (std::uint32_t at = clause.first; at < clause.last; ++at)
    if (cue(at) == Cue::doubt && doubts_own_clause(at)) return true;
  // "K 2.1 mmol/L, since corrected"
  if (clause.ended_at < clause.last) return clause.ended_at > number.last;
  if (index + 1 == clauses_.size()) return false;
  const Clause& next = clauses_[index + 1];
  if (next.has_number) return false;  // "corrected calcium"
  std::uint32_t at = next.first;
  while (at < next.last && at < next.ended_at &&
         (*words_)[at].has(filler | article | linking | todays))
    ++at;
  return at < next.last && at == next.ended_at;
}

/// "Na 117, was 138 last month", "Na 117 previously 138": what is past has a number of its own.
bool ProseClauses::is_of_other_number(std::uint32_t cue_at, const Find& number) const {
  if (cue_at <= number.last) return false;
  const auto is_number = [&](std::uint32_t at) {
    return is_digit((*words_)[at]) && !(*words_)[at].is_year && !is_amount_of_time(at);
  };
  for (std::uint32_t at = number.last + 1; at < cue_at; ++at)
    if (is_number(at)) return true;
  const std::uint32_t behind = cue_at + std::max((*cues_)[cue_at - first_].words, 1u);
  return behind < last_ && !((*words_)[behind].gap & ends_clause) && is_number(behind);
}

/// "Previously (last month) 4.5": a time before a bracket, and a number right behind it.
bool ProseClauses::leads_to_number(std::size_t index) const {
  const std::size_t behind = index + 2;
  if (behind >= clauses_.size()) return false;
  const Word& word = (*words_)[clauses_[behind].first];
  return ((*words_)[clauses_[index + 1].first].gap & Gap::opening) && is_digit(word) &&
         (word.gap & ends_clause) == Gap::closing;
}

/// A number is of the past if its own clause says so, or "last year" before it; what the other
/// clauses say of the past leaves it, or makes its time doubtful.
void ProseClauses::time_number(std::vector<Find>& finds, std::size_t index, Time& time) const {
  Find& number = finds[index];
  const std::size_t own = clause_at(number.first);
  const Clause& clause = clauses_[own];
  for (std::uint32_t at = clause.first; at < clause.last; ++at)
    if (is_past(at) && !is_of_other_number(at, number)) return;
  const bool is_of_now = clause.is_todays || number.number->later ||
                         is_later((*words_)[number.first]) || is_repeat((*words_)[number.first]);
  // "Previously hyponatremic (Na 117)": brackets speak of the time of what stands before them.
  const bool in_brackets = (*words_)[clause.first].gap & Gap::opening;
  if (!is_of_now) {
    for (std::size_t i = 0; i < clauses_.size(); ++i) {
      const Clause& other = clauses_[i];
      if (i == own || !other.is_of_past) continue;
      if (in_brackets && i + 1 == own) return;
      if (other.is_only_time && (i < own || (i == own + 1 && !leads_to_number(i)))) return;
      bool same = false, different = false;
      for (const Find& find : finds) {
        if (!find.is_number() || clause_at(find.first) != i) continue;
        const bool is_same = find.number->concept_id == number.number->concept_id;
        same = same || is_same;
        different = different || !is_same;
      }
      number.only_told = number.only_told || (different && !same) || (i < own && clause.was);
    }
  }
  time = Time::now;
}

}  // namespace causa::facts
