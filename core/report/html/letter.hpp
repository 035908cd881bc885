// SPDX-License-Identifier: Apache-2.0
//
// One assessment as an article of an HTML page, written like a letter to a colleague: who, what is
// urgent, what is likely and why, what to do, what is not known, what it rests on. One letter, one
// thread; borrows its arguments.
#pragma once

#include <initializer_list>
#include <string_view>

#include "report/context.hpp"
#include "report/html/citations.hpp"
#include "report/html/markup.hpp"

namespace causa::report::html {

struct LetterOptions {
  std::size_t causes = 7;  ///< how many places are written out; the rest stands in a table
  bool stored = false;     ///< it can be answered, so the names of its alerts are told
};

class Letter {
 public:
  /// `anchor` names the article on its page.
  Letter(const assess::Assessment& assessment, const Context& context, std::string anchor,
         const LetterOptions& options);

  Markup write();

 private:
  // letter.cpp: what a colleague reads first
  void heading();
  void in_short();
  void missing_knowledge();
  void alerts();
  void must_not_miss();
  void ask_next();
  void advice();
  void advice_of(knowledge::AdviceKind kind, const char* title);
  void withheld();

  // cause_part.cpp: the ranking
  void causes();
  void states();
  void cause(const assess::CauseResult& cause);
  void estimates(const assess::CauseResult& cause);
  void evidence(const assess::CauseResult& cause);
  void evidence_row(const assess::Evidence& evidence);
  void not_counted(const assess::CauseResult& cause);
  void further_causes();

  // basis_part.cpp: what it rests on
  void findings();
  void finding_row(const assess::ShownFact& fact);
  void input_to_check();
  void not_used();
  void modules();
  void sources();

  void table_head(std::initializer_list<std::string_view> titles);
  [[nodiscard]] Markup::Element section(Literal kind, std::string_view title);

  const assess::Assessment& it_;
  const Context& context_;
  const std::string anchor_;
  const LetterOptions& options_;
  Citations citations_;
  Markup out_;
};

}  // namespace causa::report::html
