// SPDX-License-Identifier: Apache-2.0
//
// Running text as words and sentences, for facts/narrative.hpp. Places are bytes of the text, which
// is borrowed for the call only. Linear in the text; reuses its memory; for one thread.
//
// Where it isn't plain that a sentence ends (a line that is wrapped, an abbreviation) it goes on,
// for then what denies or doubts reaches further and less is taken for present.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/phrases.hpp"

namespace causa::facts {

/// What stands between a word and the one before it; bits.
enum Gap : std::uint8_t {
  comma = 1,
  opening = 2,  ///< of a bracket
  closing = 4,
  line = 8,  ///< a line break within a sentence
  slash = 16,
  colon = 32,
  mark = 64,  ///< the comma is none but the mark of "swollen ?DVT"
};

struct Word {
  terminology::FoldedWord folded;  ///< letters of Prose
  terminology::WordRoles roles = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint8_t gap = 0;
  bool is_year = false;
  bool is_queried = false;  ///< "?DVT"

  [[nodiscard]] bool has(terminology::WordRoles any) const { return (roles & any) != 0; }
};

/// Whether a list of words in small letters has this one.
template <std::size_t Size>
bool is_in(const std::string_view (&list)[Size], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}
template <std::size_t Size>
bool is_in(const std::string_view (&list)[Size], const Word& word) {
  return is_in(list, std::string_view(word.folded.letters));
}

/// Words [first, last) of Prose::words.
struct Sentence {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  /// A question mark that isn't of one word, a box to tick, a minus sign before a word; a part of
  /// what is too long.
  bool is_doubtful = false;
  bool begins_line = false;
  bool after_blank_line = false;
  bool ends_item = false;  ///< ended by a semicolon
};

class Prose {
 public:
  Prose() = default;
  Prose(const Prose&) = delete;
  Prose& operator=(const Prose&) = delete;

  void read(std::string_view text, const terminology::Phrases& phrases);

  std::vector<Word> words;          ///< until the next text
  std::vector<Sentence> sentences;  ///< none is empty

 private:
  class Reader;
  std::string folded_;  ///< the text with its words folded, each where it stands
};

}  // namespace causa::facts
