// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_phrases.hpp"

#include <algorithm>

#include "facts/prose_circumstance.hpp"
#include "facts/prose_reach.hpp"

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;

constexpr std::uint32_t most_fillers = 2;
constexpr std::uint32_t widest_step = 6;  // words from one of a phrase to its next
constexpr std::uint32_t longest_enumeration = 12;
constexpr std::uint8_t breaks_phrase =
    Gap::comma | Gap::opening | Gap::closing | Gap::slash | Gap::colon;

class Finder {
 public:
  Finder(const Prose& prose, const Sentence& sentence, const Phrases& phrases,
         std::vector<Find>& finds, std::vector<bool>& covered)
      : prose_(prose),
        words_(prose.words),
        sentence_(sentence),
        phrases_(phrases),
        finds_(finds),
        covered_(covered) {}

  void run() {
    for (std::uint32_t at = sentence_.first; at < sentence_.last;) at = find_longest(at);
    for (std::uint32_t at = sentence_.first; at < sentence_.last; ++at)
      if (words_[at].has(part)) find_qualities(at);
    find_reaches(prose_, sentence_, phrases_, covered_, finds_);
    std::erase_if(finds_, [&](const Find& find) {
      return find.meaning->concepts.empty() || is_turned(find);
    });
    find_circumstances(prose_, sentence_, phrases_, finds_);
    std::sort(finds_.begin(), finds_.end(),
              [](const Find& a, const Find& b) { return a.at < b.at; });
  }

 private:
  struct Best {
    const Meaning* meaning = nullptr;
    std::uint32_t last = 0, words = 0, skipped = 0;
    bool sided = false;
  };

  bool joins(std::uint32_t at) const {
    return at < sentence_.last && !(words_[at].gap & breaks_phrase);
  }
  bool is_covered(std::uint32_t at) const { return covered_[at - sentence_.first]; }

  Best longest_from(std::uint32_t at) {
    Best best;
    best_ = &best;
    if (const Node node = phrases_.first(words_[at].folded))
      extend(node, at, {nullptr, at, 1, 0, false});
    return best;
  }

  /// Returns where to go on.
  std::uint32_t find_longest(std::uint32_t at) {
    const Best best = longest_from(at);
    if (!best.meaning) return at + 1;
    for (std::uint32_t later = at + 1; later <= best.last; ++later)
      if (longest_from(later).words > best.words) return later;
    finds_.push_back({at, best.last, at, best.last, best.meaning, best.sided || is_sided(at)});
    for (std::uint32_t i = at; i <= best.last; ++i) covered_[i - sentence_.first] = true;
    // "Severe cramps in the legs" says what is severe as well as what it is.
    const bool also_within = words_[at].has(filler) && !best.meaning->concepts.empty();
    return also_within ? at + 1 : best.last + 1;
  }

  void extend(Node node, std::uint32_t at, Best path) {
    const Meaning& meaning = phrases_.meaning(node);
    path.last = at;
    const bool longer =
        path.words > best_->words || (path.words == best_->words && path.skipped < best_->skipped);
    if (meaning.is_phrase && longer) {
      *best_ = path;
      best_->meaning = &meaning;
    }
    for (std::uint32_t next = at + 1; joins(next) && next - at <= widest_step; ++next) {
      const Word& word = words_[next];
      if (const Node further = phrases_.step(node, word.folded)) {
        Best longer_path = path;
        ++longer_path.words;
        extend(further, next, longer_path);
      }
      if (word.has(article)) continue;
      if (!word.has(filler | linking) || path.skipped == most_fillers) return;
      ++path.skipped;
      path.sided = path.sided || word.has(side);
    }
  }

  /// A side named before the phrase: "left calf pain".
  bool is_sided(std::uint32_t at) const {
    for (; at > sentence_.first && joins(at); --at) {
      const Word& word = words_[at - 1];
      if (word.has(side)) return true;
      if (!word.has(filler | article)) return false;
    }
    return false;
  }

