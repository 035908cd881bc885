// SPDX-License-Identifier: Apache-2.0
#include "rules/parser.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace causa::rules {
namespace {

/// Brackets and `not` of a manifest are read by recursion, so their depth must have an end.
constexpr int deepest_nesting = 50;
constexpr std::uint32_t longest_list = 100;

}  // namespace

std::string other_spelling(std::string_view text) {
  if (text.starts_with("&")) return "write 'and'";
  if (text.starts_with("|")) return "write 'or'";
  if (text.starts_with("!=") || text.starts_with("<>")) return "write 'not x = ...'";
  if (text.starts_with("!")) return "write 'not'";
  if (text.starts_with("==")) return "write '='";
  if (text.starts_with("=<") || text.starts_with("≤")) return "write '<='";
  if (text.starts_with("=>") || text.starts_with("≥")) return "write '>='";
  return {};
}

std::string alternatives(const std::vector<std::string>& words, std::string_view quote) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 < words.size() ? ", " : " or ";
    text.append(quote).append(words[i]).append(quote);
  }
  return text;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() || near == word ? std::string() : fmt::format("did you mean {}?", near);
}

Parser::Parser(std::string_view text, const terminology::Vocabulary& vocabulary,
               const std::vector<knowledge::FactWish>& wanted)
    : text_(text), vocabulary_(vocabulary), wanted_(wanted) {
  now_ = token_at(text_, 0);
}

std::variant<Condition::Tree, ConditionError> Parser::run() {
  if (now_.kind == TokenKind::end)
    fail(0, "the condition is blank", "leave it out if it is always true");
  else if (any() && now_.kind != TokenKind::end)
    fail_here("'and', 'or' or the end");
  if (error_) return std::move(*error_);
  return Condition::Tree{std::string(text_), std::move(nodes_)};
}

bool Parser::any() {
  const std::size_t first = nodes_.size();
  std::uint32_t operands = 1;
  if (!all()) return false;
  for (; now_.is("or"); ++operands) {
    advance();
    if (!all()) return false;
  }
  if (operands > 1) join(Operation::any, first, operands);
  return true;
}

bool Parser::all() {
  const std::size_t first = nodes_.size();
  std::uint32_t operands = 1;
  if (!negation()) return false;
  for (; now_.is("and"); ++operands) {
    advance();
    if (!negation()) return false;
  }
  if (operands > 1) join(Operation::all, first, operands);
  return true;
}

bool Parser::negation() {
  if (!now_.is("not")) return primary();
  if (nested_too_deep()) return false;
  const std::size_t first = nodes_.size();
  advance();
  if (!negation()) return false;
  --depth_;
  join(Operation::negation, first, 1);
  return true;
}

bool Parser::primary() {
  if (now_.is("at")) return at_least();
  if (now_.kind != TokenKind::open) return test();
  if (nested_too_deep()) return false;
  advance();
  if (!any() || !expect(TokenKind::close, "'and', 'or' or ')'")) return false;
  --depth_;
  return true;
}

bool Parser::at_least() {
  if (nested_too_deep()) return false;
  const std::size_t first = nodes_.size();
  advance();
  if (!now_.is("least")) return fail_here("'least' after 'at'");
  advance();
  const Token count = now_;
  std::uint32_t needed = 0;
  const char* const end = count.text.data() + count.text.size();
  const auto read = std::from_chars(count.text.data(), end, needed);
  if (count.kind != TokenKind::number || read.ec != std::errc{} || read.ptr != end)
    return fail_here("a whole number after 'at least'");
  advance();
  if (!now_.is("of")) return fail_here("'of'");
  advance();
  if (!expect(TokenKind::open, "'(' and a list")) return false;
  std::uint32_t operands = 0;
  if (!list(operands)) return false;
  if (needed == 0) return fail(count.offset, "at least 0 is always true");
  if (needed > operands)
    return fail(count.offset, fmt::format("at least {} of {} can never be true", needed, operands));
  --depth_;
  join(Operation::at_least, first, operands, needed);
  return true;
}

bool Parser::list(std::uint32_t& operands) {
  for (operands = 1;; ++operands) {
    if (operands > longest_list)
      return fail(now_.offset, fmt::format("a list has at most {} parts", longest_list));
    if (!any()) return false;
    if (now_.kind != TokenKind::comma) break;
    advance();
  }
  return expect(TokenKind::close, "',' or ')'");
}

void Parser::join(Operation operation, std::size_t first_node, std::uint32_t operands,
                  std::uint32_t needed) {
  Node node;
  node.operation = operation;
  node.operands = operands;
  node.needed = needed;
  node.size = static_cast<std::uint32_t>(nodes_.size() - first_node + 1);
  nodes_.push_back(node);
}

bool Parser::expect(TokenKind kind, std::string_view what) {
  if (now_.kind != kind) return fail_here(what);
  advance();
  return true;
}

bool Parser::nested_too_deep() {
  if (++depth_ <= deepest_nesting) return false;
  fail(now_.offset, fmt::format("nested more than {} deep", deepest_nesting),
       "derive a fact for a part of it");
  return true;
}

void Parser::advance() { advance_to(now_.end()); }

void Parser::advance_to(std::size_t offset) {
  last_end_ = offset;
  now_ = token_at(text_, offset);
}

bool Parser::fail(std::size_t offset, std::string message, std::string hint) {
  if (!error_) error_ = ConditionError{offset, std::move(message), std::move(hint)};
  return false;
}

bool Parser::fail_here(std::string_view expected) {
  static const std::vector<std::string> joints = {"and", "or", "not", "is", "of", "least"};
  std::string hint = other_spelling(now_.text);
  if (hint.empty() && now_.kind == TokenKind::word) hint = did_you_mean(now_.text, joints);
  return fail(now_.offset, fmt::format("expected {}, found {}", expected, found()),
              std::move(hint));
}

std::string Parser::found() const {
  if (now_.kind == TokenKind::end) return "the end";
  return fmt::format("'{}'", now_.text);
}

}  // namespace causa::rules
