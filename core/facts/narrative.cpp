// SPDX-License-Identifier: Apache-2.0

#include "facts/narrative.hpp"

#include <algorithm>
#include <tuple>

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;
using record::State;

constexpr std::uint32_t longest_heading = 5;
constexpr std::size_t most_phrases_between = 32;  // a symptom and what is said of it

/// Words before a colon, or 0.
std::uint32_t heading_words(const Prose& prose, const Sentence& sentence) {
  const std::uint32_t last = std::min(sentence.last, sentence.first + longest_heading + 1);
  for (std::uint32_t at = sentence.first + 1; at < last; ++at)
    if (prose.words[at].gap & Gap::colon) return at - sentence.first;
  return 0;
}

}  // namespace

const std::vector<Said>& NarrativeReader::read(std::string_view text) {
  said_.clear();
  const Phrases& phrases = vocabulary_.phrases();
  prose_.read(text, phrases);
  enum class Away { no, line, block } away = Away::no;  // under a heading such as "Family history:"
  SentenceSense before;
  bool before_ends_item = false;
  for (const Sentence& sentence : prose_.sentences) {
    find_phrases(prose_, sentence, phrases, finds_, covered_);
    SentenceSense sense = scope_.judge(prose_, sentence, phrases, covered_, finds_, times_);
    const Word& first_word = prose_.words[sentence.first];
    // "Her mother has diabetes. She also has cramps." may still be about the mother.
    const bool same_person = before.of_other_person && first_word.has(pronoun);
    sense.of_other_person = sense.of_other_person || same_person;
    // "Denies fever; leg swelling" may be one list.
    const bool same_list = before.has_denial && before_ends_item && !sense.has_verb;
    sense.has_denial = sense.has_denial || same_list;
    const std::string_view rest = text.substr(prose_.words[sentence.last - 1].end);
    const bool ends_with_colon = rest.starts_with(':');
    const bool is_heading =
        ends_with_colon || heading_words(prose_, sentence) > 0 ||
        (sentence.begins_line && finds_.empty() &&
         sentence.last - sentence.first <= longest_heading && rest.starts_with('\n'));
    if (sentence.after_blank_line || is_heading || (sentence.begins_line && away == Away::line))
      away = Away::no;
    if (away == Away::no && !same_person && !same_list)
      for (std::size_t i = 0; i < finds_.size(); ++i) say(finds_[i], times_[i], i);
    const bool turns = sense.of_other_person || sense.has_turned_away || sense.has_denial;
    if (is_heading && turns) away = heading_words(prose_, sentence) > 0 ? Away::line : Away::block;
    before = sense;
    before_ends_item = sentence.ends_item;
  }
  settle();
  return said_;
}

void NarrativeReader::say(const Find& find, Time time, std::size_t index) {
  if (find.stand == Stand::open) return;
  const bool denied = find.stand != Stand::affirmed;
  // "Right calf not tender" says nothing of the left one; "no negative test" nothing at all.
  if (denied && (find.sided || find.meaning->absent)) return;
  const State state = denied || find.meaning->absent ? State::absent : State::present;
  const std::uint32_t begin = prose_.words[find.first].begin;
  const std::uint32_t end = prose_.words[find.last].end;
  for (const ConceptId id : find.meaning->concepts)
    if (is_stated(find, time, id, index)) said_.push_back({id, state, begin, end - begin});
}

bool NarrativeReader::is_stated(const Find& find, Time time, ConceptId id,
                                std::size_t index) const {
  const std::string_view name = vocabulary_[id].definition.id;
  // What is written of the past is a fact only where the concept is about the past, and recent.
  if (time == Time::past || (time == Time::days_ago && !name.starts_with("history."))) return false;
  const bool is_finding = name.starts_with("symptom.") || name.starts_with("sign.");
  if (find.stand == Stand::denied_history && is_finding) return false;
  const bool describes_other = prose_.words[find.first].has(describes) && find.last > find.first &&
                               prose_.words[find.first + 1].has(place | narrows);
  return !describes_other || describes_symptom(id, index);
}

/// "Relieved by sitting" is about leg pain only if leg pain was named before it in the sentence.
bool NarrativeReader::describes_symptom(ConceptId id, std::size_t index) const {
  std::string_view name = vocabulary_[id].definition.id;
  name = name.substr(0, name.rfind('.'));
  const std::size_t first = index - std::min(index, most_phrases_between);
  for (std::size_t at = first; at < index; ++at) {
    if (finds_[at].stand != Stand::affirmed) continue;
    for (const ConceptId one : finds_[at].meaning->concepts)
      if (one != id && vocabulary_[one].definition.id.starts_with(name)) return true;
  }
  return false;
}

/// One statement a concept: none of what is said both ways, nor of a broader concept whose narrower
/// one is there.
void NarrativeReader::settle() {
  const auto order = [](const Said& said) {
    return std::tuple(said.concept_id, said.state, said.first);
  };
  std::sort(said_.begin(), said_.end(),
            [&](const Said& a, const Said& b) { return order(a) < order(b); });
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
  std::sort(said_.begin(), said_.end(),
            [](const Said& a, const Said& b) { return a.first < b.first; });
}

}  // namespace causa::facts
