// SPDX-License-Identifier: Apache-2.0

#include "facts/narrative.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "facts/prose_advice.hpp"
#include "facts/prose_dates.hpp"
#include "facts/prose_questions.hpp"
#include "record/hemolysis.hpp"

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;
using record::State;

constexpr std::uint32_t longest_heading = 5;
constexpr std::size_t most_phrases_between = 32;  // a symptom and what is said of it
constexpr double acute_days = 14;

/// Words before a colon, or 0.
std::uint32_t heading_words(const Prose& prose, const Sentence& sentence) {
  const std::uint32_t last = std::min(sentence.last, sentence.first + longest_heading + 1);
  for (std::uint32_t at = sentence.first + 1; at < last; ++at)
    if (prose.words[at].gap & Gap::colon) return at - sentence.first;
  return 0;
}

constexpr std::string_view women[] = {"mother", "mom",  "mum",   "sister",     "daughter",
                                      "wife",   "aunt", "niece", "grandmother"};
constexpr std::string_view men[] = {"father",  "dad",   "brother", "son",
                                    "husband", "uncle", "nephew",  "grandfather"};

/// "His wife had a DVT; he": the wife is no he, and "his" was said of the patient.
bool is_of_owner(const Prose& prose, const Sentence& before, const Word& pronoun) {
  const bool is_he = pronoun.folded.letters == "he";
  if (!is_he && pronoun.folded.letters != "she") return false;
  bool has_other = false;
  for (std::uint32_t at = before.first; at < before.last; ++at) {
    const Word& word = prose.words[at];
    if (is_he ? is_in(men, word) : is_in(women, word)) return false;
    const bool is_owned =
        at > before.first && prose.words[at - 1].folded.letters == (is_he ? "his" : "her");
    has_other = has_other || (is_owned && (is_he ? is_in(women, word) : is_in(men, word)));
  }
  return has_other;
}

}  // namespace

const std::vector<Said>& NarrativeReader::read(std::string_view text, const TimeSpan& written) {
  said_.clear();
  aside_.clear();
  suspicions_.clear();
  in_specimen_ = false;
  phrases_ = &vocabulary_.phrases();
  prose_.read(text, *phrases_);
  // Under a heading such as "Family history:"
  enum class Away { no, line, block } away = Away::no;
  bool keeps_lasting = false;  // under "Past medical history:"
  SentenceSense before;
  const Sentence* before_sentence = nullptr;
  bool before_ends_item = false;
  std::size_t first_number = 0;  // of the last sentence that has any
  for (Sentence& sentence : prose_.sentences) {
    leave_recent_years(sentence, text, written, prose_.words);
    const bool ends_with_colon = text.substr(prose_.words[sentence.last - 1].end).starts_with(':');
    const bool has_heading = ends_with_colon || heading_words(prose_, sentence) > 0;
    in_specimen_ = is_of_specimen(sentence, has_heading);
    look_at(sentence, text);
    if (asks(prose_, sentence, finds_, vocabulary_)) sentence.is_doubtful = true;
    look_for_suspicions(sentence, text);
    // "Urine: dark. K 6.9 mmol/L": no value stands under the heading.
    if (has_heading && !ends_with_colon && !has_number(sentence, text)) in_specimen_ = false;
    SentenceSense sense = scope_.judge(prose_, sentence, *phrases_, covered_, finds_, times_);
    leave_advice(prose_, sentence, vocabulary_, finds_);
    const Word& first_word = prose_.words[sentence.first];
    // "Her mother has diabetes. She also has cramps." may still be about the mother.
    const bool same_person = before.of_other_person && first_word.has(pronoun) &&
                             !is_of_owner(prose_, *before_sentence, first_word);
    sense.of_other_person = sense.of_other_person || same_person;
    // "Denies fever; leg swelling" may be one list.
    const bool same_list = before.denies_to_end && before.has_denial && before_ends_item &&
                           !sense.has_verb && !scope_.begins_with_statement(sentence);
    sense.has_denial = sense.has_denial || same_list;
    sense.denies_to_end = sense.denies_to_end || same_list;
    const bool is_heading =
        has_heading || (sentence.begins_line && finds_.empty() &&
                        sentence.last - sentence.first <= longest_heading &&
                        text.substr(prose_.words[sentence.last - 1].end).starts_with('\n'));
    if (sentence.after_blank_line || is_heading || (sentence.begins_line && away == Away::line))
      away = Away::no;
    if (away != Away::no)
      for (std::size_t i = 0; i < finds_.size(); ++i)
        times_[i] = std::max(times_[i], keeps_lasting ? Time::history : Time::past);
    if (!numbers_.empty() || sentence.after_blank_line) first_number = aside_.size();
    if ((away == Away::no || keeps_lasting) && !same_person && !same_list)
      say_all(sentence, text, sense);
    // "K 7.5 mmol/L. The sample was hemolyzed."
    mark_hemolyzed(sentence, text, first_number);
    if (numbers_.empty()) first_number = aside_.size();
    const bool turns = sense.of_other_person || sense.has_turned_away || sense.has_denial;
    if (is_heading && (turns || sense.has_history)) {
      away = heading_words(prose_, sentence) > 0 ? Away::line : Away::block;
      keeps_lasting = !turns;
    }
    before = sense;
    before_sentence = &sentence;
    before_ends_item = sentence.ends_item;
  }
  settle();
  return said_;
}