  /// The meaning of "tender calf" or "calf hurts", wherever the two words stand: what stands before
  /// the part is no verb of it.
  const Meaning* meaning_of(std::uint32_t quality_at, std::uint32_t part_at) const {
    const auto complete = [&](Node node, const FoldedWord& word) -> const Meaning* {
      node = phrases_.step(node, word);
      const Meaning& meaning = phrases_.meaning(node);
      return node && meaning.is_phrase && !meaning.concepts.empty() ? &meaning : nullptr;
    };
    const FoldedWord& named = words_[part_at].folded;
    const FoldedWord& said = words_[quality_at].folded;
    if (const Node node = phrases_.first(said)) {
      if (part_at > sentence_.first && joins(part_at))
        if (const Node further = phrases_.step(node, words_[part_at - 1].folded))
          if (const Meaning* meaning = complete(further, named)) return meaning;
      if (const Meaning* meaning = complete(node, named)) return meaning;
    }
    if (quality_at < part_at) return nullptr;
    const Node node = phrases_.first(named);
    return node ? complete(node, said) : nullptr;
  }

  /// "Legs heavy and cramping": cramping is a phrase of its own, and may be said of the legs.
  bool stands_alone(std::uint32_t at) const {
    return std::any_of(finds_.begin(), finds_.end(), [&](const Find& find) {
      return find.first == at && find.last == at && !find.meaning->concepts.empty();
    });
  }

  void add_quality(std::uint32_t quality_at, std::uint32_t part_at) {
    if (is_covered(quality_at) && !stands_alone(quality_at)) return;
    const Meaning* meaning = meaning_of(quality_at, part_at);
    if (!meaning) return;
    finds_.push_back({std::min(quality_at, part_at), std::max(quality_at, part_at), quality_at,
                      quality_at, meaning, is_sided(part_at)});
  }

  /// "tender, swollen calf" and "calf is tender and swollen": an enumeration of qualities beside a
  /// part of the body.
  void find_qualities(std::uint32_t at) {
    if (!is_covered(at) || phrase_is_quality(at)) look_before(at);
    if (!is_covered(at) || phrase_is_quality(at)) look_behind(at);
  }

  /// True if the phrase around a part of the body says nothing but qualities: "swollen left calf".
  bool phrase_is_quality(std::uint32_t at) const {
    if (at + 1 < sentence_.last && is_covered(at + 1) && joins(at + 1) &&
        !words_[at + 1].has(quality | linking))
      return false;
    for (std::uint32_t i = at; i > sentence_.first && is_covered(i - 1) && joins(i); --i)
      if (!words_[i - 1].has(quality | filler | part | article)) return false;
    return true;
  }

  void look_before(std::uint32_t part_at) {
    std::uint32_t at = part_at;
    while (at > sentence_.first && part_at - at < widest_step && joins(at) &&
           words_[at - 1].has(filler | side | article | part))
      --at;
    std::uint32_t found[longest_enumeration];
    std::uint32_t count = 0, near = 0;
    bool separated = false;
    for (; at > sentence_.first && count < longest_enumeration; --at) {
      if (words_[at].gap & (breaks_phrase & ~(Gap::comma | Gap::slash))) break;
      separated = separated || (words_[at].gap & (Gap::comma | Gap::slash));
      const Word& word = words_[at - 1];
      if (word.has(quality)) {
        found[count++] = at - 1;
        if (!separated) near = count;
      } else if (word.has(and_word | or_word)) {
        separated = true;
      } else if (!word.has(filler | side)) {
        // "calf tender, swollen ankle": what is tender is the calf.
        if (word.has(part | elsewhere | linking)) count = near;
        break;
      }
    }
    for (std::uint32_t i = 0; i < count; ++i) add_quality(found[i], part_at);
  }

  /// Where "and upper arms" ends in "thighs and upper arms ache", or `at`: what is said of both is
  /// said of each. Not of a part that something else is in: "swelling in thighs and arms sore".
  std::uint32_t behind_other_parts(std::uint32_t at) const {
    std::uint32_t before = at - 1;
    while (before > sentence_.first && joins(before) &&
           words_[before - 1].has(filler | article | side))
      --before;
    if (before > sentence_.first && joins(before) && words_[before - 1].has(place | narrows))
      return at;
    std::uint32_t end = at;
    while (joins(at) && words_[at].has(and_word)) {
      ++at;
      const std::uint32_t first = at;
      while (joins(at) && words_[at].has(part | elsewhere | filler | article | side) &&
             !words_[at].has(quality))
        ++at;
      if (at == first || !words_[at - 1].has(part | elsewhere)) break;
      end = at;
    }
    return end;
  }

