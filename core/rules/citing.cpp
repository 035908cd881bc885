// SPDX-License-Identifier: Apache-2.0
//
// Which cells made a condition true, false or unknown for one row, and which could.
#include <algorithm>

#include "rules/cells.hpp"
#include "rules/condition.hpp"

namespace causa::rules {

class Citing {
 public:
  Citing(const std::vector<Program::Step>& steps, const facts::Batch& batch, std::uint32_t row,
         std::vector<std::uint32_t>& columns)
      : steps_(steps), batch_(batch), row_(row), columns_(columns) {}

  /// Adds the columns that gave this subtree its outcome.
  void cite(std::size_t at, Truth outcome) {
    const Program::Step& step = steps_[at];
    if (step.operands == 0) return add(step.column);
    for_operands(at, [&](std::size_t operand) {
      const Truth truth = truth_of(operand);
      const bool one_operand = step.operands == 1;
      if (one_operand || truth == outcome) cite(operand, truth);
    });
  }

 private:
  /// Operands are visited in the order of the text, so that citations are.
  template <class Visit>
  void for_operands(std::size_t at, Visit visit) const {
    const std::uint32_t operands = steps_[at].operands;
    for (std::uint32_t i = 0; i < operands; ++i) {
      std::size_t operand = at - 1;
      for (std::uint32_t later = i + 1; later < operands; ++later) operand -= steps_[operand].size;
      visit(operand);
    }
  }

  /// The same loops as for a batch, on one row. Conditions are small, so that asking again at
  /// every level costs less than keeping the answers.
  [[nodiscard]] Truth truth_of(std::size_t at) const {
    const Program::Step& step = steps_[at];
    if (step.operands == 0) {
      const Bits bits = Program::Cells(step, batch_).bits(row_, 1);
      return bits.yes != 0 ? Truth::yes : bits.no != 0 ? Truth::no : Truth::unknown;
    }
    std::uint32_t yes = 0;
    std::uint32_t no = 0;
    for_operands(at, [&](std::size_t operand) {
      const Truth truth = truth_of(operand);
      yes += truth == Truth::yes ? 1 : 0;
      no += truth == Truth::no ? 1 : 0;
    });
    return joined(step, yes, no);
  }

  static Truth joined(const Program::Step& step, std::uint32_t yes, std::uint32_t no) {
    std::uint32_t needed = step.needed;
    if (step.code == Program::Code::all_of) needed = step.operands;
    if (step.code == Program::Code::any_of) needed = 1;
    if (step.code == Program::Code::unknown_is_yes) return no > 0 ? Truth::no : Truth::yes;
    if (step.code == Program::Code::negation)
      return yes > 0 ? Truth::no : no > 0 ? Truth::yes : Truth::unknown;
    if (yes >= needed) return Truth::yes;
    return step.operands - no < needed ? Truth::no : Truth::unknown;
  }

  void add(std::uint32_t column) {
    if (std::find(columns_.begin(), columns_.end(), column) == columns_.end())
      columns_.push_back(column);
  }

  const std::vector<Program::Step>& steps_;
  const facts::Batch& batch_;
  std::uint32_t row_;
  std::vector<std::uint32_t>& columns_;
};

/// Which outcomes a subtree could still have if some columns were answered.
class Answering {
 public:
  Answering(const std::vector<Program::Step>& steps, const facts::Batch& batch, std::uint32_t row,
            const std::vector<std::uint32_t>& columns)
      : steps_(steps), batch_(batch), row_(row), columns_(columns) {}

  struct Outcomes {
    bool yes = false, no = false;
  };

  /// Tests of one column are taken to be independent: at worst a question is asked too often.
  [[nodiscard]] Outcomes of(std::size_t at) const {
    const Program::Step& step = steps_[at];
    if (step.operands == 0) return of_test(step);
    std::uint32_t yes = 0;
    std::uint32_t no = 0;
    std::size_t operand = at - 1;
    for (std::uint32_t i = 0; i < step.operands; ++i) {
      const Outcomes one = of(operand);
      yes += one.yes ? 1 : 0;
      no += one.no ? 1 : 0;
      operand -= steps_[operand].size;
    }
    switch (step.code) {
      case Program::Code::negation:
        return {no > 0, yes > 0};
      case Program::Code::unknown_is_yes:
        return {yes > 0 || no == 0, no > 0};
      case Program::Code::all_of:
        return {yes == step.operands, no > 0};
      case Program::Code::any_of:
        return {yes > 0, no == step.operands};
      default:
        return {yes >= step.needed, no + step.needed > step.operands};
    }
  }

 private:
  [[nodiscard]] Outcomes of_test(const Program::Step& step) const {
    const Bits bits = Program::Cells(step, batch_).bits(row_, 1);
    if (bits.yes != 0 || bits.no != 0) return {bits.yes != 0, bits.no != 0};
    const bool asked = std::find(columns_.begin(), columns_.end(), step.column) != columns_.end();
    return {asked, asked};
  }

  const std::vector<Program::Step>& steps_;
  const facts::Batch& batch_;
  std::uint32_t row_;
  const std::vector<std::uint32_t>& columns_;
};

bool Program::could_hold(const facts::Batch& batch, std::uint32_t row,
                         const std::vector<std::uint32_t>& columns) const {
  return always() || Answering(steps_, batch, row, columns).of(steps_.size() - 1).yes;
}

void Program::deciding_columns(const facts::Batch& batch, std::uint32_t row, Truth outcome,
                               std::vector<std::uint32_t>& columns) const {
  if (!always()) Citing(steps_, batch, row, columns).cite(steps_.size() - 1, outcome);
}

}  // namespace causa::rules
