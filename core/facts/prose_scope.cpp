// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_scope.hpp"

#include <algorithm>

namespace causa::facts {

using namespace terminology;
using enum terminology::WordRole::Bit;

namespace {

bool begins_denial(Cue cue) {
  return cue == Cue::denial || cue == Cue::no_history || cue == Cue::no || cue == Cue::not_ ||
         cue == Cue::either;
}

constexpr std::uint32_t longest_cue = 12;
constexpr WordRoles may_end_denial = after_absent_thing | reporting | linking | article;

}  // namespace

/// The words between two "but".
class ProseScope::Statement {
 public:
  Statement(ProseScope& scope, const Prose& prose, const Sentence& sentence,
            std::vector<Find>& finds, std::uint32_t first, std::uint32_t last)
      : scope_(scope),
        words_(prose.words),
        offset_(sentence.first),
        finds_(finds),
        first_(first),
        last_(last) {
    while (next_find_ < finds.size() && finds[next_find_].at < first) ++next_find_;
    first_find_ = settled_ = next_find_;
  }

  /// Returns true if what is denied may go on behind it.
  bool run() {
    for (std::uint32_t at = first_; at < last_;) {
      read_gap(words_[at]);
      read_separator(at);
      if (const auto index = scope_.find_at_[at - offset_]; index >= 0) {
        at = read_finds(at, static_cast<std::size_t>(index));
      } else if (const CueFind cue = scope_.cues_[at - offset_]; cue.cue != Cue::none) {
        read_cue(at, cue);
        at += cue.words;
      } else {
        read_word(at++);
      }
    }
    return state_ != State::affirming;
  }

 private:
  enum class State : std::uint8_t { affirming, denying, open };

  void read_gap(const Word& word) {
    if ((word.gap & Gap::closing) && in_bracket_) {
      in_bracket_ = false;
      state_ = outside_;
    }
    if (word.gap & Gap::opening) {
      in_bracket_ = true;
      outside_ = state_;
      if (state_ != State::affirming) state_ = State::open;
    }
    if ((word.gap & Gap::line) && state_ == State::denying) leave_open();
  }

  /// A new entry of a list that is denied: "no fever, chills or cough".
  void read_separator(std::uint32_t at) {
    const Word& word = words_[at];
    const bool is_or = word.has(or_word) || (word.gap & Gap::slash);
    const bool is_and = !is_or && word.has(and_word);
    const bool is_comma = !is_or && !is_and && (word.gap & (Gap::comma | Gap::closing));
    if (state_ == State::affirming || !(is_or || is_and || is_comma)) return;
    may_recover_ = !is_or;
    first_entry_ = false;
    if (is_comma && begins_clause(at)) return begin_statement();
    if (state_ == State::open) return;
    const bool or_ahead = scope_.or_follows_[at - offset_];
    const bool denies_lists = kind_ == Cue::denial || kind_ == Cue::no_history;
    // "no trauma, severe leg pain": without an "or" to come it is no list.
    const bool goes_on = is_or || (denies_lists ? or_ahead || !had_or_ : is_comma && or_ahead);
    had_or_ = had_or_ || is_or;
    if (goes_on)
      at_head_ = true;
    else
      state_ = State::open;
  }

  /// "No fever, left calf swollen", "no fever, pain since yesterday"; but "denies fever, pain since
  /// yesterday" may be one list.
  bool begins_clause(std::uint32_t at) const {
    if (scope_.or_follows_[at - offset_]) return false;
    return scope_.clauses_.states(at) || (kind_ == Cue::no && scope_.clauses_.is_since(at));
  }

  void leave_open() {
    state_ = State::open;
    may_recover_ = false;
  }

  /// A phrase and those that begin within it; returns where to go on.
  std::uint32_t read_finds(std::uint32_t at, std::size_t index) {
    const std::uint32_t until = finds_[index].until;
    // "No trauma, calf is swollen": the verb that ends the list stands within the phrase.
    if (state_ == State::open && may_recover_ && has_verb_within(at, until)) begin_statement();
    for (; at <= until; ++at)
      if (const auto within = scope_.find_at_[at - offset_]; within >= 0)
        stand_all(static_cast<std::size_t>(within));
    return at;
  }

