// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_reach.hpp"

#include <algorithm>

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;

constexpr std::uint32_t longest_reach = 20;  // words from a feeling to the last part it reaches
constexpr WordRoles goes_by = article | filler | side | one_or_two;
constexpr WordRoles may_follow_list =
    and_word | or_word | place | narrows | onset | describes | after_denial;

class Reach {
 public:
  Reach(const Prose& prose, const Sentence& sentence, const Phrases& phrases,
        const std::vector<bool>& covered, std::vector<Find>& finds)
      : words_(prose.words),
        sentence_(sentence),
        phrases_(phrases),
        covered_(covered),
        finds_(finds) {}

  /// A word that a part of the body can follow: "pain in", "tingling in".
  bool is_feeling(std::uint32_t at) const { return begin(words_[at].folded, in_) != nullptr; }

  /// "Burning pain": the feeling is the last word. Menstrual cramps are passed over and are felt
  /// nowhere else either; cramping pain is passed over because it is pain.
  bool is_felt(std::uint32_t at) const {
    const std::uint32_t next = at + 1;
    if (next < sentence_.last && words_[next].gap == 0 && is_feeling(next)) return false;
    return std::none_of(finds_.begin(), finds_.end(), [&](const Find& find) {
      return find.meaning->concepts.empty() && find.first <= at && at <= find.last &&
             !is_feeling(find.first);
    });
  }

  void follow(std::uint32_t feeling_at) {
    feeling_ = feeling_at;
    first_move_ = 0;
    bool led = false, sided = false, listed = false, open = true;
    const std::uint32_t last = std::min(sentence_.last, feeling_at + longest_reach);
    for (std::uint32_t at = feeling_at + 1; at < last; ++at) {
      const Word& word = words_[at];
      const bool is_comma = word.gap & (Gap::comma | Gap::slash);
      if (word.gap & ~(Gap::comma | Gap::slash | Gap::line)) return;
      if (is_comma && open) return;  // only after a part: "cramps in thighs, calves"
      if (is_comma) open = listed = true;
      if (open && is_piece(at)) continue;
      if (word.has(part | elsewhere)) {
        if (!led || !open) return;
        if (!listed || ends_list(at + 1)) reach(at, sided);
        open = false;
      } else if (!open) {
        // "From the buttock down to the foot", "in calves and feet"; "calf muscles" is one part.
        if (!word.has(and_word | or_word) && !leads(word)) return;
        listed = listed || word.has(and_word | or_word);
        open = true;
      } else if (leads(word)) {
        led = true;
      } else if (word.has(describes) && !led) {
        if (!first_move_) first_move_ = at;
      } else if (!goes_on(at, led)) {
        return;
      }
      sided = sided || word.has(side);
    }
  }

 private:
  /// "Back of the leg", "upper calf": a piece of the part that follows.
  bool is_piece(std::uint32_t at) const {
    if (!words_[at].has(part | elsewhere) || at + 1 >= sentence_.last || words_[at + 1].gap != 0)
      return false;
    const Word& next = words_[at + 1];
    return next.folded == of_ || (next.has(part) && !words_[at].has(part));
  }

  bool leads(const Word& word) const { return word.has(place) || word.folded == from_; }

  bool goes_on(std::uint32_t at, bool led) const {
    const Word& word = words_[at];
    if (word.has(goes_by)) return true;
    if (word.has(and_word | or_word))
      return led ? word.gap != 0 || words_[at - 1].has(goes_by) : is_joined(at);
    if (led) return false;
    const bool is_joined_feeling =
        is_feeling(at) && words_[at - 1].has(and_word | or_word | filler);
    return is_joined_feeling || word.has(onset) || word.folded == that_ || word.folded == which_;
  }

  /// "Aching and heaviness in both thighs"
  bool is_joined(std::uint32_t at) const {
    ++at;
    while (at < sentence_.last && words_[at].has(filler | article)) ++at;
    return at < sentence_.last && is_feeling(at);
  }

  /// "Pain in the chest and legs" may go on "swollen": then it isn't the pain that is in the legs.
  bool ends_list(std::uint32_t at) const {
    return at >= sentence_.last || words_[at].gap != 0 || words_[at].has(may_follow_list);
  }

  const Meaning* complete(Node node, const FoldedWord& word) const {
    node = phrases_.step(node, word);
    const Meaning& meaning = phrases_.meaning(node);
    return node && meaning.is_phrase && !meaning.concepts.empty() && !meaning.absent ? &meaning
                                                                                     : nullptr;
  }

  Node begin(const FoldedWord& first, const FoldedWord& second) const {
    return phrases_.step(phrases_.first(first), second);
  }

  void reach(std::uint32_t part_at, bool sided) {
    const FoldedWord& named = words_[part_at].folded;
    const Node begun = begin(words_[feeling_].folded, in_);
    // "Pain in both legs" may mean more than pain in the legs.
    const Meaning* meaning = complete(phrases_.step(begun, words_[part_at - 1].folded), named);
    if (!meaning) meaning = complete(begun, named);
    if (!meaning) return;
    if (!is_covered(part_at)) add(part_at, part_at, *meaning, sided);
    if (!first_move_ || is_covered(first_move_)) return;
    const Meaning* moves = complete(begin(radiating_, to_), named);
    if (!moves) return;
    add(part_at, first_move_, *moves, sided);
    first_move_ = 0;
  }

  void add(std::uint32_t part_at, std::uint32_t said_at, const Meaning& meaning, bool sided) {
    Find find{feeling_, part_at, said_at, said_at, &meaning, sided};
    find.names_place = true;
    finds_.push_back(find);
  }

  bool is_covered(std::uint32_t at) const { return covered_[at - sentence_.first]; }

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const Phrases& phrases_;
  const std::vector<bool>& covered_;
  std::vector<Find>& finds_;
  const FoldedWord in_{"in"}, of_{"of"}, from_{"from"}, that_{"that"}, to_{"to"}, which_{"which"},
      radiating_{"radiating"};
  std::uint32_t feeling_ = 0, first_move_ = 0;
};

}  // namespace

void find_reaches(const Prose& prose, const Sentence& sentence, const Phrases& phrases,
                  const std::vector<bool>& covered, std::vector<Find>& finds) {
  Reach reach(prose, sentence, phrases, covered, finds);
  for (std::uint32_t at = sentence.first; at < sentence.last; ++at)
    if (reach.is_feeling(at) && reach.is_felt(at)) reach.follow(at);
}

}  // namespace causa::facts