void NarrativeReader::look_at(const Sentence& sentence, std::string_view text) {
  static const Meaning no_meaning;
  find_phrases(prose_, sentence, *phrases_, finds_, covered_);
  find_durations(prose_, sentence, text, durations_);
  first_word_ = sentence.first;
  numbers_.clear();
  find_numbers(prose_, sentence, text, vocabulary_, *phrases_, in_specimen_, numbers_);
  for (const NumberFind& number : numbers_) {
    Find find{number.first, number.last, number.at, number.at, &no_meaning, false};
    find.number = &number;
    finds_.push_back(find);
  }
  if (!numbers_.empty())
    std::stable_sort(finds_.begin(), finds_.end(),
                     [](const Find& a, const Find& b) { return a.at < b.at; });
}

bool NarrativeReader::has_number(const Sentence& sentence, std::string_view text) const {
  for (std::uint32_t at = sentence.first; at < sentence.last; ++at) {
    const char sign = text[prose_.words[at].begin];
    if (sign >= '0' && sign <= '9') return true;
  }
  return false;
}

/// Below "Urine:", until the next heading or a blank line.
bool NarrativeReader::is_of_specimen(const Sentence& sentence, bool is_heading) {
  if (is_heading) return prose_.words[sentence.first].has(specimen);
  return in_specimen_ && !sentence.after_blank_line;
}

void NarrativeReader::say_all(const Sentence& sentence, std::string_view text,
                              const SentenceSense& sense) {
  const std::size_t first = said_.size();
  const bool fresh = is_sudden(prose_, sentence);
  const std::size_t suspected = suspicions_.open();
  for (std::size_t i = 0; i < finds_.size(); ++i) {
    const std::size_t size = said_.size();
    say(finds_[i], times_[i], i);
    if (times_[i] == Time::now && !finds_[i].of_other_person) say_suspicion(finds_[i]);
    if (size == said_.size() || said_[size].state != State::present) continue;
    const auto since = duration_of(prose_, sentence, finds_, i, durations_);
    for (std::size_t at = size; since && at < said_.size(); ++at) {
      said_[at].low_days = since->low_days;
      said_[at].high_days = since->high_days;
    }
  }
  for (std::size_t i = first; i < said_.size(); ++i) said_[i].is_new = fresh;
  if (suspected > 0 && suspected == suspicions_.open() && !sense.of_other_person)
    if (const auto one = suspicions_.only_one();
        one && suspicion_.is_cleared_by_image(vocabulary_[*one].definition.id))
      suspicions_.refute({*one, State::absent, prose_.words[sentence.last - 1].begin, 0});
  const bool plain = !sense.of_other_person && !sense.has_turned_away && !sense.has_denial;
  if (plain && !sentence.is_doubtful) say_starts(sentence, text);
}

void NarrativeReader::look_for_suspicions(Sentence& sentence, std::string_view text) {
  const bool names_any = std::any_of(finds_.begin(), finds_.end(),
                                     [&](const Find& find) { return can_be_suspected(find); });
  if (!names_any && suspicions_.open() == 0) return;
  suspicion_.look_at(prose_, sentence, text, finds_);
  if (suspicion_.lists_differential()) sentence.is_doubtful = true;
}

bool NarrativeReader::can_be_suspected(const Find& find) const {
  if (find.is_number()) return false;
  return std::any_of(find.meaning->concepts.begin(), find.meaning->concepts.end(),
                     [&](ConceptId id) { return vocabulary_.suspicion_of(id) != no_concept; });
}

