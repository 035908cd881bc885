// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_suspicion.hpp"

#include <algorithm>

#include "facts/prose_questions.hpp"

namespace causa::facts {

namespace {

using enum terminology::WordRole::Bit;

constexpr std::uint8_t ends_clause = Gap::comma | Gap::opening | Gap::closing;
constexpr std::uint32_t farthest_cue = 8;  // words between a cue and what it is about
constexpr std::uint32_t longest_heading = 3;
constexpr std::uint32_t nearest_fear = 4;  // "worried that this is ?PE"

constexpr std::string_view before_it[] = {
    "suspected", "suspect",  "suspects", "suspecting", "suspicion",    "suspicious", "possible",
    "possibly",  "probable", "probably", "presumed",   "presumptive",  "likely",     "query",
    "queried",   "queries",  "concern",  "concerning", "questionable", "consider",   "considering",
    "could",     "may",      "might",    "poss",       "prob",         "susp"};
constexpr std::string_view behind_it[] = {"suspected", "possible", "probable",     "likely",
                                          "queried",   "presumed", "questionable", "query"};
constexpr std::string_view between[] = {
    "for",  "about",      "of",        "to",         "be",        "have",      "has",    "early",
    "been", "underlying", "occult",    "having",     "re",        "regarding", "this",   "that",
    "it",   "is",         "represent", "recurrence", "extension", "ruptured",  "leaking"};
constexpr std::string_view differentials[] = {"ddx", "dd", "differential", "differentials"};
constexpr std::string_view negators[] = {
    "no",     "not",      "without", "low",       "little",  "less", "never", "denies",
    "denied", "unlikely", "minimal", "initially", "initial", "don",  "doesn", "didn"};
constexpr std::string_view turns[] = {"but", "however", "although", "though", "yet"};
// Whatever follows is only supposed; in an earlier clause too.
constexpr std::string_view hypotheses[] = {"if", "unless", "whether", "return", "watch"};
constexpr std::string_view behind_return[] = {"if",          "for",    "with", "out",
                                              "precautions", "should", "to"};
constexpr std::string_view chances[] = {"risk",       "risks",       "should",
                                        "would",      "prophylaxis", "prevent",
                                        "prevention", "screening",   "avoid"};
constexpr std::string_view polite_before[] = {"grateful", "appreciate", "obliged",  "thankful",
                                              "kind",     "wonder",     "wondering"};
constexpr std::string_view polite_behind[] = {"be", "appreciate", "value", "like", "you"};
constexpr std::string_view advice[] = {
    "discussed", "counselled", "counseled", "counselling", "counseling", "advised", "advice",
    "informed",  "educated",   "education", "explained",   "reading",    "googled", "online"};
constexpr std::string_view warnings[] = {"safety",   "safetynet", "safetynetted", "leaflet",
                                         "exposure", "leaflets",  "warned",       "warning"};
constexpr std::string_view fears[] = {"worried", "worries", "worry",  "worrying", "anxious",
                                      "afraid",  "fear",    "fears",  "scared",   "frightened",
                                      "fearful", "anxiety", "dreads", "terrified"};
constexpr std::string_view clinicians[] = {"i",    "we",         "gp",        "doctor", "dr",
                                           "team", "consultant", "registrar", "nurse",  "midwife"};
constexpr std::string_view no_state[] = {"prophylaxis", "risk", "screening", "prevention",
                                         "leaflet",     "if",   "unless",    "exposure"};
constexpr std::string_view asked[] = {"he",      "she",  "they", "you",  "the", "there",
                                      "patient", "this", "it",   "your", "any"};

bool ends_word(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9') || sign == ')';
}

}  // namespace

void SuspicionReader::look_at(const Prose& prose, const Sentence& sentence, std::string_view text,
                              const std::vector<Find>& finds) {
  words_ = &prose.words;
  text_ = text;
  first_ = sentence.first;
  last_ = sentence.last;
  before_.assign(last_ - first_, {});
  std::uint32_t covered = first_;
  for (const Find& find : finds) {
    if (find.is_number()) continue;
    for (std::uint32_t at = std::max(find.first, covered); at <= find.last; ++at)
      before_[at - first_].in_find = true;
    covered = std::max(covered, find.last + 1);
  }
  is_question_ = is_question();
  is_differential_ = is_differential();
  sentence_side_ = side_within(first_, last_);
  find_answers();
  Before now{.clause = first_, .comma = first_};
  for (std::uint32_t at = first_; at < last_; ++at) {
    now.in_find = before(at).in_find;
    if (at > first_ && (has_gap(at) || is_in(turns, (*words_)[at - 1]))) {
      now.clause = at;
      if (!((*words_)[at].gap & Gap::mark)) now.comma = at;
    }
    note_word(at, now);
    before_[at - first_] = now;
  }
}