  bool has_verb_within(std::uint32_t at, std::uint32_t until) const {
    for (++at; at < until; ++at)
      if (words_[at].has(verb | linking)) return true;
    return false;
  }

  /// "Thighs and calves ache": two things are said at one word.
  void stand_all(std::size_t index) {
    const bool at_head = at_head_;
    for (const std::uint32_t at = finds_[index].at; index < finds_.size() && finds_[index].at == at;
         ++index) {
      at_head_ = at_head;
      stand(finds_[index]);
    }
    next_find_ = index;
  }

  void stand(Find& find) {
    if (state_ == State::affirming)
      find.stand = Stand::affirmed;
    else if (state_ == State::denying && is_denied(find))
      find.stand = kind_ == Cue::no_history ? Stand::denied_history : Stand::denied;
    at_head_ = false;
  }

  bool is_denied(const Find& find) const { return at_head_ && ends_entry(find.until + 1); }

  /// True if nothing follows that would narrow what was said.
  bool ends_entry(std::uint32_t at) const {
    for (; at < last_; ++at) {
      const Word& word = words_[at];
      if (word.gap & (Gap::comma | Gap::opening | Gap::closing | Gap::slash)) return true;
      if (word.gap & (Gap::line | Gap::colon)) return false;
      if (word.has(or_word | and_word)) return true;
      if (!word.has(may_end_denial) || scope_.cues_[at - offset_].cue != Cue::none) return false;
    }
    return true;
  }

  void read_cue(std::uint32_t at, const CueFind& found) {
    const std::uint32_t behind = at + found.words;
    if (begins_denial(found.cue)) return read_denial(at, behind, found.cue);
    if (found.cue == Cue::behind) {
      deny_before(at);
      if (!ends_entry(behind)) leave_open();
    } else if (found.cue == Cue::open) {
      leave_open();
    } else if (found.cue == Cue::today) {
      if (state_ != State::affirming) begin_statement();
    } else if (found.cue == Cue::except) {
      for (; settled_ < next_find_; ++settled_)
        if (finds_[settled_].stand != Stand::affirmed) finds_[settled_].stand = Stand::open;
      state_ = State::affirming;
    }
    at_head_ = false;
  }

  void read_denial(std::uint32_t at, std::uint32_t behind, Cue cue) {
    Find* near = find_before(at);
    if (ends_entry(behind) || (cue == Cue::either && near)) {
      deny_before(at);
      if (!ends_entry(behind)) leave_open();
      return;
    }
    if (cue == Cue::not_ && near && near->stand == Stand::affirmed) near->stand = Stand::open;
    if (state_ == State::denying && at == scope_begin_) return leave_open();  // "without no"
    state_ = State::denying;
    kind_ = cue;
    scope_begin_ = behind;
    scope_find_ = next_find_;
    at_head_ = first_entry_ = true;
    had_or_ = may_recover_ = false;
  }

  /// The phrase that "is absent" speaks of: directly before.
  Find* find_before(std::uint32_t at) {
    if (next_find_ == first_find_) return nullptr;
    Find& find = finds_[next_find_ - 1];
    for (std::uint32_t i = find.until + 1; i <= at; ++i) {
      if (words_[i].gap & ~Gap::colon) return nullptr;
      if (i < at && !words_[i].has(linking | article | verb)) return nullptr;
    }
    return &find;
  }

  /// "Fever and cough absent": surely the last; what stands before it is left open.
  void deny_before(std::uint32_t at) {
    const bool surely = ends_entry(at + scope_.cues_[at - offset_].words);
    Find* near = find_before(at);
    if (near && near->stand == Stand::affirmed) near->stand = surely ? Stand::denied : Stand::open;
    for (; settled_ < next_find_; ++settled_)
      if (finds_[settled_].stand == Stand::affirmed) finds_[settled_].stand = Stand::open;
  }