void NarrativeReader::say_suspicion(const Find& find) {
  if (find.is_advice || !can_be_suspected(find)) return;
  const auto& concepts = find.meaning->concepts;
  const auto named = std::find_if(concepts.begin(), concepts.end(), [&](ConceptId id) {
    return vocabulary_.suspicion_of(id) != no_concept;
  });
  Suspicion suspicion =
      suspicion_.of(find, vocabulary_[vocabulary_.suspicion_of(*named)].definition.id);
  // "Ultrasound showed no DVT" are words of its absence.
  if (find.meaning->absent)
    suspicion = find.stand == Stand::denied ? Suspicion::none : Suspicion::refuted;
  if (find.stand == Stand::denied && !find.meaning->absent && suspicion == Suspicion::none)
    suspicion = Suspicion::refuted;
  if (suspicion == Suspicion::none) return;
  const std::uint32_t begin = prose_.words[find.first].begin;
  for (const ConceptId id : find.meaning->concepts) {
    Said said{vocabulary_.suspicion_of(id), State::present, begin,
              prose_.words[find.last].end - begin};
    if (said.concept_id == no_concept) continue;
    said.side = suspicion_.side_of(find);
    if (suspicion == Suspicion::open ||
        (suspicion == Suspicion::confirmed && vocabulary_.is_suspicion(id))) {
      suspicions_.suspect(said);
    } else if (suspicion == Suspicion::confirmed) {
      said.concept_id = id;
      said_.push_back(said);
    } else if (!suspicion_.denies_past(find)) {
      said.state = State::absent;
      suspicions_.refute(said);
    }
  }
}

void NarrativeReader::say_starts(const Sentence& sentence, std::string_view text) {
  drug_starts_.clear();
  find_drug_starts(prose_, sentence, text, *phrases_, durations_, drug_starts_);
  for (const DrugStart& start : drug_starts_) {
    const std::uint32_t begin = prose_.words[start.first].begin;
    for (const ConceptId id : start.drugs) {
      Said said{id, State::present, begin, prose_.words[start.last].end - begin};
      said.low_days = start.since.low_days;
      said.high_days = start.since.high_days;
      said.only_start = true;
      aside_.push_back(said);
    }
  }
}

void NarrativeReader::say_number(const NumberFind& number, bool only_told) {
  Said said{number.concept_id, State::present, number.begin, number.end - number.begin};
  said.value = number.value;
  said.comparator = number.comparator;
  said.unit_assumed = number.unit_assumed;
  said.earlier = number.earlier;
  said.doubt = number.doubt;
  if (only_told && said.doubt == NumberDoubt::none) said.doubt = NumberDoubt::time;
  said.units = number.units;
  aside_.push_back(said);
}

/// A value that came later doesn't outdate the one before it if its sample was hemolyzed.
void NarrativeReader::mark_hemolyzed(const Sentence& sentence, std::string_view text,
                                     std::size_t first) {
  if (first == aside_.size()) return;
  const std::uint32_t begin = prose_.words[sentence.first].begin;
  const std::uint32_t end = prose_.words[sentence.last - 1].end;
  if (!record::mentions_hemolysis(text.substr(begin, end - begin))) return;
  for (; first < aside_.size(); ++first) {
    aside_[first].hemolyzed = true;
    aside_[first].earlier = false;
  }
}

void NarrativeReader::say(const Find& find, Time time, std::size_t index) {
  if (find.stand == Stand::open) return;
  if (find.is_number()) {
    if (time == Time::now) say_number(*find.number, find.only_told);
    return;
  }
  const bool denied = find.stand != Stand::affirmed;
  // "Right calf not tender" says nothing of the left one; "no negative test" nothing at all.
  if (denied && (find.sided || find.meaning->absent)) return;
  const State state = denied || find.meaning->absent ? State::absent : State::present;
  const std::uint32_t begin = prose_.words[find.first].begin;
  const std::uint32_t end = prose_.words[find.last].end;
  for (const ConceptId id : find.meaning->concepts) {
    if (!is_stated(find, time, id, index)) continue;
    said_.push_back({id, state, begin, end - begin});
    if (vocabulary_.suspicion_of(id) == no_concept) continue;
    said_.back().answers_nothing = denied && suspicion_.denies_past(find);
    said_.back().side = suspicion_.side_of(find);
  }
}