  void look_behind(std::uint32_t part_at) {
    std::uint32_t found[longest_enumeration];
    std::uint32_t count = 0, near = 0;
    bool separated = false;
    const std::uint32_t first = is_covered(part_at) ? part_at + 1 : behind_other_parts(part_at + 1);
    for (std::uint32_t at = first; at < sentence_.last && count < longest_enumeration; ++at) {
      const Word& word = words_[at];
      const bool comma_before = word.gap & (Gap::comma | Gap::slash);
      if (comma_before && count == 0) break;
      if (word.gap & (Gap::opening | Gap::closing)) break;
      separated = separated || comma_before;
      if (word.has(quality)) {
        found[count++] = at;
        if (!separated) near = count;
      } else if (word.has(and_word | or_word)) {
        if (count == 0) break;
        separated = true;
      } else if (word.has(part)) {
        count = near;
        break;
      } else if (!word.has(filler | side) && !may_link(at, count) && !is_not(at) &&
                 !(count == 0 && begins_to(at))) {
        break;
      }
    }
    for (std::uint32_t i = 0; i < count; ++i) add_quality(found[i], part_at);
  }

  /// "Is sore", "hurts and is cold"
  bool may_link(std::uint32_t at, std::uint32_t count) const {
    return words_[at].has(linking) && (count == 0 || words_[at - 1].has(and_word));
  }

  /// "Began to hurt"
  bool begins_to(std::uint32_t at) const {
    return words_[at].has(onset) || (words_[at].has(place) && words_[at - 1].has(onset));
  }

  bool is_not(std::uint32_t at) const {
    const Node node = phrases_.first(words_[at].folded);
    return node && phrases_.meaning(node).cue == Cue::not_;
  }

  /// "To" in "exposure to": who was exposed has nothing yet.
  bool is_exposure(std::uint32_t to_at) const {
    return to_at > sentence_.first && joins(to_at) && words_[to_at].folded == to_ &&
           (words_[to_at - 1].folded == exposure_ || words_[to_at - 1].folded == exposed_);
  }

  /// "reduced thirst", "facial weakness", "diabetes screening", "cramps in the hands".
  bool is_turned(const Find& find) const {
    std::uint32_t at = find.first;
    for (int steps = 0; steps < 3 && at > sentence_.first && joins(at); ++steps, --at) {
      if (words_[at - 1].has(turns_before | elsewhere) || is_exposure(at - 1)) return true;
      if (!words_[at - 1].has(filler | part | article)) break;
    }
    if (find.names_place) return false;
    at = find.last + 1;
    while (joins(at) && words_[at].has(linking | article)) ++at;
    if (!joins(at)) return false;
    if (words_[at].has(turns_after)) return true;
    if (!words_[at].has(place)) return false;
    for (++at; joins(at) && words_[at].has(article | filler | side); ++at) {
    }
    return joins(at) && words_[at].has(elsewhere);
  }

  const Prose& prose_;
  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const Phrases& phrases_;
  std::vector<Find>& finds_;
  std::vector<bool>& covered_;
  const FoldedWord to_{"to"}, exposure_{"exposure"}, exposed_{"exposed"};
  Best* best_ = nullptr;
};

}  // namespace

namespace {

/// "S/p" is the past, "P 130" and "p/w" are not: in the tree of cues an "s" counts nowhere.
bool is_other_p(const Prose& prose, std::uint32_t at) {
  if (prose.words[at].folded.letters != "p") return false;
  return at == 0 || !(prose.words[at].gap & Gap::slash) ||
         prose.words[at - 1].folded.letters != "s";
}

}  // namespace

CueFind find_cue(const Prose& prose, std::uint32_t at, std::uint32_t last, const Phrases& phrases) {
  CueFind found;
  Node node = phrases.first(prose.words[at].folded);
  for (std::uint32_t next = at; node != nullptr;) {
    const Cue cue = phrases.meaning(node).cue;
    if (cue != Cue::none && !(next == at && is_other_p(prose, at))) found = {cue, next - at + 1};
    for (++next; next < last && prose.words[next].has(article); ++next) {
    }
    // "w/o", "r/o": a slash is part of such cues.
    if (next >= last || (prose.words[next].gap & ~(Gap::slash | Gap::line))) break;
    node = phrases.step(node, prose.words[next].folded);
  }
  return found;
}

void find_phrases(const Prose& prose, const Sentence& sentence, const Phrases& phrases,
                  std::vector<Find>& finds, std::vector<bool>& covered) {
  finds.clear();
  covered.assign(sentence.last - sentence.first, false);
  Finder(prose, sentence, phrases, finds, covered).run();
}

}  // namespace causa::facts
