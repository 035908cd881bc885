// SPDX-License-Identifier: Apache-2.0
//
// Recursive descent over the condition language. Private to this room; one parser a text. Every
// method that returns bool has set error_ if it says false, and then nothing more is read.
//
//   any      = all {"or" all}
//   all      = negation {"and" negation}
//   negation = "not" negation | primary
//   primary  = "(" any ")" | "at" "least" count amount | test
//   amount   = "of" "(" any {"," any} ")" | "values" "of" fact [sign number [unit]] [within]
//            | "kinds" "of" fact
//   test     = number sign subject sign number [unit] [within] [open]
//            | subject sign number [unit] [within] [open] | subject ["is" state]
//            | fact ("rose" | "fell") ["by" sign number (unit | "%") | "to" sign number "times"]
//              within [open]
//            | fact event ("within" duration | "over" duration "ago") [open]
//            | fact event ["within" duration | "over" duration] ("before" | "after") fact event
//              [open]
//            | definition ["is" ("known" | "unknown")]
//   subject  = ["lowest" | "highest" | "earliest" | "latest"] fact | score | "age" | "sex"
//   event    = "started" | "recorded" | "stopped"
//   within   = "within" duration
//   open     = "or" "unknown"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/lexer.hpp"
#include "rules/tree.hpp"

namespace causa::rules {

/// What the parsers of a condition and of the definitions in it have in common.
struct Shared {
  const terminology::Vocabulary& vocabulary;
  const Terms& terms;
  Condition::Tree tree;                 ///< without its nodes
  std::vector<std::string_view> names;  ///< definitions and scores that are being read
  std::size_t written_out = 0;          ///< nodes that definitions and scores have become
  int depth = 0;
};

class Parser {
 public:
  Parser(std::string_view text, Shared& shared);

  /// False: error() says why.
  bool run();

  [[nodiscard]] std::vector<Node>& nodes() { return nodes_; }
  [[nodiscard]] const ConditionError& error() const { return *error_; }

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
  bool counted_list(const Token& count, std::uint32_t needed, std::size_t first);
  void possible(std::size_t first);
  void join(Operation operation, std::size_t first_node, std::uint32_t operands,
            std::uint32_t needed = 0);
  bool expect(TokenKind kind, std::string_view what);
  bool nested_too_deep();

  // parse_fact.cpp: what is asked of one fact
  bool test();
  bool range();
  bool subject(Node& node);
  void taking(Node& node);
  bool find_concept(Node& node);
  bool unknown_name(std::string_view id);
  bool comparison(Node node, const Token& sign);
  bool state(Node node);
  bool bare(const Node& node);
  bool time(Node node, Operation operation);
  bool has_time(const Node& node, const Token& verb, Operation operation);
  bool duration(double& days);
  bool own_window(Node& node);

  // parse_series.cpp: what several facts say together
  bool change(Node node);
  bool change_by(Node& node, bool rises);
  bool change_to(Node& node, bool rises);
  bool between(Node node, Operation event, double low, double high);
  bool values(std::uint32_t needed);
  bool kinds(std::uint32_t needed);

  // parse_terms.cpp: the module's own words
  bool definition(const knowledge::Definition& definition);
  bool band(const Node& node, const knowledge::Band& band);
  bool score(const Node& node);
  bool score_is_known(const Node& node);
  bool has_no_items(const Node& node);
  bool write_out(const knowledge::ConditionText& condition, std::string_view name,
                 std::size_t offset);
  [[nodiscard]] const knowledge::BandedFact* bands_of(const Node& node) const;

  // parse_number.cpp: numbers, bounds and units
  bool number(Number& number);
  bool bound(Node& node, const Token& sign, bool mirrored, const Number& number,
             const terminology::Conversion& conversion);
  bool finish_comparison(Node node);
  bool unit(const Node& node, terminology::Conversion& conversion);
  bool unit_of_age(const Token& written, terminology::Conversion& conversion);
  bool whole_years(const Number& number, const terminology::Conversion& conversion);

  void advance();
  void advance_to(std::size_t offset);
  void finish_test(Node node);
  void add(Node node);
  bool fail(std::size_t offset, std::string message, std::string hint = {});
  bool fail_here(std::string_view expected);
  [[nodiscard]] std::string found() const;
  [[nodiscard]] std::string id_of(const Node& node) const;

  std::string_view text_;
  Shared& shared_;
  const terminology::Vocabulary& vocabulary_;
  const Terms& terms_;
  std::uint32_t text_index_;  ///< of text_ among the tree's
  Token now_;
  std::size_t last_end_ = 0;  ///< end of the token before now_
  std::vector<Node> nodes_;
  std::optional<ConditionError> error_;
};

/// The whole of a condition. `terms` and their manifest are only read.
std::variant<Condition::Tree, ConditionError> parse_tree(std::string_view text,
                                                         const terminology::Vocabulary& vocabulary,
                                                         const Terms& terms);

/// Words of the language, which nothing else may be called.
bool is_keyword(std::string_view word);

/// "'a'", "'a' or 'b'", "'a', 'b' or 'c'"; without quotes if `quote` is empty.
std::string alternatives(const std::vector<std::string>& words, std::string_view quote = "'");

/// A hint for what other languages write: "write 'and'" for "&&"; else empty.
std::string other_spelling(std::string_view text);

/// "did you mean x?", or empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace causa::rules
