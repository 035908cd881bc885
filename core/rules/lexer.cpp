// SPDX-License-Identifier: Apache-2.0
#include "rules/lexer.hpp"

#include <algorithm>

namespace causa::rules {
namespace {

bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}
bool is_word(char byte) { return is_letter(byte) || is_digit(byte) || byte == '.' || byte == '-'; }
bool is_comparison(char byte) { return byte == '<' || byte == '>' || byte == '=' || byte == '!'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

template <class Predicate>
std::size_t skip(std::string_view text, std::size_t at, Predicate belongs) {
  while (at < text.size() && belongs(text[at])) ++at;
  return at;
}

bool digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_digit(text[at]);
}

/// End of the number that begins at `at`, or `at` if none does.
std::size_t number_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  if (text[end] == '-' || text[end] == '+') ++end;
  if (!digit_at(text, end)) return at;
  end = skip(text, end, is_digit);
  if (end < text.size() && text[end] == '.' && digit_at(text, end + 1))
    end = skip(text, end + 1, is_digit);
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    const bool is_signed = end + 1 < text.size() && (text[end + 1] == '-' || text[end + 1] == '+');
    const std::size_t digits = end + (is_signed ? 2 : 1);
    if (digit_at(text, digits)) end = skip(text, digits, is_digit);
  }
  return end;
}

Token make(TokenKind kind, std::string_view text, std::size_t first, std::size_t last) {
  return {kind, text.substr(first, last - first), first};
}

}  // namespace

Token token_at(std::string_view text, std::size_t offset) {
  const std::size_t at = skip_blanks(text, offset);
  if (at == text.size()) return make(TokenKind::end, text, at, at);
  const char first = text[at];
  if (first == '(') return make(TokenKind::open, text, at, at + 1);
  if (first == ')') return make(TokenKind::close, text, at, at + 1);
  if (first == ',') return make(TokenKind::comma, text, at, at + 1);
  if (is_letter(first)) return make(TokenKind::word, text, at, skip(text, at, is_word));
  if (is_comparison(first)) {
    const Token sign = make(TokenKind::compare, text, at, skip(text, at, is_comparison));
    const bool known = sign.text == "<" || sign.text == "<=" || sign.text == ">" ||
                       sign.text == ">=" || sign.text == "=";
    return known ? sign : Token{TokenKind::other, sign.text, at};
  }
  if (const std::size_t end = number_end(text, at); end > at)
    return make(TokenKind::number, text, at, end);
  return make(TokenKind::other, text, at,
              skip(text, at, [](char byte) { return !is_blank(byte) && byte != ')'; }));
}

Token unit_at(std::string_view text, std::size_t offset) {
  const std::size_t at = skip_blanks(text, offset);
  const Token token = token_at(text, at);
  if (token.is("and") || token.is("or") || token.is("within"))
    return make(TokenKind::end, text, at, at);
  std::size_t end = at;
  for (int open = 0; end < text.size(); ++end) {
    const char byte = text[end];
    if (is_blank(byte) || byte == ',' || is_comparison(byte)) break;
    if (byte == '(') ++open;
    if (byte == ')' && --open < 0) break;
  }
  return make(end > at ? TokenKind::word : TokenKind::end, text, at, end);
}

}  // namespace causa::rules
