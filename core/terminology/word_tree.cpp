// SPDX-License-Identifier: Apache-2.0

#include "terminology/word_tree.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/text.hpp"
#include "terminology/synonyms.hpp"

namespace causa::terminology {

namespace {

bool is_ascii(std::string_view text) {
  std::uint64_t bits = 0, eight = 0;
  for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, text.data(), sizeof eight);
    bits |= eight;
  }
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return (bits & 0x8080808080808080u) == 0;
}

/// As fold() does it with ASCII; a space for what is neither letter nor digit. What isn't ASCII is
/// folded already.
constexpr std::array<char, 256> folded_letters = [] {
  std::array<char, 256> letters{};
  for (std::size_t byte = 0; byte < letters.size(); ++byte) {
    const bool upper = byte >= 'A' && byte <= 'Z';
    const bool kept = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
    letters[byte] = static_cast<char>(upper ? byte - 'A' + 'a' : kept ? byte : ' ');
  }
  return letters;
}();

char folded_letter(char c) { return folded_letters[static_cast<unsigned char>(c)]; }

/// Where the brackets close that a bar stands between; where it stands if it isn't between any.
std::size_t end_of_choices(std::string_view text, std::size_t bar) {
  for (std::size_t at = bar; at < text.size() && text[at] != '('; ++at)
    if (text[at] == ')') return at;
  return bar;
}

}  // namespace

/// Reads texts on by one word, in each way that their choices allow.
///
///     struct Taker {
///       static constexpr std::size_t enough_letters = ...;
///       bool is_enough(std::string_view begun, Position first);  // true: of this word
///       void take(const FoldedWord& word, Position first, Position behind);
///     };
template <class Taker>
class WordTree::Reading {
 public:
  Reading(const WordTree& tree, Taker& taker) : tree_(tree), taker_(taker) {}

  void from(Position position) {
    number_ = position.text;
    const Text& text = tree_.texts_[number_];
    text_ = {text.begin, text.size};
    has_choices_ = text.has_choices;
    read(position.at, 0);
  }

  /// What the texts say that had no word left.
  [[nodiscard]] std::span<const Saying> ended() const { return ended_; }

 private:
  /// The letters from `begun` on are those of the word that the text is within.
  void read(std::size_t at, std::size_t begun) {
    const std::size_t size = letters_.size();
    for (; at < text_.size(); ++at) {
      if (has_choices_ && text_[at] == '(') {
        choose(at, begun);
        break;
      }
      if (has_choices_ && text_[at] == '|') at = end_of_choices(text_, at);
      if (has_choices_ && text_[at] == ')') continue;
      if (folded_letter(text_[at]) != ' ') {
        if (letters_.size() == begun) first_ = at;
        at = add_letters(at, begun) - 1;
        if (letters_.size() - begun >= Taker::enough_letters &&
            taker_.is_enough(letters_from(begun), position(first_)))
          break;
      } else if (letters_.size() > begun) {
        take_word(at + 1, begun);
        break;
      }
    }
    if (at == text_.size()) end(begun);
    letters_.resize(size);
  }

  /// Of the word, as many as the taker needs or there are; where they end.
  std::size_t add_letters(std::size_t at, std::size_t begun) {
    std::size_t size = letters_.size();
    const std::size_t missing =
        Taker::enough_letters - std::min(size - begun, Taker::enough_letters);
    const std::size_t last = at + std::clamp(missing, std::size_t{1}, text_.size() - at);
    std::size_t end = at + 1;
    while (end < last && folded_letter(text_[end]) != ' ') ++end;
    letters_.resize(size + end - at);
    for (; at < end; ++at) letters_[size++] = folded_letter(text_[at]);
    return end;
  }

  void choose(std::size_t open, std::size_t begun) {
    const std::size_t close = text_.find(')', open);
    for (std::size_t at = open; at < close; at = std::min(text_.find('|', at), close))
      read(++at, begun);
  }

  void take_word(std::size_t behind, std::size_t begun) {
    const FoldedWord word(letters_from(begun));
    if (tree_.uncounted_.find(word) == WordTable::nothing)
      return taker_.take(word, position(first_), position(behind));
    const std::size_t first = first_;
    read(behind, letters_.size());
    first_ = first;
  }

