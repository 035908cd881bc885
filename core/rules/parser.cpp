// SPDX-License-Identifier: Apache-2.0
#include "rules/parser.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace causa::rules {
namespace {

/// Brackets and `not` of a manifest are read by recursion, so their depth must have an end.
constexpr int deepest_nesting = 50;
constexpr std::uint32_t longest_list = 100;
constexpr std::size_t usual_nodes = 16;

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

bool is_keyword(std::string_view word) {
  using Words = std::array<std::string_view, 40>;
  static constexpr Words keywords{
      "absent",  "after",   "age",      "ago",    "and",     "at",       "before", "by",
      "daily",   "dose",    "earliest", "fell",   "female",  "highest",  "is",     "kind",
      "kinds",   "known",   "latest",   "least",  "lowest",  "male",     "not",    "of",
      "or",      "over",    "point",    "points", "present", "recorded", "rose",   "sex",
      "started", "stopped", "times",    "to",     "unknown", "value",    "values", "within"};
  static_assert(std::is_sorted(keywords.begin(), keywords.end()));
  constexpr std::size_t longest = std::string_view("recorded").size();
  static_assert(std::ranges::max(keywords, {}, &std::string_view::size).size() == longest);
  return word.size() <= longest && std::binary_search(keywords.begin(), keywords.end(), word);
}

std::variant<Condition::Tree, ConditionError> parse_tree(std::string_view text,
                                                         const terminology::Vocabulary& vocabulary,
                                                         const Terms& terms) {
  Shared shared{vocabulary, terms, {}, {}, 0, 0};
  Parser parser(text, shared);
  if (!parser.run()) return parser.error();
  // A copy has no room to grow, and each condition is kept as long as the program runs.
  shared.tree.nodes.assign(parser.nodes().begin(), parser.nodes().end());
  return std::move(shared.tree);
}

Parser::Parser(std::string_view text, Shared& shared)
    : text_(text),
      shared_(shared),
      vocabulary_(shared.vocabulary),
      terms_(shared.terms),
      text_index_(static_cast<std::uint32_t>(shared.tree.texts.size())) {
  shared.tree.texts.emplace_back(text);
  nodes_.reserve(usual_nodes);
  now_ = token_at(text_, 0);
}

bool Parser::run() {
  if (now_.kind == TokenKind::end)
    fail(0, "the condition is blank", "leave it out if it is always true");
  else if (any() && now_.kind != TokenKind::end)
    fail_here("'and', 'or' or the end");
  return !error_;
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
  --shared_.depth;
  join(Operation::negation, first, 1);
  return true;
}

bool Parser::primary() {
  if (now_.is("at")) return at_least();
  if (now_.kind != TokenKind::open) return test();
  if (nested_too_deep()) return false;
  advance();
  if (!any() || !expect(TokenKind::close, "'and', 'or' or ')'")) return false;
  --shared_.depth;
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
  if (needed == 0) return fail(count.offset, "at least 0 is always true");
  --shared_.depth;
  if (now_.is("values") || now_.is("value")) return values(needed);
  if (now_.is("kinds") || now_.is("kind")) return kinds(needed);
  ++shared_.depth;
  if (!counted_list(count, needed, first)) return false;
  --shared_.depth;
  return true;
}

bool Parser::counted_list(const Token& count, std::uint32_t needed, std::size_t first) {
  if (!now_.is("of")) return fail_here("'of', 'values of' or 'kinds of'");
  advance();
  if (!expect(TokenKind::open, "'(' and a list")) return false;
  std::uint32_t operands = 0;
  if (!list(operands)) return false;
  if (needed > operands)
    return fail(count.offset, fmt::format("at least {} of {} can never be true", needed, operands));
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

/// "or unknown" behind what began at node `first`.
void Parser::possible(std::size_t first) {
  if (!now_.is("or") || !token_at(text_, now_.end()).is("unknown")) return;
  advance();
  advance();
  join(Operation::possible, first, 1);
}

bool Parser::expect(TokenKind kind, std::string_view what) {
  if (now_.kind != kind) return fail_here(what);
  advance();
  return true;
}

bool Parser::nested_too_deep() {
  if (++shared_.depth <= deepest_nesting) return false;
  fail(now_.offset, fmt::format("nested more than {} deep", deepest_nesting),
       "give a part of it a name under definitions");
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
  static const std::vector<std::string> joints = {"and",   "or",     "not",    "is",   "of",
                                                  "least", "within", "before", "after"};
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
