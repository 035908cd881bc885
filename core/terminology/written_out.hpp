// SPDX-License-Identifier: Apache-2.0
//
// The phrases that a text with choices stands for (synonyms.hpp), folded and cut into words on the
// way: what several of them begin with is folded once, and nothing is written out behind a word
// that the visitor doesn't want. That makes a few texts cheap to look up, and all words at once
// cheaper to take. Pure; nothing can fail.
//
//     struct Visitor {
//       using State = ...;                               // of the words so far, copied at a choice
//       bool word(State& state, std::string_view word);  // false: no phrase that begins so
//       void end(const State& state, std::string_view folded);
//     };
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "terminology/synonyms.hpp"

namespace causa::terminology {

namespace detail {

inline bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return (bits & 0x80u) == 0;
}

/// As fold() does it with ASCII; a space for what is neither letter nor digit.
inline char fold_ascii(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : ' ';
}

template <class Visitor>
class Writing {
 public:
  using State = typename Visitor::State;

  explicit Writing(Visitor& visitor) : visitor_(visitor) {}

  void run(std::string_view rest, bool has_choices, std::size_t word_at, State state) {
    const std::size_t size = folded_.size();
    const std::size_t open = has_choices ? rest.find('(') : std::string_view::npos;
    if (append(rest.substr(0, open), word_at, state)) {
      if (open == std::string_view::npos)
        end(word_at, state);
      else
        choose(rest, open, word_at, state);
    }
    folded_.resize(size);
  }

 private:
  void choose(std::string_view rest, std::size_t open, std::size_t word_at, const State& state) {
    const std::size_t close = rest.find(')', open);
    std::string_view choices = rest.substr(open + 1, close - open - 1);
    const std::size_t chosen = folded_.size();
    for (bool more = true; more;) {
      const std::size_t bar = choices.find('|');
      std::size_t word_here = word_at;
      State state_here = state;
      if (append(choices.substr(0, bar), word_here, state_here))
        run(rest.substr(close + 1), true, word_here, state_here);
      folded_.resize(chosen);
      more = bar != std::string_view::npos;
      if (more) choices.remove_prefix(bar + 1);
    }
  }

  /// False: a word was met that isn't wanted.
  bool append(std::string_view text, std::size_t& word_at, State& state) {
    for (const char c : text) {
      const char letter = fold_ascii(c);
      if (letter != ' ') {
        folded_ += letter;
      } else if (word_at < folded_.size()) {
        if (!visitor_.word(state, std::string_view(folded_).substr(word_at))) return false;
        folded_ += ' ';
        word_at = folded_.size();
      }
    }
    return true;
  }

  void end(std::size_t word_at, State state) {
    std::string_view folded = folded_;
    if (word_at < folded.size()) {
      if (!visitor_.word(state, folded.substr(word_at))) return;
    } else if (!folded.empty()) {
      folded.remove_suffix(1);
    }
    visitor_.end(state, folded);
  }

  Visitor& visitor_;
  std::string folded_;
};

template <class Visitor>
void write_out_folded(std::string_view folded, Visitor& visitor) {
  typename Visitor::State state{};
  for (std::string_view rest = folded; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (end > 0 && !visitor.word(state, rest.substr(0, end))) return;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  visitor.end(state, folded);
}

}  // namespace detail

/// Of a text without choices, whatever its brackets.
template <class Visitor>
void write_out_plain(std::string_view text, Visitor& visitor) {
  if (detail::is_ascii(text))
    detail::Writing<Visitor>(visitor).run(text, false, 0, {});
  else
    detail::write_out_folded(fold(text), visitor);
}

/// Of a text with choices, which was checked; in the order of for_phrases().
template <class Visitor>
void write_out(std::string_view with_choices, Visitor& visitor) {
  if (detail::is_ascii(with_choices))
    return detail::Writing<Visitor>(visitor).run(with_choices, true, 0, {});
  std::string folded;
  for_phrases(with_choices, [&](std::string_view phrase) {
    fold(phrase, folded);
    detail::write_out_folded(folded, visitor);
  });
}

}  // namespace causa::terminology
