// SPDX-License-Identifier: Apache-2.0
//
// Recursive descent over the condition language. Private to this room; one parser a text. Every
// method that returns bool has set error_ if it says false, and then nothing more is read.
//
//   any      = all {"or" all}
//   all      = negation {"and" negation}
//   negation = "not" negation | primary
//   primary  = "(" any ")" | "at" "least" count "of" "(" any {"," any} ")" | test
//   test     = number sign subject sign number [unit]
//            | subject sign number [unit] | subject ["is" state]
//            | fact ("started" | "recorded" | "stopped")
//              ("within" duration | "over" duration "ago") ["or" "unknown"]
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/lexer.hpp"
#include "rules/tree.hpp"

namespace causa::rules {

class Parser {
 public:
  Parser(std::string_view text, const terminology::Vocabulary& vocabulary,
         const std::vector<knowledge::FactWish>& wanted);

  std::variant<Condition::Tree, ConditionError> run();

 private:
  struct Number {
    double value = 0;
    Token token;
  };

  // parser.cpp: what joins tests
  bool any();
  bool all();
  bool negation();
  bool primary();
  bool at_least();
  bool list(std::uint32_t& operands);
  void join(Operation operation, std::size_t first_node, std::uint32_t operands,
            std::uint32_t needed = 0);
  bool expect(TokenKind kind, std::string_view what);
  bool nested_too_deep();

  // parse_fact.cpp: what is asked of one fact
  bool test();
  bool range();
  bool subject(Node& node);
  bool find_concept(Node& node);
  bool comparison(Node node, const Token& sign);
  bool state(Node node);
  bool bare(const Node& node);
  bool time(Node node, Operation operation);
  bool duration(double& days);

  // parse_number.cpp: numbers, bounds and units
  bool number(Number& number);
  bool bound(Node& node, const Token& sign, bool mirrored, const Number& number,
             const terminology::Conversion& conversion);
  bool unit(const Node& node, terminology::Conversion& conversion);
  bool unit_of_age(const Token& written, terminology::Conversion& conversion);
  bool whole_years(const Number& number, const terminology::Conversion& conversion);

  void advance();
  void advance_to(std::size_t offset);
  void finish_test(Node node);
  bool fail(std::size_t offset, std::string message, std::string hint = {});
  bool fail_here(std::string_view expected);
  [[nodiscard]] std::string found() const;
  [[nodiscard]] std::string id_of(const Node& node) const;

  std::string_view text_;
  const terminology::Vocabulary& vocabulary_;
  const std::vector<knowledge::FactWish>& wanted_;
  Token now_;
  std::size_t last_end_ = 0;  ///< end of the token before now_
  int depth_ = 0;
  std::vector<Node> nodes_;
  std::optional<ConditionError> error_;
};

/// "'a'", "'a' or 'b'", "'a', 'b' or 'c'"; without quotes if `quote` is empty.
std::string alternatives(const std::vector<std::string>& words, std::string_view quote = "'");

/// A hint for what other languages write: "write 'and'" for "&&"; else empty.
std::string other_spelling(std::string_view text);

/// "did you mean x?", or empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace causa::rules