  void read_word(std::uint32_t at) {
    const Word& word = words_[at];
    if (state_ == State::affirming || word.has(article | or_word | and_word)) return;
    const bool right_after_denial = state_ == State::denying && first_entry_ && at_head_;
    if (word.has(verb | linking) && !right_after_denial && !is_reporting(at)) {
      begin_statement();
      return;
    }
    if (word.has(narrows) && state_ == State::denying && !ends_entry(at) &&
        !(at_head_ && word.has(after_denial)))
      narrow_list();
    if (!word.has(after_denial | side) && !(right_after_denial && word.has(verb | linking)))
      at_head_ = false;
  }

  void begin_statement() {
    if (!may_recover_) return leave_open();
    state_ = State::affirming;
    settled_ = next_find_;
  }

  /// "No cramps or weakness until yesterday": there may be cramps today.
  void narrow_list() {
    for (; scope_find_ < next_find_; ++scope_find_)
      if (finds_[scope_find_].stand != Stand::affirmed) finds_[scope_find_].stand = Stand::open;
  }

  /// "No swelling was noted."
  bool is_reporting(std::uint32_t at) const {
    for (; at < last_; ++at)
      if (!words_[at].has(linking)) return words_[at].has(reporting) && ends_entry(at);
    return false;
  }

  ProseScope& scope_;
  const std::vector<Word>& words_;
  const std::uint32_t offset_;
  std::vector<Find>& finds_;
  const std::uint32_t first_, last_;
  std::size_t first_find_ = 0, next_find_ = 0, settled_ = 0;  ///< indexes into finds_
  std::size_t scope_find_ = 0;                                ///< first one of what is denied
  State state_ = State::affirming, outside_ = State::affirming;
  Cue kind_ = Cue::none;
  std::uint32_t scope_begin_ = 0;
  bool in_bracket_ = false;
  bool at_head_ = false;      ///< no other word stands between the entry's begin and here
  bool first_entry_ = false;  ///< no separator since the denial
  bool may_recover_ = false;  ///< a verb would begin a new statement
  bool had_or_ = false;
};

namespace {

/// "Her feet burn, as if on hot coals": what stands before it is no likeness.
bool likens(const FoldedWord& first) { return first.letters == "like" || first.letters == "as"; }

}  // namespace

SentenceSense ProseScope::judge(const Prose& prose, const Sentence& sentence,
                                const Phrases& phrases, const std::vector<bool>& covered,
                                std::vector<Find>& finds, std::vector<Time>& times) {
  find_at_.assign(sentence.last - sentence.first, -1);
  for (std::size_t i = finds.size(); i-- > 0;)
    find_at_[finds[i].at - sentence.first] = static_cast<std::int32_t>(i);
  times.assign(finds.size(), Time::now);
  SentenceSense sense = find_cues(prose, sentence, phrases, covered);
  find_ors(prose, sentence);
  clauses_.read(prose, sentence, phrases, cues_, finds);
  for (std::uint32_t first = sentence.first; first < sentence.last;) {
    std::uint32_t last = first;
    while (last < sentence.last && cues_[last - sentence.first].cue != Cue::turn) ++last;
    judge_statement(prose, sentence, first, last, finds, sense);
    first = last + (last < sentence.last ? cues_[last - sentence.first].words : 0);
  }
  leave_circumstances_of_nothing(sentence, finds);
  const Time earliest = clauses_.find_times(covered, finds, times);
  sense.has_history = earliest == Time::history;
  sense.has_turned_away = sense.has_turned_away || earliest > Time::history;
  return sense;
}

void ProseScope::judge_statement(const Prose& prose, const Sentence& sentence, std::uint32_t first,
                                 std::uint32_t last, std::vector<Find>& finds,
                                 SentenceSense& sense) {
  std::uint32_t simile_at = sentence.last, number_at = sentence.last;
  ProseClauses::Reach doubted{sentence.last, sentence.first};
  for (std::uint32_t at = first; at < last; ++at) {
    sense.has_turned_away = sense.has_turned_away || cues_[at - sentence.first].cue == Cue::ended;
    if (prose.words[at].is_queried) {
      const auto reach = clauses_.reach_of_query(at, {first, last});
      doubted = {std::min(doubted.first, reach.first), std::max(doubted.last, reach.last)};
      number_at = std::min(number_at, at);
    }
    if (cues_[at - sentence.first].cue != Cue::doubt) continue;
    if (likens(prose.words[at].folded)) {
      simile_at = std::min(simile_at, at);
      continue;
    }
    const auto reach = clauses_.reach_of_doubt(at, {first, last});
    doubted = {std::min(doubted.first, reach.first), std::max(doubted.last, reach.last)};
    // "Suspected rhabdomyolysis, CK 64000 U/L": what is suspected is no number.
    if (!clauses_.doubts_own_clause(at))
      number_at = std::min(number_at, clauses_.begin_of_clause(at, first));
  }
  sense.denies_to_end = Statement(*this, prose, sentence, finds, first, last).run();
  auto next = std::partition_point(finds.begin(), finds.end(),
                                   [&](const Find& find) { return find.at < first; });
  for (; next != finds.end() && next->at < last; ++next) {
    Find& find = *next;
    find.of_other_person = sense.of_other_person && !clauses_.is_of_patient(find.at);
    const bool is_open = find.of_other_person || sentence.is_doubtful || find.at > simile_at;
    if (find.is_number()) {
      // "K 2.1 mmol/L, will replete": a clause of its own makes no doubt of a number before it.
      // What is denied is never a number.
      const bool is_doubtful = find.last >= number_at || clauses_.is_doubted(find);
      find.stand = is_open || is_doubtful ? Stand::open : Stand::affirmed;
    } else if (is_open || (find.at >= doubted.first && find.at < doubted.last) ||
               clauses_.has_ended(find.at)) {
      find.stand = Stand::open;
    }
  }
  sense.has_turned_away =
      sense.has_turned_away || doubted.first < doubted.last || simile_at < sentence.last;
}

/// "At night" says something of cramps only where there are cramps.
void ProseScope::leave_circumstances_of_nothing(const Sentence& sentence,
                                                std::vector<Find>& finds) const {
  for (Find& find : finds) {
    if (find.rests_on == Find::alone) continue;
    const std::int32_t complaint = find_at_[find.rests_on - sentence.first];
    if (complaint < 0 || finds[static_cast<std::size_t>(complaint)].stand != Stand::affirmed)
      find.stand = Stand::open;
  }
}

SentenceSense ProseScope::find_cues(const Prose& prose, const Sentence& sentence,
                                    const Phrases& phrases, const std::vector<bool>& covered) {
  const std::uint32_t size = sentence.last - sentence.first;
  cues_.assign(size, {});
  SentenceSense sense;
  for (std::uint32_t i = 0; i < size; ++i)
    sense.has_verb = sense.has_verb || prose.words[sentence.first + i].has(verb);
  for (std::uint32_t i = 0; i < size; ++i) {
    if (covered[i] || find_at_[i] >= 0) continue;
    std::uint32_t free = i + 1;
    while (free < size && free - i < longest_cue && !covered[free] && find_at_[free] < 0) ++free;
    const CueFind cue = find_cue(prose, sentence.first + i, sentence.first + free, phrases);
    if (cue.cue == Cue::none) continue;
    cues_[i] = cue;
    sense.of_other_person = sense.of_other_person || cue.cue == Cue::person;
    sense.has_denial = sense.has_denial || cue.cue == Cue::denial || cue.cue == Cue::no_history;
    i += cue.words - 1;
  }
  return sense;
}

void ProseScope::find_ors(const Prose& prose, const Sentence& sentence) {
  const std::uint32_t size = sentence.last - sentence.first;
  or_follows_.assign(size, false);
  bool ahead = false;
  for (std::uint32_t i = size; i-- > 0;) {
    const Word& word = prose.words[sentence.first + i];
    if (word.has(or_word) || (word.gap & Gap::slash))
      ahead = true;
    else if (cues_[i].cue == Cue::turn || begins_denial(cues_[i].cue))
      ahead = false;
    or_follows_[i] = ahead;
  }
}

}  // namespace causa::facts
