// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_measured.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;
using record::Comparator;

constexpr std::uint32_t widest_distance = 8;
constexpr std::uint32_t most_words_between = 4;
constexpr std::uint8_t ends_clause = Gap::comma | Gap::opening | Gap::closing | Gap::colon;

struct Bound {
  std::string_view first, second;  ///< no second: one word
  Comparator comparator;
  bool is_level = false;  ///< of a value, also behind a change: "fell below", but not "fell over"
};
constexpr Bound bounds[] = {
    {"below", "", Comparator::less, true},    {"under", "", Comparator::less, true},
    {"less", "than", Comparator::less},       {"lower", "than", Comparator::less},
    {"above", "", Comparator::greater, true}, {"over", "", Comparator::greater},
    {"more", "than", Comparator::greater},    {"greater", "than", Comparator::greater},
    {"higher", "than", Comparator::greater},  {"at", "least", Comparator::greater_equal},
    {"at", "most", Comparator::less_equal}};

constexpr std::string_view changes_now[] = {"falls",     "falling", "drops",  "dropping",
                                            "decreases", "rises",   "rising", "increases"};
constexpr std::string_view changes_then[] = {"fell",    "fallen", "dropped", "decreased",
                                             "sank",    "rose",   "risen",   "increased",
                                             "climbed", "went",   "came",    "changed"};
constexpr std::string_view repeats[] = {"repeat", "repeated", "recheck", "rechecked"};
constexpr std::string_view of_value[] = {"which", "it", "subsequently", "later", "then"};
constexpr std::string_view later[] = {"now", "then", "today", "later"};
constexpr std::string_view nows[] = {"now", "today", "currently", "tonight"};
constexpr std::string_view earliers[] = {"previously", "previous", "prior",    "before", "earlier",
                                         "yesterday",  "ago",      "baseline", "last"};
constexpr std::string_view times[] = {"day",     "days",    "week",  "weeks", "month",
                                      "months",  "year",    "years", "night", "visit",
                                      "morning", "evening", "at",    "on"};
constexpr std::string_view targets[] = {
    "keep", "keeping", "maintain", "maintaining", "target",   "targets",
    "goal", "goals",   "aim",      "aims",        "aiming",   "until",
    "till", "titrate", "titrated", "maintained",  "targeting"};
/// What is given or left until a bound is reached, or where one is crossed.
constexpr std::string_view treatments[] = {"replete", "repleting",  "replace",    "replacing",
                                           "correct", "correcting", "supplement", "hold",
                                           "holding", "call",       "notify",     "give"};
constexpr std::string_view errors[] = {"error",    "errors",      "erroneous",  "erroneously",
                                       "spurious", "spuriously",  "artifact",   "artifactual",
                                       "artefact", "artefactual", "mislabeled", "mislabelled",
                                       "mistaken"};
constexpr std::string_view beside_error[] = {
    "in",       "to",     "as",    "due",        "lab",    "laboratory",    "transcription",
    "sampling", "typing", "entry", "clerical",   "being",  "measurement",   "proved",
    "turned",   "out",    "later", "considered", "called", "documentation", "reading"};

bool is_word(const Word& word, std::string_view letters) { return word.folded.letters == letters; }

struct BoundWords {
  Comparator comparator = Comparator::none;
  bool is_level = false;
  std::uint32_t words = 0;  ///< 0: no such words
};

BoundWords bound_words(const std::vector<Word>& words, std::uint32_t at, std::uint32_t last) {
  for (const Bound& bound : bounds) {
    if (!is_word(words[at], bound.first)) continue;
    if (bound.second.empty()) return {bound.comparator, bound.is_level, 1};
    if (at + 1 < last && words[at + 1].gap == 0 && is_word(words[at + 1], bound.second))
      return {bound.comparator, bound.is_level, 2};
  }
  return {};
}

Change change_of(const Word& word) {
  if (is_in(changes_then, word)) return Change::happened;
  return is_in(changes_now, word) ? Change::stated : Change::none;
}

/// "Up to 6.8", "down from 138 to 117"; but "picked up at".
bool goes_up_or_down(const std::vector<Word>& words, std::uint32_t at, std::uint32_t last) {
  return at + 1 < last && (is_word(words[at], "up") || is_word(words[at], "down")) &&
         (is_word(words[at + 1], "to") || is_word(words[at + 1], "from"));
}

/// The next cell of a table: "Potassium | 6.8".
bool is_next_cell(const std::vector<Word>& words, std::string_view text, std::uint32_t at) {
  const std::string_view between =
      text.substr(words[at - 1].end, words[at].begin - words[at - 1].end);
  return between.find_first_of("\t|") != std::string_view::npos &&
         between.find(',') == std::string_view::npos;
}

bool starts_with_digit(const Word& word, std::string_view text) {
  return text[word.begin] >= '0' && text[word.begin] <= '9';
}