bool NarrativeReader::is_stated(const Find& find, Time time, ConceptId id,
                                std::size_t index) const {
  const std::string_view name = vocabulary_[id].definition.id;
  if (vocabulary_.is_suspicion(id)) return false;  // words that name only what is suspected
  // What is written of the past is a fact only where the concept is about the past, and recent.
  if (time == Time::past || (time == Time::days_ago && !name.starts_with("history."))) return false;
  // "A history of diabetes" is diabetes; of leg cramps, it may be none today.
  if (time == Time::history && !(find.stand == Stand::affirmed && phrases_->is_lasting(id)))
    return false;
  // Who has leg pain after a thrombosis had the thrombosis.
  if (name.starts_with("condition.") && !phrases_->is_lasting(id) && stands_after(find))
    return false;
  const bool is_finding = name.starts_with("symptom.") || name.starts_with("sign.");
  if (find.stand == Stand::denied_history && is_finding) return false;
  const bool describes_other = prose_.words[find.first].has(describes) && find.last > find.first &&
                               prose_.words[find.first + 1].has(place | narrows);
  return !describes_other || describes_symptom(id, index);
}

/// "After the DVT"
bool NarrativeReader::stands_after(const Find& find) const {
  for (std::uint32_t at = find.first; at > first_word_; --at) {
    const Word& word = prose_.words[at - 1];
    if (prose_.words[at].gap & ~Gap::line) return false;
    if (word.folded.letters == "after" || word.folded.letters == "following") return true;
    if (!word.has(article | filler)) return false;
  }
  return false;
}

/// "Relieved by sitting" is about leg pain only if leg pain was named before it in the sentence.
bool NarrativeReader::describes_symptom(ConceptId id, std::size_t index) const {
  std::string_view name = vocabulary_[id].definition.id;
  // "Worse on passive stretch" is a sign of whoever has pain there.
  name = name.starts_with("sign.") ? "symptom.leg_pain" : name.substr(0, name.rfind('.'));
  const std::size_t first = index - std::min(index, most_phrases_between);
  for (std::size_t at = first; at < index; ++at) {
    if (finds_[at].stand != Stand::affirmed) continue;
    for (const ConceptId one : finds_[at].meaning->concepts)
      if (one != id && vocabulary_[one].definition.id.starts_with(name)) return true;
  }
  return false;
}

/// Two durations of one finding are none; neither is a long one where it is also called new.
void NarrativeReader::settle_starts() {
  for (std::size_t first = 0, last = 0; first < said_.size(); first = last) {
    const Said* known = nullptr;
    bool doubtful = false, fresh = false;
    for (last = first; last < said_.size() && said_[last].concept_id == said_[first].concept_id;
         ++last) {
      const Said& said = said_[last];
      if (said.state != State::present) continue;
      fresh = fresh || said.is_new;
      if (std::isnan(said.low_days)) continue;
      doubtful = doubtful || (known && known->low_days != said.low_days);
      known = &said;
    }
    if (!known) continue;
    Said merged = *known;
    if (doubtful || (fresh && merged.high_days > acute_days))
      merged.low_days = merged.high_days = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t at = first; at < last; ++at) {
      if (said_[at].state != State::present) continue;
      said_[at] = merged;
    }
  }
}

/// One statement a concept: none of what is said both ways, nor of a broader concept whose narrower
/// one is there.
void NarrativeReader::settle() {
  suspicions_.settle(said_);
  const auto order = [](const Said& said) {
    return std::tuple(said.concept_id, said.state, said.first);
  };
  std::sort(said_.begin(), said_.end(),
            [&](const Said& a, const Said& b) { return order(a) < order(b); });
  settle_starts();
  said_.erase(std::unique(said_.begin(), said_.end(),
                          [](const Said& a, const Said& b) {
                            return a.concept_id == b.concept_id && a.state == b.state;
                          }),
              said_.end());
  std::vector<bool> dropped(said_.size());
  for (std::size_t narrow = 0; narrow < said_.size(); ++narrow) {
    if (said_[narrow].state != State::present) continue;
    const auto& ancestors = vocabulary_[said_[narrow].concept_id].ancestors;
    for (std::size_t other = 0; other < said_.size(); ++other) {
      const bool same = other != narrow && said_[other].concept_id == said_[narrow].concept_id;
      const bool broader =
          std::find(ancestors.begin(), ancestors.end(), said_[other].concept_id) != ancestors.end();
      if (!same && !broader) continue;
      dropped[other] = true;
      if (said_[other].state == State::absent) dropped[narrow] = true;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < said_.size(); ++i)
    if (!dropped[i]) said_[kept++] = said_[i];
  said_.resize(kept);
  said_.insert(said_.end(), aside_.begin(), aside_.end());
  std::sort(said_.begin(), said_.end(),
            [](const Said& a, const Said& b) { return a.first < b.first; });
}

}  // namespace causa::facts
