// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_advice.hpp"

#include <algorithm>
#include <string_view>

#include "facts/prose_questions.hpp"

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;

constexpr std::uint8_t ends_clause = Gap::comma | Gap::opening | Gap::closing;

constexpr std::string_view links[] = {"of", "for", "about", "re", "regarding", "on"};
constexpr std::string_view nouns[] = {"signs", "sign", "symptoms", "flags", "flag", "features"};
constexpr std::string_view before_noun[] = {"warning", "red"};
// Nobody has a leaflet of what is there.
constexpr std::string_view always_advice[] = {"leaflet", "leaflets", "booklet",  "safety",
                                              "netted",  "netting",  "safetynet"};
constexpr std::string_view telling[] = {
    "given",       "told",       "explained", "aware",    "advised",  "knows",    "know",
    "understands", "understood", "taught",    "reminded", "provided", "informed", "issued",
    "educated",    "covered",    "discussed", "warned",   "advice",   "reviewed", "handed"};
// Then it is there, or somebody was told that it is.
constexpr std::string_view found[] = {
    "present",     "seen",         "found",      "positive",   "confirmed",    "noted",
    "evident",     "has",          "developed",  "developing", "showing",      "shows",
    "with",        "now",          "ongoing",    "had",        "surgeon",      "surgeons",
    "team",        "registrar",    "consultant", "doctor",     "dr",           "gp",
    "orthopedics", "orthopaedics", "ortho",      "nurse",      "neurosurgery", "sho",
    "spr",         "reg"};

class Advice {
 public:
  Advice(const Prose& prose, const Sentence& sentence, const std::vector<Find>& finds)
      : words_(prose.words), sentence_(sentence), finds_(finds) {}

  bool names_only(const Find& find) const {
    const bool is_sure = is_beside(find, always_advice);
    return (is_sure || is_beside(find, nouns)) && is_told(find, is_sure);
  }

 private:
  /// "Red flags of DVT or NAME", "NAME/DVT warning signs".
  template <std::size_t Size>
  bool is_beside(const Find& find, const std::string_view (&what)[Size]) const {
    std::uint32_t at = find.first;
    while (at > sentence_.first && !(words_[at].gap & ends_clause) && goes_on(at - 1)) --at;
    if (at > sentence_.first && !(words_[at].gap & ends_clause) && is_in(links, words_[at - 1])) {
      for (--at; at > sentence_.first && words_[at - 1].has(article);) --at;
      if (at > sentence_.first && !(words_[at].gap & ends_clause) && is_in(what, words_[at - 1]))
        return true;
    }
    at = find.last + 1;
    // "DVT and leaflet given": the leaflet is of what was found.
    bool joins = false;
    for (; at < sentence_.last && !(words_[at].gap & ends_clause) &&
           (goes_on(at) || is_in(before_noun, words_[at]));
         ++at) {
      if (words_[at].has(or_word | and_word))
        joins = true;
      else if (is_of_condition(at))
        joins = false;
    }
    return !joins && at < sentence_.last && !(words_[at].gap & ends_clause) &&
           is_in(what, words_[at]);
  }

  /// A word of a list of conditions.
  bool goes_on(std::uint32_t at) const {
    return words_[at].has(article | filler | side | or_word | and_word) || is_of_condition(at);
  }

  bool is_of_condition(std::uint32_t at) const {
    return std::any_of(finds_.begin(), finds_.end(), [&](const Find& find) {
      return !find.is_number() && find.first <= at && at <= find.last;
    });
  }

  /// By the words of its clause.
  bool is_told(const Find& find, bool is_sure) const {
    std::uint32_t first = find.first, last = find.last + 1;
    while (first > sentence_.first && !(words_[first].gap & ends_clause)) --first;
    while (last < sentence_.last && !(words_[last].gap & ends_clause)) ++last;
    bool tells = is_sure;
    for (; first < last; ++first) {
      if (is_in(found, words_[first])) return false;
      tells = tells || is_in(telling, words_[first]);
    }
    return tells;
  }

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const std::vector<Find>& finds_;
};

}  // namespace

void leave_advice(const Prose& prose, const Sentence& sentence, const Vocabulary& vocabulary,
                  std::vector<Find>& finds) {
  const Advice advice(prose, sentence, finds);
  for (Find& find : finds) {
    if (!names_condition(find, vocabulary) || !advice.names_only(find)) continue;
    find.is_advice = true;
    if (find.stand == Stand::affirmed) find.stand = Stand::open;
  }
}

}  // namespace causa::facts