/// "Has fallen"
bool may_precede_change(const std::vector<Word>& words, std::uint32_t at, std::uint32_t last) {
  return at + 1 < last && words[at].has(linking) && change_of(words[at + 1]) != Change::none;
}

/// Only such signs before the number as belong to it: "Na+ = 118", "CK >10,000".
bool is_plain(std::string_view signs) {
  return signs.find_first_not_of(" \t|*:=+-()[]<>~\xE2\x89\xA5\xA4\x86\x91\x93") ==
             std::string_view::npos &&
         !signs.ends_with('-');
}

std::optional<Comparator> comparator_of(std::string_view signs) {
  if (signs.find('~') != std::string_view::npos) return std::nullopt;
  if (signs.find("\xE2\x89\xA5") != std::string_view::npos) return Comparator::greater_equal;
  if (signs.find("\xE2\x89\xA4") != std::string_view::npos) return Comparator::less_equal;
  const bool equal = signs.find('=') != std::string_view::npos;
  if (signs.find('>') != std::string_view::npos)
    return equal ? Comparator::greater_equal : Comparator::greater;
  if (signs.find('<') != std::string_view::npos)
    return equal ? Comparator::less_equal : Comparator::less;
  return Comparator::none;
}

std::optional<NumberLead> with_sign(NumberLead lead, std::string_view signs) {
  if (!is_plain(signs)) return std::nullopt;
  const auto sign = comparator_of(signs);
  if (!sign || (*sign != Comparator::none && lead.comparator != Comparator::none))
    return std::nullopt;
  if (*sign != Comparator::none) lead.comparator = *sign;
  // "Fell 0.5", "rises more than 30" state no value.
  const bool is_value = lead.led_to || lead.from;
  return lead.change == Change::none || is_value ? std::optional(lead) : std::nullopt;
}

bool is_denial(const Word& word) {
  return is_word(word, "no") || is_word(word, "not") || is_word(word, "without") ||
         is_word(word, "never");
}

}  // namespace

QuantityName quantity_name_at(const std::vector<Word>& words, const Sentence& sentence,
                              const Phrases& phrases, std::uint32_t at) {
  QuantityName name;
  Node node = phrases.first(words[at].folded);
  for (std::uint32_t next = at; node != nullptr;) {
    if (const std::uint32_t place = phrases.meaning(node).quantity)
      name = {&phrases.quantities()[place - 1], next + 1};
    // "Dark urine, potassium 6.9"
    if (++next >= sentence.last || (words[next].gap & (Gap::comma | Gap::opening))) break;
    node = phrases.step(node, words[next].folded);
  }
  return name;
}

std::uint32_t word_behind(const std::vector<Word>& words, const Sentence& sentence,
                          std::size_t byte) {
  std::uint32_t at = sentence.first;
  while (at < sentence.last && words[at].begin < byte) ++at;
  return at;
}

std::optional<NumberLead> number_lead(const std::vector<Word>& words, const Sentence& sentence,
                                      std::string_view text, std::uint32_t at) {
  NumberLead lead{at};
  std::uint32_t passed = 0;
  while (lead.at < sentence.last && !starts_with_digit(words[lead.at], text)) {
    const Word& word = words[lead.at];
    // "Potassium, serum"
    const bool parts = (word.gap & Gap::comma) && !is_word(word, "serum") &&
                       !is_word(word, "plasma") && !is_next_cell(words, text, lead.at);
    if (parts || passed++ == most_words_between) return std::nullopt;
    if (const auto bound = bound_words(words, lead.at, sentence.last); bound.words > 0) {
      if (lead.comparator != Comparator::none) return std::nullopt;
      lead.comparator = bound.comparator;
      lead.led_to = lead.led_to || bound.is_level;
      lead.at += bound.words;
      continue;
    }
    const bool changed = lead.change != Change::none;
    if (const Change change = change_of(word); change != Change::none)
      lead.change = change;
    else if (goes_up_or_down(words, lead.at, sentence.last))
      lead.change = Change::happened;
    else if (changed && (is_word(word, "at") || is_word(word, "to")))
      lead.led_to = true;
    else if (changed && is_word(word, "from"))
      lead.from = true;
    else if (!word.has(measuring | article) && !may_precede_change(words, lead.at, sentence.last))
      return std::nullopt;
    ++lead.at;
  }
  if (lead.at >= sentence.last) return std::nullopt;
  const std::uint32_t before = words[lead.at - 1].end;
  return with_sign(lead, text.substr(before, words[lead.at].begin - before));
}

