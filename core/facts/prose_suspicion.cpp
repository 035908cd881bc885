// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_suspicion.hpp"

#include <algorithm>

#include "facts/prose_questions.hpp"

namespace causa::facts {

namespace {

using enum terminology::WordRole::Bit;

constexpr std::uint8_t ends_clause = Gap::comma | Gap::opening | Gap::closing;
constexpr std::uint32_t farthest_cue = 8;    // words between a cue and what it is about
constexpr std::uint32_t longest_answer = 5;  // "has not yet been ruled out"
constexpr std::uint32_t nearest_fear = 4;    // "worried that this is ?PE"

constexpr std::string_view before_it[] = {
    "suspected", "suspect",  "suspects", "suspecting", "suspicion",    "suspicious", "possible",
    "possibly",  "probable", "probably", "presumed",   "presumptive",  "likely",     "query",
    "queried",   "queries",  "concern",  "concerning", "questionable", "consider",   "considering"};
constexpr std::string_view behind_it[] = {"suspected", "possible", "probable",    "likely",
                                          "queried",   "presumed", "questionable"};
constexpr std::string_view between[] = {"for", "about", "of",   "to",         "be",     "have",
                                        "has", "early", "been", "underlying", "occult", "having"};
constexpr std::string_view negators[] = {
    "no",     "not",      "without", "low",       "little",  "less", "never", "denies",
    "denied", "unlikely", "minimal", "initially", "initial", "don",  "doesn", "didn"};
constexpr std::string_view turns[] = {"but", "however", "although", "though", "yet"};
constexpr std::string_view imaging[] = {"doppler", "ultrasound", "duplex",  "scan",     "ctpa",
                                        "ct",      "mri",        "imaging", "angiogram"};
constexpr std::string_view clear_of_it[] = {"normal", "clear", "negative", "unremarkable"};
constexpr std::string_view other_images[] = {"bladder", "brain", "head",    "abdominal", "renal",
                                             "kidney",  "liver", "pelvic",  "cardiac",   "shoulder",
                                             "knee",    "bone",  "thyroid", "testicular"};
constexpr std::string_view older[] = {"last",     "ago",   "previous", "previously",
                                      "prior",    "years", "not",      "awaited",
                                      "awaiting", "no",    "if",       "unless"};
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
constexpr std::string_view able[] = {"can",    "could",  "able", "sufficient",
                                     "enough", "allows", "may"};
constexpr std::string_view unable[] = {"not", "cannot", "t", "unable", "never", "nor"};
constexpr std::string_view settles[] = {"excluded", "refuted", "unlikely", "resolved", "disproved"};
constexpr std::string_view keeps_open[] = {"not", "cannot", "t", "never", "hasn"};
constexpr std::string_view supports[] = {"supported", "likely",   "suspected",    "felt",
                                         "favored",   "favoured", "considered",   "evident",
                                         "present",   "seen",     "demonstrated", "identified",
                                         "found",     "shown",    "suggested",    "thought"};
constexpr std::string_view of_denial[] = {"evidence", "sign", "signs",        "feature",
                                          "features", "of",   "any",          "acute",
                                          "a",        "the",  "radiological", "convincing"};
constexpr std::string_view behind_denied[] = {
    "compression", "compromise", "syndrome", "identified", "seen",  "found", "demonstrated",
    "detected",    "present",    "visible",  "evident",    "noted", "shown", "today",
    "on",          "and",        "or",       "in",         "by",    "nor"};
constexpr std::string_view no_state[] = {"prophylaxis", "risk", "screening", "prevention",
                                         "leaflet",     "if",   "unless",    "exposure"};
constexpr std::string_view before_confirmed[] = {"now",  "later", "subsequently", "since",
                                                 "then", "was",   "has",          "been"};
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
  sentence_side_ = side_within(first_, last_);
  find_clear_image();
  last_settled_ = 0;
  bool is_imaged = false;
  for (std::uint32_t at = first_; at < last_; ++at)
    is_imaged = is_imaged || is_in(imaging, (*words_)[at]);
  Before now{.clause = first_, .comma = first_};
  for (std::uint32_t at = first_; at < last_; ++at) {
    now.in_find = before(at).in_find;
    if (at > first_ && (has_gap(at) || is_in(turns, (*words_)[at - 1]))) {
      now.clause = at;
      if (!((*words_)[at].gap & Gap::mark)) now.comma = at;
    }
    note_word(at, now);
    before_[at - first_] = now;
    // Of imaging, for a blood test alone settles nothing: "doppler to rule out DVT negative".
    if (is_in(settles, (*words_)[at]) || is_ruled_out(at) || (is_imaged && is_word(at, "negative")))
      last_settled_ = at + 1;
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

/// "We are worried about"
bool SuspicionReader::is_of_clinician(std::uint32_t at, std::uint32_t clause) const {
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

bool SuspicionReader::has_gap(std::uint32_t at) const { return (*words_)[at].gap & ends_clause; }

void SuspicionReader::find_clear_image() {
  clear_image_ = 0;
  for (std::uint32_t at = first_; at < last_; ++at) {
    const Word& word = (*words_)[at];
    if (is_in(imaging, word) && is_clear_beside(at)) clear_image_ = at + 1;
    if (!is_in(older, word) && !word.is_year) continue;
    clear_image_ = 0;
    return;
  }
}

/// "CTPA was normal", "ultrasound of the left leg: negative", "clear scan"; not "bladder scan".
bool SuspicionReader::is_clear_beside(std::uint32_t image_at) const {
  const auto& words = *words_;
  std::uint32_t before = image_at;
  for (; before > first_ && image_at - before < 2 && !has_gap(before); --before) {
    if (is_in(other_images, words[before - 1])) return false;
    if (is_in(clear_of_it, words[before - 1])) return true;
  }
  std::uint32_t at = image_at + 1;
  while (at < last_ && at - image_at < 6 && !has_gap(at) &&
         (words[at].has(article | filler | side | part | place | linking) || is_word(at, "which")))
    ++at;
  return at < last_ && !has_gap(at) && is_in(clear_of_it, words[at]) &&
         (at + 1 == last_ || words[at + 1].gap || is_in(behind_denied, words[at + 1]));
}

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
  if (all.hypothesis || all.warning) return true;
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

/// "So we can exclude", "able to rule out"; but "cannot exclude", "not able to rule out".
bool SuspicionReader::may_be_excluded(std::uint32_t at) const {
  bool is_able = false;
  for (std::uint32_t i = at; i > before(at).clause && at - i < farthest_cue; --i) {
    if (is_in(unable, (*words_)[i - 1])) return false;
    is_able = is_able || (at - i < 4 && is_in(able, (*words_)[i - 1]));
  }
  return is_able;
}

bool SuspicionReader::is_called_so_before(const Find& find) const {
  const std::uint32_t begin = before(find.first).clause;
  for (std::uint32_t at = find.first; at + farthest_cue > find.first; --at) {
    if (has_mark_before(at)) return true;
    if (at == begin) return false;
    const Word& word = (*words_)[at - 1];
    if (asks_to_exclude(at - 1))
      return (at - 1 == first_ || before(at - 2).no <= begin) && !may_be_excluded(at - 1);
    if (is_in(before_it, word)) return !is_denied(at - 1);
    const bool passes = word.has(article | filler | side | part | or_word | and_word) ||
                        is_in(between, word) || before(at - 1).in_find;
    if (!passes) return false;
  }
  return false;
}

/// "DVT is suspected", "DVT (possible)"; but "DVT, suspected fracture".
bool SuspicionReader::is_called_so_behind(const Find& find) const {
  std::uint32_t at = find.last + 1;
  while (at < last_ && !(*words_)[at].gap && (is_word(at, "is") || is_word(at, "are"))) ++at;
  if (at >= last_ || !is_in(behind_it, (*words_)[at]) || is_denied(find.first)) return false;
  return !(*words_)[at].gap || at + 1 == last_ || (*words_)[at + 1].gap;
}

bool SuspicionReader::is_ruled_out(std::uint32_t at) const {
  return is_word(at, "excluded") || (is_word(at, "out") && at > first_ &&
                                     (is_word(at - 1, "ruled") || is_word(at - 1, "rules")));
}

/// "PE cannot be excluded", "DVT to be ruled out"; not "PE can be excluded".
bool SuspicionReader::is_left_open(const Find& find) const {
  bool keeps = false;
  for (std::uint32_t at = find.last + 1; at < last_ && at - find.last <= longest_answer + 1; ++at) {
    if ((*words_)[at].gap & (ends_clause | Gap::line)) return false;
    keeps =
        keeps || is_in(keeps_open, (*words_)[at]) || (is_word(at, "be") && is_word(at - 1, "to"));
    if (is_ruled_out(at)) return keeps;
  }
  return false;
}

bool SuspicionReader::is_settled_behind(const Find& find) const {
  if (last_settled_ > find.last + 1 || clear_image_ > find.last + 1) return true;
  // "CK to exclude rhabdomyolysis, normal"
  const std::uint32_t behind = find.last + 1;
  if (behind < last_ && is_in(clear_of_it, (*words_)[behind]) &&
      (behind + 1 == last_ || (*words_)[behind + 1].gap))
    return true;
  // "Possible PE not supported", "less likely"
  for (std::uint32_t at = find.last + 1; at < last_ && at - find.last <= longest_answer; ++at) {
    if (has_gap(at)) return false;
    if (at + 1 < last_ && (is_word(at, "not") || is_word(at, "less")) &&
        is_in(supports, (*words_)[at + 1]))
      return true;
  }
  return false;
}

/// "DVT excluded", "ruled out PE", "no cauda equina compression": settles it for good.
bool SuspicionReader::is_refuted(const Find& find) const {
  for (std::uint32_t at = find.last + 1; at < last_ && at - find.last <= longest_answer; ++at) {
    if (has_gap(at) || before(at).in_find || is_in(able, (*words_)[at])) break;
    if (is_ruled_out(at) || is_word(at, "refuted") || is_word(at, "disproved")) return true;
  }
  return is_denied_directly(find) || (clear_image_ > find.last + 1 && is_called_so_before(find));
}

bool SuspicionReader::is_denied_directly(const Find& find) const {
  const std::uint32_t begin = before(find.first).clause;
  std::uint32_t at = find.first;
  while (at > begin && is_in(of_denial, (*words_)[at - 1])) --at;
  if (at == begin) return false;
  const std::uint32_t cue = at - 1;
  const bool is_cue = is_word(cue, "no") || is_word(cue, "without") || is_word(cue, "excludes") ||
                      is_ruled_out(cue) ||
                      (is_word(cue, "for") && cue > begin && is_word(cue - 1, "negative"));
  for (std::uint32_t i = cue; i > begin && cue - i < 4; --i)
    if (is_in(unable, (*words_)[i - 1]) || is_word(i - 1, "be")) return false;
  const std::uint32_t behind = find.last + 1;
  return is_cue && !is_question_ &&
         (behind == last_ || (*words_)[behind].gap || is_in(behind_denied, (*words_)[behind]));
}

/// "Suspected DVT, confirmed on duplex", "DVT, now confirmed by ultrasound".
bool SuspicionReader::is_confirmed_behind(const Find& find) const {
  std::uint32_t at = find.last + 1;
  while (at < last_ && at - find.last < 4 && is_in(before_confirmed, (*words_)[at])) ++at;
  return at < last_ && is_word(at, "confirmed") &&
         (at + 1 == last_ || is_word(at + 1, "on") || is_word(at + 1, "by") ||
          is_word(at + 1, "with"));
}

/// "Left DVT?" alone; a form's "DVT? no" is none.
bool SuspicionReader::is_asked_behind(const Find& find) const {
  if (find.last + 1 != last_) return false;
  std::size_t place = (*words_)[find.last].end;
  while (place < text_.size() && text_[place] == ' ') ++place;
  if (place >= text_.size() || text_[place] != '?') return false;
  for (std::uint32_t at = before(find.first).clause; at < find.first; ++at)
    if (!(*words_)[at].has(article | filler | side)) return false;
  return true;
}

Suspicion SuspicionReader::of(const Find& find) const {
  const bool is_aside = is_set_aside(find);
  if (is_left_open(find)) return is_aside ? Suspicion::none : Suspicion::open;
  if (is_refuted(find)) return is_aside ? Suspicion::none : Suspicion::refuted;
  if (is_aside || is_settled_behind(find)) return Suspicion::none;
  const bool is_open =
      is_called_so_before(find) || is_called_so_behind(find) || is_asked_behind(find);
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
