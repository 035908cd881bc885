// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_suspicion.hpp"

#include <algorithm>
#include <cstdint>

namespace causa::facts {

namespace {

using enum terminology::WordRole::Bit;

constexpr std::uint8_t ends_clause = Gap::comma | Gap::opening | Gap::closing;
constexpr std::uint32_t farthest_cue = 8;    // words between a cue and what it is about
constexpr std::uint32_t longest_answer = 5;  // "has not yet been ruled out"

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
constexpr std::string_view conditionals[] = {
    "if",    "unless", "whether",     "risk",  "risks",   "return",     "should",
    "watch", "would",  "prophylaxis", "avoid", "prevent", "prevention", "screening"};
constexpr std::string_view settles[] = {"excluded", "refuted", "unlikely", "resolved", "disproved"};
constexpr std::string_view keeps_open[] = {"not", "cannot", "can", "to", "be", "never", "hasn"};

class Suspicion {
 public:
  Suspicion(const Prose& prose, const Sentence& sentence, std::string_view text,
            const std::vector<Find>& finds, const Find& find)
      : words_(prose.words), sentence_(sentence), text_(text), finds_(finds), find_(find) {
    begin_ = find.first;
    while (begin_ > sentence.first && !(words_[begin_].gap & ends_clause) &&
           !is_in(turns, words_[begin_ - 1]))
      --begin_;
  }

  bool holds() const {
    for (std::uint32_t at = sentence_.first; at < sentence_.last; ++at)
      if (is_in(conditionals, words_[at]) && !is_within(at)) return false;
    const bool open = is_left_open();
    if (!open && is_settled_behind()) return false;
    return open || is_called_so_before() || is_called_so_behind() || is_asked_behind();
  }

 private:
  bool is_word(std::uint32_t at, std::string_view letters) const {
    return words_[at].folded.letters == letters;
  }

  bool is_within(std::uint32_t at) const { return at >= find_.first && at <= find_.last; }

  bool is_of_find(std::uint32_t at) const {
    return std::any_of(finds_.begin(), finds_.end(), [&](const Find& other) {
      return !other.is_number() && at >= other.first && at <= other.last;
    });
  }

  /// "?DVT", "pain ? DVT"; but "any pain? DVT in 2019" ends a question.
  bool has_mark_before(std::uint32_t at) const {
    std::size_t place = words_[at].begin;
    if (place > 0 && text_[place - 1] == '?') return true;
    while (place > 0 && text_[place - 1] == ' ') --place;
    if (place == 0 || text_[place - 1] != '?') return false;
    while (place > 0 && text_[place - 1] == '?') --place;
    return place == 0 || !is_letter(text_[place - 1]);
  }

  static bool is_letter(char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
           (sign >= '0' && sign <= '9') || sign == ')';
  }

  bool is_denied(std::uint32_t cue) const {
    for (std::uint32_t at = begin_; at < cue; ++at)
      if (is_in(negators, words_[at]) && !is_of_find(at)) return true;
    return false;
  }

  /// "To exclude", "cannot rule out", "r/o": asks for it, whatever stands before.
  bool asks_to_exclude(std::uint32_t at) const {
    if (is_word(at, "exclude")) return true;
    if (at == begin_) return false;
    return (is_word(at, "out") && (is_word(at - 1, "rule") || is_word(at - 1, "ruling"))) ||
           (is_word(at, "o") && is_word(at - 1, "r"));
  }

  bool has_before(std::uint32_t end, std::string_view letters) const {
    for (std::uint32_t at = begin_; at < end; ++at)
      if (is_word(at, letters)) return true;
    return false;
  }

  bool is_called_so_before() const {
    const std::uint32_t last = find_.first;
    for (std::uint32_t at = last; at + farthest_cue > last; --at) {
      if (has_mark_before(at)) return true;
      if (at == begin_) return false;
      const Word& word = words_[at - 1];
      if (asks_to_exclude(at - 1)) return !has_before(at - 1, "no");
      if (is_in(before_it, word)) return !is_denied(at - 1);
      const bool passes = word.has(article | filler | side | part | or_word | and_word) ||
                          is_in(between, word) || is_of_find(at - 1);
      if (!passes) return false;
    }
    return false;
  }

  /// The words behind it, as far as nothing separates them; their end.
  std::uint32_t end_of_answer() const {
    std::uint32_t at = find_.last + 1;
    while (at < sentence_.last && at - find_.last <= longest_answer + 1 &&
           !(words_[at].gap & (ends_clause | Gap::line)))
      ++at;
    return at;
  }

  /// "DVT is suspected", "DVT (possible)"; but "DVT, suspected fracture".
  bool is_called_so_behind() const {
    std::uint32_t at = find_.last + 1;
    while (at < sentence_.last && !words_[at].gap && (is_word(at, "is") || is_word(at, "are")))
      ++at;
    if (at >= sentence_.last || !is_in(behind_it, words_[at])) return false;
    if (!words_[at].gap) return !is_denied(find_.first);
    return (at + 1 == sentence_.last || words_[at + 1].gap) && !is_denied(find_.first);
  }

  bool is_ruled_out(std::uint32_t at) const {
    return is_word(at, "excluded") || (is_word(at, "out") && is_word(at - 1, "ruled"));
  }

  /// "PE cannot be excluded", "DVT to be ruled out"
  bool is_left_open() const {
    const std::uint32_t end = end_of_answer();
    bool keeps = false;
    for (std::uint32_t at = find_.last + 1; at < end; ++at) {
      keeps = keeps || is_in(keeps_open, words_[at]);
      if (is_ruled_out(at)) return keeps;
    }
    return false;
  }

  /// "Doppler to rule out DVT negative": of imaging, for a blood test alone settles nothing.
  bool is_settled_behind() const {
    bool is_imaged = false;
    for (std::uint32_t at = sentence_.first; at < sentence_.last; ++at)
      is_imaged = is_imaged || is_in(imaging, words_[at]);
    for (std::uint32_t at = find_.last + 1; at < sentence_.last; ++at)
      if (is_in(settles, words_[at]) || is_ruled_out(at) || (is_imaged && is_word(at, "negative")))
        return true;
    return false;
  }

  /// "Left DVT?" alone; a form's "DVT? no" is none.
  bool is_asked_behind() const {
    if (find_.last + 1 != sentence_.last) return false;
    std::size_t place = words_[find_.last].end;
    while (place < text_.size() && text_[place] == ' ') ++place;
    if (place >= text_.size() || text_[place] != '?') return false;
    for (std::uint32_t at = begin_; at < find_.first; ++at)
      if (!words_[at].has(article | filler | side)) return false;
    return true;
  }

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  std::string_view text_;
  const std::vector<Find>& finds_;
  const Find& find_;
  std::uint32_t begin_ = 0;  ///< of the clause
};

}  // namespace

bool says_suspected(const Prose& prose, const Sentence& sentence, std::string_view text,
                    const std::vector<Find>& finds, const Find& find) {
  return Suspicion(prose, sentence, text, finds, find).holds();
}

}  // namespace causa::facts