void SuspicionReader::note_word(std::uint32_t at, Before& now) const {
  const Word& word = (*words_)[at];
  if (now.in_find) return;
  const std::uint32_t here = at + 1;
  const bool has_next = here < last_;
  if (is_in(negators, word)) now.negator = here;
  if (is_word(at, "no")) now.no = here;
  if (is_word(at, "never")) now.never = here;
  if (supposes(at)) now.hypothesis = here;
  const bool is_wish =
      is_word(at, "would") && ((has_next && is_in(polite_behind, (*words_)[here])) ||
                               (at > first_ && is_word(at - 1, "you")));
  if (is_in(chances, word) && !is_wish) now.chance = here;
  // "Discussed with the registrar"
  const bool is_handed_on = has_next && (is_word(here, "with") || is_word(here, "by"));
  if (is_in(advice, word) && !is_handed_on) now.advice = here;
  if (is_in(warnings, word)) now.warning = here;
  if (is_in(fears, word) && !is_of_clinician(at, now.comma)) now.fear = here;
  if (is_word(at, "than") && at > first_ &&
      (is_word(at - 1, "rather") || is_word(at - 1, "likely")))
    now.rather = here;
  if (at > first_ && ((is_word(at, "of") && is_word(at - 1, "instead")) ||
                      (is_word(at, "to") && is_word(at - 1, "opposed"))))
    now.rather = here;
}

/// "We are worried about", and "concerned re" without anybody.
bool SuspicionReader::is_of_clinician(std::uint32_t at, std::uint32_t clause) const {
  if (at == clause && is_word(at, "concerned")) return true;
  for (std::uint32_t i = at; i > clause && at - i < 4; --i)
    if (is_in(clinicians, (*words_)[i - 1])) return true;
  return false;
}

/// "If", "return for"; but "after the return flight".
bool SuspicionReader::supposes(std::uint32_t at) const {
  if (!is_in(hypotheses, (*words_)[at])) return false;
  const bool needs_more = is_word(at, "return") || is_word(at, "watch");
  return needs_more ? at + 1 < last_ && is_in(behind_return, (*words_)[at + 1]) : !is_polite(at);
}

/// "I would be grateful if you could see him": asks the reader, and supposes nothing.
bool SuspicionReader::is_polite(std::uint32_t if_at) const {
  if (!is_word(if_at, "if")) return false;
  for (std::uint32_t at = if_at; at > first_ && if_at - at < 4; --at)
    if (is_in(polite_before, (*words_)[at - 1])) return true;
  return if_at + 2 < last_ && is_word(if_at + 1, "you") &&
         (is_word(if_at + 2, "could") || is_word(if_at + 2, "would"));
}

/// "Any history of DVT ?PE", "does he have"; but "has swollen calf ?DVT".
bool SuspicionReader::is_question() const {
  const Word& word = (*words_)[first_];
  if (!begins_question(word)) return false;
  return is_word(first_, "any") || (first_ + 1 < last_ && is_in(asked, (*words_)[first_ + 1]));
}

/// "DDx: DVT, cellulitis": of a list of what it may be, each is to be excluded.
bool SuspicionReader::is_differential() const {
  for (std::uint32_t at = first_; at + 1 < last_ && at - first_ < longest_heading; ++at)
    if ((*words_)[at + 1].gap & Gap::colon)
      return is_in(differentials, (*words_)[first_]) || is_in(differentials, (*words_)[at]);
  return false;
}

bool SuspicionReader::is_marked(const Find& find) const {
  for (std::uint32_t at = find.first;; --at) {
    if (has_mark_before(at)) return true;
    if (at == before(find.first).clause || !(*words_)[at - 1].has(article | filler | side))
      return false;
  }
}

bool SuspicionReader::has_gap(std::uint32_t at) const { return (*words_)[at].gap & ends_clause; }

/// "?DVT", "pain ? DVT"; but "any pain? DVT in 2019" ends a question.
bool SuspicionReader::has_mark_before(std::uint32_t at) const {
  if (is_question_) return false;
  std::size_t place = (*words_)[at].begin;
  if (place > 0 && text_[place - 1] == '?') return true;
  while (place > 0 && text_[place - 1] == ' ') --place;
  if (place == 0 || text_[place - 1] != '?') return false;
  while (place > 0 && text_[place - 1] == '?') --place;
  return place == 0 || !ends_word(text_[place - 1]);
}

bool SuspicionReader::is_denied(std::uint32_t cue) const {
  return cue > first_ && before(cue - 1).negator > before(cue).clause;
}