std::optional<NumberLead> change_lead(const std::vector<Word>& words, const Sentence& sentence,
                                      std::string_view text, std::uint32_t behind,
                                      std::uint32_t at) {
  if (change_of(words[at]) == Change::none && !goes_up_or_down(words, at, sentence.last))
    return std::nullopt;
  for (std::uint32_t word = behind; word < at; ++word)
    if (!words[word].has(article | linking | and_word | filler) && !is_later(words[word]) &&
        !is_in(of_value, words[word]))
      return std::nullopt;
  if (at + 2 >= sentence.last || !is_word(words[at + 1], "to")) return std::nullopt;
  return number_lead(words, sentence, text, at + 2);
}

bool is_repeat(const Word& word) { return is_in(repeats, word); }
bool is_later(const Word& word) { return is_in(later, word); }
bool is_target(const Word& word) { return is_in(targets, word); }

bool is_now(const Word& word) { return is_in(nows, word); }

bool is_earlier(const Word& word) { return is_in(earliers, word); }

bool follows_earlier(const std::vector<Word>& words, std::uint32_t behind, std::uint32_t at) {
  if (at == behind || !(words[at].gap & (Gap::comma | Gap::closing | Gap::opening))) return false;
  bool is_told = false;
  for (std::uint32_t word = behind; word < at; ++word) {
    // "K 6.8, previously 4.5": what a comma parts from a number says nothing of it.
    if (words[word].gap & Gap::comma) return false;
    is_told = is_told || is_earlier(words[word]);
    if (!is_earlier(words[word]) && !words[word].has(article | filler | place) &&
        !is_in(times, words[word]))
      return false;
  }
  return is_told;
}

bool is_asked_for(const std::vector<Word>& words, const Sentence& sentence, std::uint32_t name,
                  bool is_bound, Change change) {
  bool is_reason = false;   // "hold for"
  bool has_object = false;  // "hold metoprolol for"
  const std::uint32_t first = std::max(sentence.first, name - std::min(name, widest_distance));
  for (std::uint32_t at = name; at > first && !(words[at].gap & ends_clause); --at) {
    const Word& word = words[at - 1];
    // "Until his potassium fell below 2.5" tells what happened.
    const bool is_until = is_word(word, "until") || is_word(word, "till");
    if (is_target(word)) return !is_until || change != Change::happened;
    if (is_in(treatments, word)) return is_bound;
    if (is_word(word, "for")) {
      is_reason = true;
    } else if (!word.has(article | filler | place | measuring)) {
      // "He was well until yesterday, when potassium was 2.1" asks for nothing.
      if (!is_reason || !is_bound || has_object) return false;
      has_object = true;
    }
  }
  return false;
}

bool is_called_error(const std::vector<Word>& words, const Sentence& sentence, std::uint32_t first,
                     std::uint32_t last) {
  for (std::uint32_t at = first; at > sentence.first && !(words[at].gap & ends_clause); --at) {
    const Word& word = words[at - 1];
    if (is_in(errors, word) && !is_word(word, "error") && !is_word(word, "errors"))
      return at - 1 == sentence.first || !is_denial(words[at - 2]);
    if (!word.has(article | filler | measuring)) break;
  }
  const std::uint32_t end = std::min(sentence.last, last + 1 + widest_distance);
  for (std::uint32_t at = last + 1; at < end; ++at) {
    const Word& word = words[at];
    // "7.5 mmol/L (lab error)"
    if (word.gap & (at == last + 1 ? ends_clause & ~Gap::opening : ends_clause)) return false;
    if (is_in(errors, word)) return true;
    // "After an error of the pharmacy" makes nothing of the number.
    if (is_denial(word) ||
        !(word.has(linking | article | reporting | filler) || is_in(beside_error, word)))
      return false;
  }
  return false;
}

Sample sample_before(const std::vector<Word>& words, const Sentence& sentence,
                     std::string_view text, std::uint32_t name) {
  bool is_near = true;
  for (std::uint32_t at = name; at > sentence.first && !(words[at].gap & ends_clause); --at) {
    const Word& word = words[at - 1];
    const bool is_letter = at == name && is_word(word, "u") && text.substr(word.end, 1) == "-";
    if (word.has(specimen) || is_letter) return is_near ? Sample::other : Sample::unclear;
    // "The urine is brown and potassium 6.9": something else is said of the urine.
    if (word.has(and_word) || is_word(word, "with") || is_word(word, "but")) break;
    is_near = is_near && word.has(article | filler | measuring | place | linking);
  }
  return Sample::blood;
}

bool names_specimen(const std::vector<Word>& words, const Sentence& sentence, std::uint32_t at) {
  if (at >= sentence.last || (words[at].gap & ends_clause)) return false;
  if (words[at].has(specimen)) return true;
  if (!is_word(words[at], "in")) return false;
  for (++at; at < sentence.last && !(words[at].gap & ends_clause); ++at) {
    if (words[at].has(specimen)) return true;
    if (!words[at].has(article | filler)) return false;
  }
  return false;
}

}  // namespace causa::facts
