// SPDX-License-Identifier: Apache-2.0
//
// A word as it is looked up in the tables of this room: folded (base/text.hpp), with its hash,
// which is made once for all of them. Borrows its letters.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace causa::terminology {

struct FoldedWord {
  FoldedWord() = default;
  explicit FoldedWord(std::string_view folded)
      : letters(folded), hash(std::hash<std::string_view>()(folded)) {}

  std::string_view letters;
  std::size_t hash = 0;

  friend bool operator==(const FoldedWord& a, const FoldedWord& b) {
    return a.hash == b.hash && a.letters == b.letters;
  }
};

}  // namespace causa::terminology
