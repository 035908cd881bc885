// SPDX-License-Identifier: Apache-2.0
//
// Texts, with choices (synonyms.hpp) or without, as a tree of their folded words, in which a node
// is made when somebody first comes by it. So nobody pays for words that no record has, and a text
// costs the same whether it is the first or the millionth. What a tree answers doesn't depend on
// what it was asked before.
//
// It borrows the texts. Any number of threads may walk at once: a node is made under a lock and
// then read without one; nodes live as long as the tree and never change. Nothing here can fail.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/folded_word.hpp"
#include "terminology/meaning.hpp"
#include "terminology/word_table.hpp"

namespace causa::terminology {

class WordTree {
 public:
  /// What the texts mean that end at one place, in the order in which they were added.
  using Mean = std::function<Meaning(std::span<const Saying>)>;
  class Node;

  /// `uncounted`: folded words that stand nowhere in the tree, wherever they stand in a text.
  WordTree(Mean mean, const std::vector<std::string>& uncounted);
  WordTree(const WordTree&) = delete;
  WordTree& operator=(const WordTree&) = delete;
  ~WordTree();

  /// Before the first step. `has_choices`: its brackets are choices, which were checked.
  void add(std::string_view text, bool has_choices, Saying saying);
  /// The same of a text that nobody else keeps.
  void add_own(std::string text, Saying saying);

  /// Before the first word.
  [[nodiscard]] const Node* root() const { return &root_; }

  /// Where the tree goes on with `word`, or null; of null, null.
  [[nodiscard]] const Node* step(const Node* node, const FoldedWord& word) const;

  /// Of null, nothing.
  [[nodiscard]] static const Meaning& meaning(const Node* node);

 private:
  struct Text {
    const char* begin = nullptr;
    std::uint32_t size = 0;
    bool has_choices = false;
    Saying saying;
  };
  /// Where a text goes on.
  struct Position {
    std::uint32_t text = 0;
    std::uint32_t at = 0;
  };
  struct Slot {
    std::size_t hash = 0;
    Node* node = nullptr;  ///< null: free
  };
  template <class Taker>
  class Reading;
  class Beginnings;
  class Branches;

 public:
  /// Behind some words.
  class Node {
   private:
    friend class WordTree;
    FoldedWord word_;
    std::span<Position> open_;  ///< where its texts go on, in their order
    std::span<Slot> slots_;     ///< by hash; a power of two, at most half full
    const Meaning* meaning_ = nullptr;
    std::atomic<bool> is_made_ = false;  ///< then nothing here changes anymore
  };

 private:
  /// The root in parts, by the first two letters of a word: few of the thousands of texts begin as
  /// one of a record's words does.
  struct Start {
    Node node;
    std::uint32_t last = 0;  ///< one more than the place of its last Beginning
  };
  struct Beginning {
    Position position;
    std::uint32_t before = 0;  ///< as Start::last
  };
  static std::size_t start_of(std::string_view word);

  void add(const Text& text);
  const Node* made(Node& node) const;
  const Node* made(Start& start) const;
  void grow(Node& node) const;

  Mean mean_;
  WordTable uncounted_;
  std::deque<Text> texts_;
  std::deque<std::string> own_texts_;
  std::deque<Beginning> beginnings_;
  std::array<bool, 256> uncounted_starts_{};  ///< where a word may be one that doesn't count
  Node root_;

  mutable std::mutex lock_;  ///< of all below
  mutable std::array<Start, 256> starts_;
  mutable std::pmr::monotonic_buffer_resource memory_;
  mutable std::deque<Meaning> meanings_;
  std::unique_ptr<Branches> branches_;
};

}  // namespace causa::terminology