  void end(std::size_t begun) {
    if (letters_.size() > begun) return take_word(text_.size(), begun);
    if (last_ended_ != number_) ended_.push_back(tree_.texts_[number_].saying);
    last_ended_ = number_;  // it may end in several of its ways
  }

  [[nodiscard]] std::string_view letters_from(std::size_t begun) const {
    return std::string_view(letters_).substr(begun);
  }
  [[nodiscard]] Position position(std::size_t at) const {
    return {number_, static_cast<std::uint32_t>(at)};
  }

  const WordTree& tree_;
  Taker& taker_;
  std::uint32_t number_ = 0;
  std::string_view text_;
  bool has_choices_ = false;
  std::uint32_t last_ended_ = ~std::uint32_t{0};
  std::size_t first_ = 0;  ///< where the word's first letter stands
  std::string letters_;
  std::vector<Saying> ended_;
};

/// The words that branch off from the node that is made, and where its texts go on behind them.
class WordTree::Branches {
 public:
  void clear() {
    for (const std::uint32_t place : distinct_) words_[place].branches = 0;
    distinct_.clear();
    branches_.clear();
  }

  static constexpr std::size_t enough_letters = std::string_view::npos;
  static bool is_enough(std::string_view, Position) { return false; }

  /// In the order of the texts.
  void take(const FoldedWord& word, Position, Position behind) {
    const auto [place, is_new] = places_.add(word, static_cast<std::uint32_t>(words_.size()));
    if (is_new) {
      words_.push_back({word});
      words_.back().word.letters = letters_.emplace_back(word.letters);
    }
    if (words_[place].branches++ == 0) distinct_.push_back(place);
    branches_.push_back({place, behind});
  }

  /// A node for each word.
  std::span<Slot> grow(std::pmr::memory_resource& memory) {
    if (branches_.empty()) return {};
    const auto slots = allocate<Slot>(memory, std::bit_ceil(2 * distinct_.size()));
    auto positions = allocate<Position>(memory, branches_.size());
    for (const std::uint32_t place : distinct_) {
      Word& word = words_[place];
      word.node = allocate<Node>(memory, 1).data();
      word.node->word_ = word.word;
      word.node->open_ = positions.first(0);
      positions = positions.subspan(word.branches);
      free_slot(slots, word.word) = {word.word.hash, word.node};
    }
    for (const Branch& branch : branches_) open(*words_[branch.place].node, branch.behind);
    return slots;
  }

 private:
  struct Word {
    FoldedWord word;
    std::uint32_t branches = 0;
    Node* node = nullptr;  ///< that it leads to
  };
  struct Branch {
    std::uint32_t place = 0;  ///< of the word
    Position behind;
  };

  template <class T>
  static std::span<T> allocate(std::pmr::memory_resource& memory, std::size_t count) {
    T* const begin = static_cast<T*>(memory.allocate(count * sizeof(T), alignof(T)));
    std::uninitialized_value_construct_n(begin, count);
    return {begin, count};
  }

  static Slot& free_slot(std::span<Slot> slots, const FoldedWord& word) {
    std::size_t at = word.hash & (slots.size() - 1);
    while (slots[at].node != nullptr) at = (at + 1) & (slots.size() - 1);
    return slots[at];
  }

  /// A text may come to one place by several of its choices.
  static void open(Node& node, Position position) {
    auto& known = node.open_;
    for (std::size_t i = known.size(); i-- > 0 && known[i].text == position.text;)
      if (known[i].at == position.at) return;
    known = {known.data(), known.size() + 1};
    known.back() = position;
  }

  WordTable places_;  ///< of words_
  std::deque<std::string> letters_;
  std::vector<Word> words_;
  std::vector<std::uint32_t> distinct_;  ///< places of the node's words
  std::vector<Branch> branches_;
};

/// Notes where a text may begin, by the first letters.
class WordTree::Beginnings {
 public:
  explicit Beginnings(WordTree& tree) : tree_(tree) {}

  static constexpr std::size_t enough_letters = 2;
  bool is_enough(std::string_view begun, Position first) {
    if (tree_.uncounted_starts_[start_of(begun)]) return false;
    add(begun, first);
    return true;
  }
  void take(const FoldedWord& word, Position first, Position) { add(word.letters, first); }

