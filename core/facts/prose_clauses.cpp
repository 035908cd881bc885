// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_clauses.hpp"

#include <algorithm>
#include <string_view>

#include "facts/prose_measured.hpp"

namespace causa::facts {

using namespace terminology;
using enum terminology::WordRole::Bit;

namespace {

constexpr std::uint8_t ends_clause = Gap::comma | Gap::opening | Gap::closing;
constexpr std::string_view doubts_of_own[] = {
    "poss",     "prob",       "susp",    "possible",  "possibly", "probable",
    "probably", "suspected",  "suspect", "suspects",  "likely",   "suspicion",
    "presumed", "suspicious", "concern", "concerned", "worried"};
constexpr std::string_view times_of_today[] = {"morning", "afternoon", "evening", "week",
                                               "night",   "am",        "pm"};
constexpr std::string_view begins_since[] = {
    "yesterday", "today",  "this",    "last",      "morning",  "night",  "noon",
    "midnight",  "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday",    "then",   "one",     "two",       "three",    "a",      "few"};
constexpr std::string_view units_of_time[] = {"month", "months", "year",    "years", "yr",
                                              "yrs",   "decade", "decades", "mo"};
constexpr std::string_view of_past[] = {"was", "were", "had", "did", "became", "went", "got"};
constexpr std::string_view possessives[] = {"her", "his", "their", "whose", "he", "she", "they"};
constexpr std::string_view deaths[] = {"died", "death", "dead", "deceased", "dies", "dying"};
constexpr std::string_view polite[] = {"grateful", "please", "kindly", "appreciate",
                                       "obliged",  "thanks", "thank"};
constexpr std::string_view stops[] = {"stopped", "discontinued", "ceased"};

bool is(const Word& word, std::string_view letters) { return word.folded.letters == letters; }

bool is_digit(const Word& word) {
  const char sign = word.folded.letters.empty() ? ' ' : word.folded.letters.front();
  return sign >= '0' && sign <= '9';
}

/// "4 days ago", "two weeks ago", against "years ago".
Time time_of_ago(const std::vector<Word>& words, std::uint32_t at, std::uint32_t first) {
  if (at == first) return Time::past;
  const Word& unit = words[at - 1];
  const bool is_recent =
      unit.has(short_time) || (unit.has(week) && at - first > 1 && words[at - 2].has(one_or_two));
  return is_recent ? Time::days_ago : Time::past;
}

}  // namespace

void ProseClauses::read(const Prose& prose, const Sentence& sentence, const Phrases& phrases,
                        const std::vector<CueFind>& cues, const std::vector<Find>& finds) {
  words_ = &prose.words;
  cues_ = &cues;
  first_ = sentence.first;
  last_ = sentence.last;
  split();
  for (Clause& clause : clauses_) look_at(clause, phrases);
  look_at_finds(finds);
  find_beginnings();
  find_ended();
}

void ProseClauses::split() {
  clauses_.clear();
  part_of_.clear();
  for (std::uint32_t at = first_; at < last_; ++at) {
    const std::uint8_t gap = (*words_)[at].gap & ends_clause;
    if (at == first_ || gap || cue(at) == Cue::turn) {
      Clause clause;
      clause.first = at;
      clause.after_comma = gap == Gap::comma;
      clauses_.push_back(clause);
    }
    clauses_.back().last = at + 1;
    part_of_.push_back(static_cast<std::uint32_t>(clauses_.size() - 1));
  }
}

bool ProseClauses::begins(std::uint32_t at, bool Clause::* what) const {
  const Clause& clause = clauses_[clause_at(at)];
  return clause.first == at && clause.after_comma && clause.*what;
}

void ProseClauses::look_at(Clause& clause, const Phrases& phrases) const {
  clause.ended_at = clause.denies_at = clause.last;
  for (std::uint32_t at = clause.first; at < clause.last; ++at) {
    const Word& word = (*words_)[at];
    const bool has_next = at + 1 < clause.last;
    if (cue(at) == Cue::no || cue(at) == Cue::denial)
      clause.denies_at = std::min(clause.denies_at, at);
    clause.is_since = clause.is_since || (is(word, "since") && is_since(clause, at + 1));
    clause.is_todays = clause.is_todays || word.has(todays) ||
                       (has_next && is(word, "this") && is_in(times_of_today, (*words_)[at + 1])) ||
                       (has_next && is(word, "last") && is((*words_)[at + 1], "night"));
    clause.has_side = clause.has_side || word.has(side) || is(word, "both");
    clause.names_person = clause.names_person || cue(at) == Cue::person || is_in(possessives, word);
    clause.asks_politely = clause.asks_politely || is_in(polite, word);
    clause.was = clause.was || is_in(of_past, word);
    clause.is_of_past = clause.is_of_past || is_past(at);
    clause.has_drug = clause.has_drug || is_drug(at, phrases);
    // "Stopped simvastatin" ended no finding.
    const bool of_drug = is_in(stops, word) && ((has_next && is_drug(at + 1, phrases)) ||
                                                (at > clause.first && clause.has_drug));
    if (cue(at) == Cue::ended && !of_drug) clause.ended_at = std::min(clause.ended_at, at);
  }
  clause.is_statement = is_statement(clause);
  clause.says_of_part = says_of_part(clause);
  clause.is_only_time = clause.is_of_past && is_only_time(clause);
}

bool ProseClauses::is_past(std::uint32_t at) const {
  const Cue here = cue(at);
  return here == Cue::past || here == Cue::history || here == Cue::ago || (*words_)[at].is_year;
}

/// "Left calf swollen", "the foot is cold and white", "now calf swelling".
bool ProseClauses::is_statement(const Clause& clause) const {
  std::uint32_t at = clause.first;
  if (is((*words_)[at], "now")) return true;
  bool has_subject = false;
  for (; at < clause.last && !(*words_)[at].has(part); ++at) {
    const Word& word = (*words_)[at];
    if (!word.has(filler | article | side)) return false;
    has_subject = has_subject || word.has(side | article) || is(word, "both");
  }
  if (!has_subject) return false;
  for (; at < clause.last; ++at) {
    const Word& word = (*words_)[at];
    if (word.has(predicative)) return true;
    if (!word.has(filler | article | side | part | linking) || cue(at) != Cue::none) return false;
  }
  return false;
}

/// "Calf swollen", "swollen, tender calf": nothing but a part of the body and how it is.
bool ProseClauses::says_of_part(const Clause& clause) const {
  bool has_part = false, has_quality = false;
  for (std::uint32_t at = clause.first; at < clause.last; ++at) {
    const Word& word = (*words_)[at];
    if (!word.has(filler | article | side | part | linking | predicative | and_word) ||
        cue(at) != Cue::none)
      return false;
    has_part = has_part || word.has(part);
    has_quality = has_quality || word.has(predicative);
  }
  return has_part && has_quality;
}

bool ProseClauses::is_drug(std::uint32_t at, const Phrases& phrases) const {
  for (Node node = phrases.first((*words_)[at].folded); node != nullptr;) {
    if (!phrases.meaning(node).drugs.empty()) return true;
    if (++at >= last_ || (*words_)[at].gap) return false;
    node = phrases.step(node, (*words_)[at].folded);
  }
  return false;
}

bool ProseClauses::is_since(const Clause& clause, std::uint32_t at) const {
  return at >= clause.last || is_in(begins_since, (*words_)[at]) || is_digit((*words_)[at]);
}

/// "A month", "3 years"
bool ProseClauses::is_amount_of_time(std::uint32_t at) const {
  if (at + 1 >= last_ || (*words_)[at + 1].gap) return false;
  const Word& unit = (*words_)[at + 1];
  return unit.has(short_time | week) || is_in(units_of_time, unit);
}

/// "Last year", "in 2019", "two years ago".
bool ProseClauses::is_only_time(const Clause& clause) const {
  for (std::uint32_t at = clause.first; at < clause.last; ++at) {
    const Word& word = (*words_)[at];
    if (const CueFind& found = (*cues_)[at - first_]; is_past(at) && found.words > 0)
      at += found.words - 1;
    else if (!word.is_year && !is_digit(word) && !is_in(units_of_time, word) &&
             !word.has(article | place | filler | short_time | week | one_or_two))
      return false;
    else if (is_digit(word) && !word.is_year && !is_amount_of_time(at))
      return false;
  }
  return true;
}

void ProseClauses::look_at_finds(const std::vector<Find>& finds) {
  for (const Find& find : finds) {
    Clause& clause = clauses_[clause_at(find.at)];
    if (find.is_number()) {
      clause.has_number = true;
      continue;
    }
    const bool within = find.first >= clause.first && find.last < clause.last;
    clause.has_find = clause.has_find || within;
    for (std::size_t i = clause_at(find.first) + 1; i <= clause_at(find.last); ++i)
      clauses_[i].reaches_back = true;
  }
}

/// Where the past or what has ended stops to reach, forward and back.
void ProseClauses::find_beginnings() {
  for (std::size_t i = 1; i < clauses_.size(); ++i) {
    Clause& clause = clauses_[i];
    const Clause& before = clauses_[i - 1];
    if (!clause.after_comma || clause.reaches_back) continue;
    const bool has_ended = clause.ended_at < clause.last;
    if (!clause.is_of_past && !has_ended && clause.has_find)
      clause.begins_anew =
          clause.is_todays || (clause.is_statement && !clause.was && !before.is_only_time);
    if (clause.is_of_past && !has_ended && !clause.is_only_time && !clause.has_number) {
      const bool before_is_plain = before.has_find && !before.is_of_past;
      clause.begins_anew =
          before_is_plain && (before.is_todays || (before.is_statement && clause.has_find));
    }
    // "Took the last apixaban a month ago, calf swollen": what is past is the apixaban.
    const bool is_of_drug = before.has_drug && before.is_of_past && !before.has_find &&
                            !before.has_number && !before.was;
    clause.begins_anew = clause.begins_anew || (is_of_drug && clause.has_find && !clause.was);
  }
}

void ProseClauses::find_ended() {
  has_ended_.assign(1, false);
  clause_of_.clear();
  for (std::uint32_t at = first_; at < last_; ++at) {
    const Clause& clause = clauses_[clause_at(at)];
    if (at > first_ && clause.first == at && (clause.begins_anew || cue(at) == Cue::turn))
      has_ended_.push_back(false);
    clause_of_.push_back(static_cast<std::uint32_t>(has_ended_.size() - 1));
    if (at == clause.first && clause.ended_at < clause.last) has_ended_.back() = true;
  }
}

std::uint32_t ProseClauses::begin_of_clause(std::uint32_t at, std::uint32_t first) const {
  while (at > first && !((*words_)[at].gap & (Gap::comma | Gap::opening))) --at;
  return at;
}

ProseClauses::Reach ProseClauses::reach_of_doubt(std::uint32_t at, Reach statement) const {
  if (!doubts_own_clause(at)) return statement;
  Reach reach = statement;
  const std::size_t own = clause_at(at);
  const Clause& clause = clauses_[own];
  if (own > 0 && clause.after_comma && clause.has_find && !clause.reaches_back &&
      clauses_[own - 1].is_statement)
    reach.first = std::max(reach.first, clause.first);
  reach.last = reach_of_query(at, statement).last;
  return reach;
}

/// "?DVT, calf swollen", "?DVT, please scan, swelling of the calf": no further diagnosis.
bool ProseClauses::ends_question(std::size_t index, bool was_asked) const {
  const Clause& clause = clauses_[index];
  if (!clause.after_comma || (*words_)[clause.first].is_queried) return false;
  if (clause.is_statement || clause.says_of_part) return true;
  const auto first = words_->begin() + clause.first;
  return was_asked && std::any_of(first, words_->begin() + clause.last,
                                  [](const Word& word) { return word.has(part); });
}

ProseClauses::Reach ProseClauses::reach_of_query(std::uint32_t at, Reach statement) const {
  Reach reach{at, statement.last};
  bool was_asked = false;
  for (std::size_t i = clause_at(at) + 1; i < clauses_.size(); ++i) {
    const Clause& clause = clauses_[i];
    const bool ends = ends_question(i, was_asked);
    was_asked = was_asked || clause.asks_politely;
    if (ends) {
      reach.last = std::min(reach.last, clause.first);
      break;
    }
    // "?PE, CTPA showed no PE"
    if (clause.denies_at < clause.last) {
      reach.last = std::min(reach.last, clause.denies_at);
      break;
    }
  }
  return reach;
}

bool ProseClauses::tells_of_death() const {
  return std::any_of(words_->begin() + first_, words_->begin() + last_,
                     [](const Word& word) { return is_in(deaths, word); });
}

bool ProseClauses::is_of_patient(std::uint32_t at) const {
  const std::size_t own = clause_at(at);
  const Clause& clause = clauses_[own];
  if (clause.names_person || clause.reaches_back || clause.was || clause.is_of_past) return false;
  // What stands first may go on: "left calf swollen, hypertension, mother".
  if (!clause.after_comma && own > 0) return false;
  for (std::uint32_t i = first_ + 1; i < last_; ++i)
    if ((*words_)[i].gap & Gap::colon) return false;  // a heading: "Family history: ..."
  // "Father died of ?PE": only a comma ends what is said of him, and nobody else's death is asked.
  if ((*words_)[clause.first].is_queried)
    return own > 0 && !((*words_)[clause.first].gap & Gap::mark) && !tells_of_death();
  if (clause.is_statement && clause.has_side) return true;
  if (own == 0 || !clause.has_number || clause.has_find) return false;
  return std::none_of(clauses_.begin(), clauses_.end(),
                      [](const Clause& other) { return other.names_person && other.has_number; });
}

bool ProseClauses::doubts_own_clause(std::uint32_t at) const {
  return is_in(doubts_of_own, (*words_)[at]);
}

/// "A man with a history of diabetes presents with cramps": the past ends where today begins.
Time ProseClauses::find_times(const std::vector<bool>& covered, std::vector<Find>& finds,
                              std::vector<Time>& times) {
  Time earliest = Time::now;
  std::size_t find = 0;
  for (std::uint32_t first = first_; first < last_;) {
    Time time = Time::now;
    bool has_onset = false;
    std::uint32_t at = first;
    for (; at < last_; ++at) {
      const Word& word = (*words_)[at];
      const Clause& clause = clauses_[clause_at(at)];
      if (at > first && (cue(at) == Cue::turn || cue(at) == Cue::today ||
                         (clause.first == at && clause.begins_anew)))
        break;
      has_onset = has_onset || (word.has(onset) && !covered[at - first_]);
      // What began 3 years ago is of today.
      if (cue(at) == Cue::history) time = std::max(time, Time::history);
      if (cue(at) == Cue::past || (word.is_year && !has_onset)) time = Time::past;
      if (cue(at) == Cue::ago && !has_onset) time = std::max(time, time_of_ago(*words_, at, first));
    }
    const std::size_t begin = find;
    for (; find < finds.size() && finds[find].at < at; ++find) times[find] = time;
    for (std::size_t i = begin; time != Time::now && i < find; ++i)
      if (finds[i].is_number()) time_number(finds, i, times[i]);
    earliest = std::max(earliest, time);
    first = at;
  }
  return earliest;
}

}  // namespace causa::facts
