// SPDX-License-Identifier: Apache-2.0
//
// Words, numbers and signs of a condition, one at a time. Units are read apart, because UCUM uses
// signs that mean something else here ("10*3/uL"). Views point into the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace causa::rules {

enum class TokenKind : std::uint8_t { end = 1, word, number, compare, open, close, comma, other };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;
  std::size_t offset = 0;

  [[nodiscard]] bool is(std::string_view word) const {
    return kind == TokenKind::word && text == word;
  }
  [[nodiscard]] std::size_t end() const { return offset + text.size(); }
};

/// The token at or after a byte of the text; never fails: what is no part of the language is
/// `other`, up to the next blank.
Token token_at(std::string_view text, std::size_t offset);

/// The unit at or after a byte: up to a blank, comma, sign of comparison or bracket that closes
/// nothing. Empty if a keyword or nothing of the kind stands there.
Token unit_at(std::string_view text, std::size_t offset);

}  // namespace causa::rules