/// Supposed, advised on, feared by the patient, or what something else is rather than.
bool SuspicionReader::is_set_aside(const Find& find) const {
  if (const std::uint32_t behind = find.last + 1;
      behind < last_ && !has_gap(behind) && is_in(no_state, (*words_)[behind]) &&
      !is_polite(behind) &&
      !(behind + 1 < last_ && (is_word(behind + 1, "factors") || is_word(behind + 1, "factor"))))
    return true;
  if (find.first == first_) return false;
  const Before& all = before(find.first - 1);
  const std::uint32_t own = before(find.first).clause, comma = before(find.first).comma;
  // "Warned if worse, left calf swollen ?DVT": a mark is of today, whatever another clause
  // supposes.
  const std::uint32_t supposed = is_marked(find) ? comma : 0;
  if (all.hypothesis > supposed || all.warning > supposed) return true;
  if (all.chance > own || all.advice > own || all.rather > comma) return true;
  return all.fear > own || (all.fear > comma && find.first - all.fear < nearest_fear);
}

/// "To exclude", "cannot rule out", "r/o": asks for it, whatever stands before.
bool SuspicionReader::asks_to_exclude(std::uint32_t at) const {
  if (is_word(at, "exclude")) return true;
  if (at == before(at).clause) return false;
  return (is_word(at, "out") && (is_word(at - 1, "rule") || is_word(at - 1, "ruling"))) ||
         (is_word(at, "o") && is_word(at - 1, "r"));
}

bool SuspicionReader::is_called_so_before(const Find& find) const {
  const std::uint32_t begin = before(find.first).clause;
  for (std::uint32_t at = find.first; at + farthest_cue > find.first; --at) {
    if (has_mark_before(at)) return true;
    if (at == begin) return false;
    const Word& word = (*words_)[at - 1];
    if (asks_to_exclude(at - 1))
      return (at - 1 == first_ || before(at - 2).no <= begin) && !may_be_excluded(at - 1);
    const bool is_feared = (is_in(fears, word) || is_word(at - 1, "concerned")) &&
                           is_of_clinician(at - 1, before(at - 1).comma);
    if (is_in(before_it, word) || is_feared) return !is_denied(at - 1);
    const bool passes = word.has(article | filler | side | part | or_word | and_word) ||
                        is_in(between, word) || before(at - 1).in_find;
    if (!passes) return false;
  }
  return false;
}

/// "DVT is suspected", "DVT (possible)"; but "DVT, suspected fracture".
bool SuspicionReader::is_called_so_behind(const Find& find) const {
  std::uint32_t at = find.last + 1;
  while (at < last_ && !(*words_)[at].gap &&
         (is_word(at, "is") || is_word(at, "are") || is_word(at, "most") || is_word(at, "very")))
    ++at;
  if (at >= last_ || !is_in(behind_it, (*words_)[at]) || is_denied(find.first)) return false;
  return !(*words_)[at].gap || at + 1 == last_ || (*words_)[at + 1].gap;
}

/// "Left DVT?" alone; a form's "DVT? no" is none.
bool SuspicionReader::is_asked_behind(const Find& find) const {
  if (find.last + 1 != last_) return false;
  std::size_t place = (*words_)[find.last].end;
  while (place < text_.size() && text_[place] == ' ') ++place;
  if (place >= text_.size() || text_[place] != '?') return false;
  for (std::uint32_t at = before(find.first).clause; at < find.first; ++at)
    if (!(*words_)[at].has(article | filler | side) && !is_in(between, (*words_)[at])) return false;
  return true;
}

Suspicion SuspicionReader::of(const Find& find, std::string_view suspicion) const {
  const bool is_aside = is_set_aside(find);
  if (is_left_open(find)) return is_aside ? Suspicion::none : Suspicion::open;
  if (is_refuted(find, suspicion)) return is_aside ? Suspicion::none : Suspicion::refuted;
  if (is_aside || is_settled_behind(find, suspicion)) return Suspicion::none;
  const bool is_open = is_differential_ || is_called_so_before(find) || is_called_so_behind(find) ||
                       is_asked_behind(find);
  if (!is_open) return Suspicion::none;
  return is_confirmed_behind(find) ? Suspicion::confirmed : Suspicion::open;
}

bool SuspicionReader::denies_past(const Find& find) const {
  return find.stand == Stand::denied_history ||
         (find.first > first_ && before(find.first - 1).never > before(find.first).clause);
}

Side SuspicionReader::side_within(std::uint32_t first, std::uint32_t last) const {
  bool left = false, right = false;
  for (std::uint32_t at = first; at < last; ++at) {
    left = left || is_word(at, "left");
    right = right || is_word(at, "right");
  }
  if (left == right) return Side::unknown;
  return left ? Side::left : Side::right;
}

Side SuspicionReader::side_of(const Find& find) const {
  const std::uint32_t first = before(find.first).clause;
  std::uint32_t last = find.last + 1;
  while (last < last_ && !has_gap(last) && last - find.last < farthest_cue) ++last;
  const std::uint32_t near = find.first - std::min(find.first - first, farthest_cue);
  const Side own = side_within(near, last);
  return own != Side::unknown ? own : sentence_side_;
}

}  // namespace causa::facts
