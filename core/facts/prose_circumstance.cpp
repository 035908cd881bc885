// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_circumstance.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;

constexpr std::uint32_t widest_gap = 12;  // words between the complaint and what is said of it
constexpr std::uint32_t widest_step = 3;  // from one word of a circumstance to its next
constexpr std::uint32_t most_unknown = 3;
constexpr std::uint8_t breaks_clause = Gap::opening | Gap::closing | Gap::colon;

class Circumstances {
 public:
  Circumstances(const Prose& prose, const Sentence& sentence, const Phrases& phrases,
                std::vector<Find>& finds)
      : prose_(prose),
        words_(prose.words),
        sentence_(sentence),
        phrases_(phrases),
        finds_(finds),
        cramp_(node_of({"leg", "cramps"})),
        pain_(node_of({"leg", "pain"})) {}

  void run() {
    const std::size_t complaints = finds_.size();
    for (std::size_t i = 0; i < complaints; ++i) {
      const Find find = finds_[i];
      if (const Node node = complaint_of(find)) {
        look_behind(find, node);
        look_before(find, node);
      }
    }
  }

 private:
  using Texts = std::initializer_list<std::string_view>;

  struct Match {
    const Meaning* meaning = nullptr;
    std::uint32_t last = 0;
  };

  Node node_of(Texts words) const {
    Node node = phrases_.root();
    for (const std::string_view word : words) node = phrases_.step(node, FoldedWord(word));
    return node;
  }

  bool means(const Find& find, Texts words) const {
    const Meaning& meaning = phrases_.meaning(node_of(words));
    return !meaning.concepts.empty() && meaning.concepts == find.meaning->concepts;
  }

  /// The short phrase that its circumstances follow, or 0.
  Node complaint_of(const Find& find) const {
    if (find.is_number() || find.meaning->absent) return nullptr;
    if (means(find, {"leg", "cramps"}) || means(find, {"cramps"})) return cramp_;
    const bool is_pain = means(find, {"leg", "pain"}) || means(find, {"calf", "pain"}) ||
                         means(find, {"thigh", "pain"}) ||
                         means(find, {"pain", "in", "both", "legs"});
    return is_pain ? pain_ : nullptr;
  }

  bool is_cue(std::uint32_t at) const {
    const CueFind cue = find_cue(prose_, at, sentence_.last, phrases_);
    return cue.cue != Cue::none && cue.cue != Cue::harmless;
  }

  bool is_other_find(std::uint32_t at, const Find& complaint) const {
    return std::any_of(finds_.begin(), finds_.end(), [&](const Find& find) {
      return find.first <= at && at <= find.last && !overlap(find, complaint);
    });
  }

  static bool overlap(const Find& a, const Find& b) {
    return a.first <= b.last && b.first <= a.last;
  }

  /// "Worse when walking" goes on; "better when walking" says the contrary.
  static bool turns(const Word& word) { return word.has(describes) && !word.has(sudden); }

  /// The longest circumstance that begins at `at`.
  Match match(Node node, std::uint32_t at, std::uint32_t last) const {
    Match found;
    node = phrases_.step(node, words_[at].folded);
    while (node) {
      const Meaning& meaning = phrases_.meaning(node);
      if (meaning.is_phrase && !meaning.absent && !meaning.concepts.empty()) found = {&meaning, at};
      node = step_from(node, at, last);
    }
    return found;
  }

  /// Sets `at` to the next word of a phrase, a little further on.
  Node step_from(Node node, std::uint32_t& at, std::uint32_t last) const {
    for (std::uint32_t next = at + 1; next < last && next - at <= widest_step; ++next) {
      const Word& word = words_[next];
      if (word.gap & ~Gap::line) return nullptr;
      if (const Node further = phrases_.step(node, word.folded)) {
        at = next;
        return further;
      }
      if (!word.has(article | filler | linking)) return nullptr;
    }
    return nullptr;
  }

  void add(const Find& complaint, std::uint32_t at, const Match& match) {
    if (match.meaning->concepts == complaint.meaning->concepts) return;
    Find find{std::min(complaint.first, at),
              std::max(complaint.last, match.last),
              at,
              match.last,
              match.meaning,
              complaint.sided};
    find.rests_on = complaint.at;
    finds_.push_back(find);
  }

  void look_behind(const Find& complaint, Node node) {
    const std::uint32_t last = std::min(sentence_.last, complaint.last + 1 + widest_gap);
    std::uint32_t unknown = 0;
    bool after_comma = false;
    for (std::uint32_t at = complaint.last + 1; at < last; ++at) {
      const Word& word = words_[at];
      if (word.gap & breaks_clause) return;
      after_comma = after_comma || (word.gap & (Gap::comma | Gap::slash));
      if (const Match found = match(node, at, sentence_.last); found.meaning) {
        add(complaint, at, found);
        at = found.last;
        continue;
      }
      if (is_other_find(at, complaint)) {
        if (turns(word)) return;
        continue;
      }
      if (is_cue(at) || turns(word)) return;
      if (word.has(article | filler | side | part | elsewhere | place | and_word | or_word |
                   one_or_two | short_time | narrows | sudden | onset))
        continue;
      if (after_comma || ++unknown > most_unknown) return;
    }
  }

  /// "When she walks, her calves ache."
  void look_before(const Find& complaint, Node node) {
    std::uint32_t unknown = 0;
    for (std::uint32_t at = complaint.first;
         at > sentence_.first && complaint.first - at < widest_gap; --at) {
      if (words_[at].gap & breaks_clause) return;
      const Word& word = words_[at - 1];
      if (const Match found = match(node, at - 1, complaint.first); found.meaning) {
        // "Better on walking", "no more when walking": what stands before it turns it.
        const bool is_turned = at - 1 > sentence_.first && !(word.gap & ~Gap::line) &&
                               (turns(words_[at - 2]) || is_cue(at - 2));
        if (!is_turned) add(complaint, at - 1, found);
        return;
      }
      if (is_other_find(at - 1, complaint) || is_cue(at - 1) || turns(word)) return;
      if (!word.has(article | filler | side | linking | verb | narrows | place | one_or_two |
                    onset | and_word) &&
          ++unknown > most_unknown)
        return;
    }
  }

  const Prose& prose_;
  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const Phrases& phrases_;
  std::vector<Find>& finds_;
  const Node cramp_, pain_;
};

}  // namespace

void find_circumstances(const Prose& prose, const Sentence& sentence, const Phrases& phrases,
                        std::vector<Find>& finds) {
  if (!finds.empty()) Circumstances(prose, sentence, phrases, finds).run();
}

}  // namespace causa::facts
