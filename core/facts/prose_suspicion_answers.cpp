// SPDX-License-Identifier: Apache-2.0
//
// What answers a suspicion: pictures that show nothing, "ruled out", "no evidence of", "confirmed".

#include <algorithm>
#include <span>

#include "facts/prose_suspicion.hpp"

namespace causa::facts {

using enum terminology::WordRole::Bit;

namespace {

constexpr std::uint32_t longest_answer = 5;   // "has not yet been ruled out"
constexpr std::uint32_t longest_ability = 8;  // "able to use the scan to exclude"

constexpr std::string_view imaging[] = {"doppler", "ultrasound", "duplex",      "uss",      "scan",
                                        "ctpa",    "ct",         "mri",         "imaging",  "cta",
                                        "vq",      "angiogram",  "angiography", "venogram", "cus"};
constexpr std::string_view any_image[] = {"scan", "imaging"};
constexpr std::string_view of_veins[] = {"doppler", "ultrasound", "duplex",
                                         "uss",     "venogram",   "cus"};
constexpr std::string_view of_lungs[] = {"ctpa", "ct", "vq", "angiogram", "angiography", "cta"};
constexpr std::string_view of_spine[] = {"mri"};
constexpr std::string_view of_arteries[] = {"doppler",   "ultrasound",  "duplex", "uss",
                                            "angiogram", "angiography", "cta",    "ct"};
constexpr std::string_view of_tendons[] = {"ultrasound", "uss", "mri"};

/// Which pictures show a condition; of others than these, none does.
struct Shown {
  std::string_view suspicion;
  std::span<const std::string_view> images;
};
constexpr Shown shown[] = {{"suspected.dvt", of_veins},
                           {"suspected.pulmonary_embolism", of_lungs},
                           {"suspected.cauda_equina", of_spine},
                           {"suspected.acute_limb_ischemia", of_arteries},
                           {"suspected.chronic_limb_ischemia", of_arteries},
                           {"suspected.aortic_aneurysm", of_arteries},
                           {"suspected.achilles_rupture", of_tendons}};
constexpr std::string_view clear_of_it[] = {"normal",       "clear", "negative",
                                            "unremarkable", "neg",   "nad"};
constexpr std::string_view other_images[] = {"bladder", "brain", "head",    "abdominal", "renal",
                                             "kidney",  "liver", "pelvic",  "cardiac",   "shoulder",
                                             "knee",    "bone",  "thyroid", "testicular"};
constexpr std::string_view older[] = {"last",     "ago",   "previous", "previously",
                                      "prior",    "years", "not",      "awaited",
                                      "awaiting", "no",    "if",       "unless"};
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
constexpr std::string_view before_confirmed[] = {"now",  "later", "subsequently", "since",
                                                 "then", "was",   "has",          "been"};
constexpr std::string_view able[] = {"can",    "could",  "able", "sufficient",
                                     "enough", "allows", "may"};
constexpr std::string_view unable[] = {"not", "cannot", "t", "unable", "never", "nor"};
// What may stand before "excluded" in a clause of its own that speaks of the suspicion.
constexpr std::string_view of_suspicion[] = {
    "ruled",     "it",   "this",    "that", "which",      "so",         "subsequently", "later",
    "to",        "very", "thought", "felt", "considered", "clinically", "by",           "on",
    "diagnosis", "done", "highly",  "less", "not",        "yet"};

}  // namespace

/// Notes which words rule out, and which picture shows nothing.
void SuspicionReader::find_answers() {
  find_clear_image();
  settles_.assign(last_ - first_, false);
  bool is_imaged = false;
  for (std::uint32_t at = first_; at < last_; ++at)
    is_imaged = is_imaged || is_in(imaging, (*words_)[at]);
  // Of imaging, for a blood test alone settles nothing: "doppler to rule out DVT negative".
  for (std::uint32_t at = first_; at < last_; ++at)
    settles_[at - first_] =
        is_in(settles, (*words_)[at]) || is_ruled_out(at) || (is_imaged && is_word(at, "negative"));
}

bool SuspicionReader::is_cleared_by_image(std::string_view suspicion) const {
  if (clear_image_ == 0) return false;
  const Word& image = (*words_)[clear_image_ - 1];
  return std::any_of(std::begin(shown), std::end(shown), [&](const Shown& one) {
    const auto found = std::find(one.images.begin(), one.images.end(), image.folded.letters);
    return one.suspicion == suspicion && (found != one.images.end() || is_in(any_image, image));
  });
}

/// "?DVT, ruled out by ultrasound", "excluded today"; not "?DVT, fracture excluded".
bool SuspicionReader::is_settled_at(const Find& find, std::uint32_t at) const {
  const std::uint32_t clause = before(at).clause;
  for (std::uint32_t i = std::max(clause, find.last + 1); i < at; ++i) {
    const Word& word = (*words_)[i];
    if (before(i).in_find) return false;
    const bool is_other =
        !word.has(article | filler | linking | verb | reporting | todays | and_word) &&
        !is_in(of_suspicion, word) && !is_in(imaging, word);
    if (clause > find.last && is_other) return false;
  }
  return true;
}

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

/// "So we can exclude", "able to rule out"; but "cannot exclude", "not able to rule out".
bool SuspicionReader::may_be_excluded(std::uint32_t at) const {
  bool is_able = false;
  for (std::uint32_t i = at; i > before(at).clause && at - i < longest_ability; --i) {
    if (is_in(unable, (*words_)[i - 1])) return false;
    is_able = is_able || (at - i < 4 && is_in(able, (*words_)[i - 1]));
  }
  return is_able;
}

bool SuspicionReader::is_ruled_out(std::uint32_t at) const {
  return is_word(at, "excluded") || (is_word(at, "out") && at > first_ &&
                                     (is_word(at - 1, "ruled") || is_word(at - 1, "rules")));
}

/// "PE cannot be excluded", "DVT to be ruled out"; not "PE can be excluded".
bool SuspicionReader::is_left_open(const Find& find) const {
  bool keeps = false;
  for (std::uint32_t at = find.last + 1; at < last_ && at - find.last <= longest_answer + 1; ++at) {
    if (has_gap(at) || ((*words_)[at].gap & Gap::line)) return false;
    keeps =
        keeps || is_in(keeps_open, (*words_)[at]) || (is_word(at, "be") && is_word(at - 1, "to"));
    if (is_ruled_out(at)) return keeps;
  }
  return false;
}

bool SuspicionReader::is_settled_behind(const Find& find, std::string_view suspicion) const {
  if (clear_image_ > find.last + 1 && is_cleared_by_image(suspicion)) return true;
  for (std::uint32_t at = find.last + 1; at < last_; ++at)
    if (settles_[at - first_] && is_settled_at(find, at)) return true;
  // "CK to exclude rhabdomyolysis, normal"
  const std::uint32_t behind = find.last + 1;
  if (behind < last_ && is_in(clear_of_it, (*words_)[behind]) &&
      (behind + 1 == last_ || (*words_)[behind + 1].gap))
    return true;
  // "Suspicion of PE is low"
  if (behind + 1 < last_ && (*words_)[behind].has(linking) && is_word(behind + 1, "low"))
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
bool SuspicionReader::is_refuted(const Find& find, std::string_view suspicion) const {
  for (std::uint32_t at = find.last + 1; at < last_ && at - find.last <= longest_answer; ++at) {
    if (has_gap(at) || before(at).in_find || is_in(able, (*words_)[at])) break;
    if (is_ruled_out(at) || is_word(at, "refuted") || is_word(at, "disproved")) return true;
  }
  return is_denied_directly(find) || (clear_image_ > find.last + 1 &&
                                      is_cleared_by_image(suspicion) && is_called_so_before(find));
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

}  // namespace causa::facts
