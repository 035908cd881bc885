// SPDX-License-Identifier: Apache-2.0
//
// Which cells made a condition true, false or unknown for one row, and which could.
#include <algorithm>
#include <cmath>

#include "rules/cells.hpp"
#include "rules/condition.hpp"

namespace causa::rules {

class Citing {
 public:
  Citing(const std::vector<Program::Step>& steps, const std::vector<std::int32_t>& points,
         const facts::Batch& batch, std::uint32_t row, std::vector<DecidingCell>& cells)
      : steps_(steps), points_(points), batch_(batch), row_(row), cells_(cells) {}

  /// Adds the cells that gave this subtree its outcome.
  void cite(std::size_t at, Truth outcome) {
    const Program::Step& step = steps_[at];
    if (step.operands == 0) {
      DecidingCell cell{step.column};
      if (step.code == Program::Code::within && outcome != Truth::unknown)
        cell = {step.column, step.low, step.high, outcome == Truth::yes};
      add(cell);
      if (step.code == Program::Code::days_between) add({step.other});
      return;
    }
    if (step.code == Program::Code::score) return cite_score(at, outcome);
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

  /// The items that brought the score to where it is: with a lower bound alone those that raised
  /// it if it is reached, and those that didn't if not; of two bounds all that are known.
  void cite_score(std::size_t at, Truth outcome) {
    const Program::Step& step = steps_[at];
    const bool two_sided = std::isfinite(step.low) && std::isfinite(step.high);
    const bool high = std::isfinite(step.low) == (outcome == Truth::yes);
    std::uint32_t item = 0;
    for_operands(at, [&](std::size_t operand) {
      const Truth truth = truth_of(operand);
      const bool gives = points_[step.points + item++] > 0;
      const bool wanted = outcome == Truth::unknown ? truth == Truth::unknown
                          : truth == Truth::unknown ? false
                          : two_sided               ? true
                                                    : (truth == Truth::yes) == (gives == high);
      if (wanted) cite(operand, truth);
    });
  }

  [[nodiscard]] Truth score_of(std::size_t at) const {
    const Program::Step& step = steps_[at];
    double lowest = 0;
    double highest = 0;
    std::uint32_t item = 0;
    for_operands(at, [&](std::size_t operand) {
      const Truth truth = truth_of(operand);
      const double points = points_[step.points + item++];
      const double unsure = truth == Truth::unknown ? points : 0;
      const double sure = truth == Truth::yes ? points : 0;
      lowest += sure + std::min(0.0, unsure);
      highest += sure + std::max(0.0, unsure);
    });
    if (lowest >= step.low && highest <= step.high) return Truth::yes;
    return highest < step.low || lowest > step.high ? Truth::no : Truth::unknown;
  }

  /// The same loops as for a batch, on one row. Conditions are small, so that asking again at
  /// every level costs less than keeping the answers.
  [[nodiscard]] Truth truth_of(std::size_t at) const {
    const Program::Step& step = steps_[at];
    if (step.operands == 0) {
      const Bits bits = Program::Cells(step, batch_).bits(row_, 1);
      return bits.yes != 0 ? Truth::yes : bits.no != 0 ? Truth::no : Truth::unknown;
    }
    if (step.code == Program::Code::score) return score_of(at);
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
    if (step.code == Program::Code::known) return yes + no > 0 ? Truth::yes : Truth::no;
    if (step.code == Program::Code::negation)
      return yes > 0 ? Truth::no : no > 0 ? Truth::yes : Truth::unknown;
    if (yes >= needed) return Truth::yes;
    return step.operands - no < needed ? Truth::no : Truth::unknown;
  }

  void add(const DecidingCell& cell) {
    if (std::none_of(cells_.begin(), cells_.end(),
                     [&](const DecidingCell& other) { return other.column == cell.column; }))
      cells_.push_back(cell);
  }

  const std::vector<Program::Step>& steps_;
  const std::vector<std::int32_t>& points_;
  const facts::Batch& batch_;
  std::uint32_t row_;
  std::vector<DecidingCell>& cells_;
};

/// Which outcomes a subtree could still have if some columns were answered.
class Answering {
 public:
  Answering(const std::vector<Program::Step>& steps, const std::vector<std::int32_t>& points,
            const facts::Batch& batch, std::uint32_t row, const std::vector<std::uint32_t>& columns)
      : steps_(steps), points_(points), batch_(batch), row_(row), columns_(columns) {}

  struct Outcomes {
    bool yes = false, no = false;
  };

  /// Tests of one column are taken to be independent: at worst a question is asked too often.
  [[nodiscard]] Outcomes of(std::size_t at) const {
    const Program::Step& step = steps_[at];
    if (step.operands == 0) return of_test(step);
    if (step.code == Program::Code::score) return of_score(at);
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
      case Program::Code::known:
        return {yes + no > 0, yes + no == 0};
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
    const auto is_asked = [&](std::uint32_t column) {
      return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
    };
    const bool asked =
        is_asked(step.column) || (step.code == Program::Code::days_between && is_asked(step.other));
    return {asked, asked};
  }

  /// The answers that bring most points on, and those that bring fewest.
  [[nodiscard]] Outcomes of_score(std::size_t at) const {
    const Program::Step& step = steps_[at];
    double up_lowest = 0;
    double down_highest = 0;
    std::size_t operand = at - 1;
    for (std::uint32_t i = step.operands; i-- > 0;) {
      const Outcomes one = of(operand);
      const double points = points_[step.points + i];
      const bool can_give = points > 0 ? one.yes : one.no;
      const bool can_take = points > 0 ? one.no : one.yes;
      const double most = std::max(0.0, points);
      const double least = std::min(0.0, points);
      up_lowest += can_give ? most : least;
      down_highest += can_take ? least : most;
      operand -= steps_[operand].size;
    }
    return {up_lowest >= step.low && down_highest <= step.high,
            down_highest < step.low || up_lowest > step.high};
  }

  const std::vector<Program::Step>& steps_;
  const std::vector<std::int32_t>& points_;
  const facts::Batch& batch_;
  std::uint32_t row_;
  const std::vector<std::uint32_t>& columns_;
};

bool Program::could_hold(const facts::Batch& batch, std::uint32_t row,
                         const std::vector<std::uint32_t>& columns) const {
  return always() || Answering(steps_, points_, batch, row, columns).of(steps_.size() - 1).yes;
}

void Program::deciding_columns(const facts::Batch& batch, std::uint32_t row, Truth outcome,
                               std::vector<std::uint32_t>& columns) const {
  std::vector<DecidingCell> cells;
  deciding_cells(batch, row, outcome, cells);
  for (const DecidingCell& cell : cells)
    if (std::find(columns.begin(), columns.end(), cell.column) == columns.end())
      columns.push_back(cell.column);
}

void Program::deciding_cells(const facts::Batch& batch, std::uint32_t row, Truth outcome,
                             std::vector<DecidingCell>& cells) const {
  if (!always()) Citing(steps_, points_, batch, row, cells).cite(steps_.size() - 1, outcome);
}

}  // namespace causa::rules
