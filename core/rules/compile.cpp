// SPDX-License-Identifier: Apache-2.0
//
// Nodes of a condition to steps over columns.
#include <cmath>
#include <limits>

#include "rules/condition.hpp"
#include "rules/tree.hpp"

namespace causa::rules {
namespace {

facts::Aspect aspect_of(Operation operation) {
  if (operation == Operation::started) return facts::Aspect::start_days;
  return operation == Operation::stopped ? facts::Aspect::stopped_days
                                         : facts::Aspect::recorded_days;
}

}  // namespace

class Compiler {
 public:
  Compiler(const Condition::Tree& tree, facts::Layout& layout,
           const terminology::Vocabulary& vocabulary, Ties ties, Windows windows)
      : tree_(tree), layout_(layout), vocabulary_(vocabulary), ties_(ties), windows_(windows) {}

  /// `negated`: under an odd number of `not`, where the worse of two values is the one that fails.
  void node(std::size_t at, bool negated) {
    const Node& node = tree_.nodes[at];
    switch (node.operation) {
      case Operation::compare:
        return compare(node, negated);
      case Operation::state:
        return state(node);
      case Operation::started:
      case Operation::recorded:
      case Operation::stopped:
        return time(node);
      case Operation::negation:
        this->node(at - 1, !negated);
        return join(Program::Code::negation, 1);
      case Operation::all:
        operands(at, negated);
        return join(Program::Code::all_of, node.operands);
      case Operation::any:
        operands(at, negated);
        return join(Program::Code::any_of, node.operands);
      case Operation::at_least:
        operands(at, negated);
        return join(Program::Code::at_least, node.operands, node.needed);
    }
  }

  std::vector<Program::Step> steps;
  std::uint32_t deepest = 0;

 private:
  void operands(std::size_t at, bool negated) {
    std::vector<std::size_t> roots;
    std::size_t operand = at - 1;
    for (std::uint32_t i = 0; i < tree_.nodes[at].operands; ++i) {
      roots.push_back(operand);
      operand -= tree_.nodes[operand].size;
    }
    for (auto root = roots.rbegin(); root != roots.rend(); ++root) node(*root, negated);
  }

  void compare(const Node& node, bool negated) {
    Program::Step step;
    step.column = column(node, facts::Aspect::value);
    step.low = node.low;
    step.high = node.high;
    step.worse_of_ties = ties_ == Ties::take_worse && !negated;
    step.worse_is_no = ties_ == Ties::take_worse && negated;
    push(step);
  }

  void state(const Node& node) {
    const bool of_knowing = node.asked == Asked::known || node.asked == Asked::unknown;
    test(!of_knowing     ? Program::Code::present
         : node.measured ? Program::Code::known_number
                         : Program::Code::known_truth,
         column(node, facts::Aspect::value));
    if (node.asked == Asked::absent || node.asked == Asked::unknown)
      join(Program::Code::negation, 1);
  }

  void time(const Node& node) {
    // A measurement's time stands for itself; what is present or absent must also be present, and
    // what was stopped must not have been taken up again.
    if (!node.measured) {
      test(Program::Code::present, column(node, facts::Aspect::value));
      if (node.operation == Operation::stopped) join(Program::Code::negation, 1);
      days(node);
      if (node.or_unknown) join(Program::Code::unknown_is_yes, 1);
      return join(Program::Code::all_of, 2);
    }
    days(node);
    if (!node.or_unknown) return;
    test(Program::Code::known_number, column(node, facts::Aspect::value));
    days(node);
    join(Program::Code::unknown_is_yes, 1);
    join(Program::Code::all_of, 2);
    join(Program::Code::any_of, 2);
  }

  void days(const Node& node) {
    Program::Step step;
    step.code = Program::Code::days_ago;
    step.column = column(node, aspect_of(node.operation));
    step.low = node.low;
    step.high = node.high;
    push(step);
  }

  void test(Program::Code code, std::uint32_t column) {
    Program::Step step;
    step.code = code;
    step.column = column;
    push(step);
  }

  void push(const Program::Step& step) {
    steps.push_back(step);
    if (++depth_ > deepest) deepest = depth_;
  }

  void join(Program::Code code, std::uint32_t operands, std::uint32_t needed = 0) {
    Program::Step step;
    step.code = code;
    step.operands = operands;
    step.needed = needed;
    for (std::uint32_t i = 0; i < operands; ++i) step.size += steps[steps.size() - step.size].size;
    steps.push_back(step);
    depth_ -= operands - 1;
  }

  std::uint32_t column(const Node& node, facts::Aspect aspect) {
    if (node.subject == Subject::age) return facts::age_column;
    if (node.subject == Subject::sex) return facts::female_column;
    // The latest record has one time, however old; with a window, "recorded within" could never be
    // false. Of any other take, the time must be that of the value in the window.
    const bool by_time_alone =
        aspect != facts::Aspect::value && node.take == knowledge::Take::latest;
    const bool no_window = windows_ == Windows::lift || by_time_alone;
    const bool for_alerts =
        ties_ == Ties::take_worse && aspect == facts::Aspect::value &&
        vocabulary_[node.concept_id].definition.kind == terminology::ConceptKind::number;
    return layout_.add(
        {node.concept_id, aspect, node.take, no_window ? 0 : node.window_ms, for_alerts},
        vocabulary_);
  }

  const Condition::Tree& tree_;
  facts::Layout& layout_;
  const terminology::Vocabulary& vocabulary_;
  Ties ties_;
  Windows windows_;
  std::uint32_t depth_ = 0;
};

Program::Program(const Condition& condition, facts::Layout& layout,
                 const terminology::Vocabulary& vocabulary, Ties ties, Windows windows) {
  if (condition.always()) return;
  Compiler compiler(*condition.tree_, layout, vocabulary, ties, windows);
  compiler.node(condition.tree_->nodes.size() - 1, false);
  steps_ = std::move(compiler.steps);
  depth_ = compiler.deepest;
}

}  // namespace causa::rules