 private:
  void add(std::string_view word, Position first) {
    Start& start = tree_.starts_[start_of(word)];
    tree_.beginnings_.push_back({first, start.last});
    start.last = static_cast<std::uint32_t>(tree_.beginnings_.size());
  }

  WordTree& tree_;
};

WordTree::WordTree(Mean mean, const std::vector<std::string>& uncounted)
    : mean_(std::move(mean)), branches_(std::make_unique<Branches>()) {
  for (const std::string& word : uncounted) {
    uncounted_.add(FoldedWord(word), 0);
    uncounted_starts_[start_of(word)] = true;
  }
}

WordTree::~WordTree() = default;

void WordTree::add(std::string_view text, bool has_choices, Saying saying) {
  if (is_ascii(text))
    add({text.data(), static_cast<std::uint32_t>(text.size()), has_choices, saying});
  else if (has_choices)
    for_phrases(text, [&](std::string_view phrase) { add_own(fold(phrase), saying); });
  else
    add_own(fold(text), saying);
}

void WordTree::add_own(std::string folded, Saying saying) {
  const std::string& kept = own_texts_.emplace_back(std::move(folded));
  add({kept.data(), static_cast<std::uint32_t>(kept.size()), false, saying});
}

void WordTree::add(const Text& text) {
  const auto number = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(text);
  Beginnings beginnings(*this);
  // Nearly all begin with two letters, as no word does that doesn't count.
  if (text.size > 1) {
    const char letters[] = {folded_letter(text.begin[0]), folded_letter(text.begin[1])};
    const bool is_plain = letters[0] != ' ' && letters[1] != ' ';
    if (is_plain && beginnings.is_enough({letters, 2}, {number, 0})) return;
  }
  Reading(*this, beginnings).from({number, 0});
}

std::size_t WordTree::start_of(std::string_view word) {
  const auto letter = [&](std::size_t at) {
    return at < word.size() ? static_cast<unsigned char>(word[at]) : 0u;
  };
  return (letter(0) * 37u + letter(1)) % std::tuple_size_v<decltype(starts_)>;
}

const WordTree::Node* WordTree::made(Start& start) const {
  Node& node = start.node;
  if (node.is_made_.load(std::memory_order_acquire)) return &node;
  const std::lock_guard guard(lock_);
  if (node.is_made_.load(std::memory_order_relaxed)) return &node;
  std::vector<Position> open;
  for (std::uint32_t last = start.last; last != 0; last = beginnings_[last - 1].before)
    open.push_back(beginnings_[last - 1].position);
  std::reverse(open.begin(), open.end());
  node.open_ = open;
  grow(node);
  return &node;
}

const WordTree::Node* WordTree::made(Node& node) const {
  if (node.is_made_.load(std::memory_order_acquire)) return &node;
  const std::lock_guard guard(lock_);
  if (!node.is_made_.load(std::memory_order_relaxed)) grow(node);
  return &node;
}

/// What its texts say, and a node for each of their next words, which nobody has come by yet.
void WordTree::grow(Node& node) const {
  branches_->clear();
  Reading reading(*this, *branches_);
  for (const Position& position : node.open_) reading.from(position);
  node.open_ = {};
  node.slots_ = branches_->grow(memory_);
  if (!reading.ended().empty()) node.meaning_ = &meanings_.emplace_back(mean_(reading.ended()));
  node.is_made_.store(true, std::memory_order_release);
}

const WordTree::Node* WordTree::step(const Node* node, const FoldedWord& word) const {
  if (node == &root_) node = made(starts_[start_of(word.letters)]);
  if (node == nullptr || node->slots_.empty()) return nullptr;
  const std::size_t mask = node->slots_.size() - 1;
  for (std::size_t at = word.hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = node->slots_[at];
    if (slot.node == nullptr) return nullptr;
    if (slot.hash == word.hash && slot.node->word_ == word) return made(*slot.node);
  }
}

const Meaning& WordTree::meaning(const Node* node) {
  static const Meaning none;
  return node == nullptr || node->meaning_ == nullptr ? none : *node->meaning_;
}

}  // namespace causa::terminology
