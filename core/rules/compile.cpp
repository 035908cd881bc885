// SPDX-License-Identifier: Apache-2.0
//
// Nodes of a condition to steps over columns.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

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
      : tree_(tree), layout_(layout), vocabulary_(vocabulary), ties_(ties), windows_(windows) {
    steps.reserve(2 * tree.nodes.size());
  }

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
        return time(node, negated);
      case Operation::change:
        return compare(node, negated);
      case Operation::values:
        return count(node);
      case Operation::between:
        return between(node);
      case Operation::score:
        return score(at, negated);
      case Operation::negation:
        this->node(at - 1, !negated);
        return join(Program::Code::negation, 1);
      case Operation::knowing:
        this->node(at - 1, negated);
        return join(Program::Code::known, 1);
      case Operation::possible:
        this->node(at - 1, negated);
        return join(Program::Code::unknown_is_yes, 1);
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
  std::vector<std::int32_t> points;
  std::uint32_t deepest = 0;

 private:
  void operands(std::size_t at, bool negated) {
    for_operands(tree_.nodes, at, [&](std::size_t operand) { node(operand, negated); });
  }

  void compare(const Node& node, bool negated) {
    Program::Step step;
    step.column = node.operation == Operation::change ? column(node, node.aspect)
                                                      : column(node, facts::Aspect::value);
    step.low = node.low;
    step.high = node.high;
    take_worse_of_ties(step, negated);
    push(step);
  }

  void take_worse_of_ties(Program::Step& step, bool negated) const {
    step.worse_of_ties = ties_ == Ties::take_worse && !negated;
    step.worse_is_no = ties_ == Ties::take_worse && negated;
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

  void time(const Node& node, bool negated) {
    // A measurement's time stands for itself; what is present or absent must also be present, and
    // what was stopped must not have been taken up again.
    if (!node.measured) {
      test(Program::Code::present, column(node, facts::Aspect::value));
      if (node.operation == Operation::stopped) join(Program::Code::negation, 1);
      days(node, negated);
      if (node.or_unknown) join(Program::Code::unknown_is_yes, 1);
      return join(Program::Code::all_of, 2);
    }
    days(node, negated);
    if (!node.or_unknown) return;
    test(Program::Code::known_number, column(node, facts::Aspect::value));
    days(node, negated);
    join(Program::Code::unknown_is_yes, 1);
    join(Program::Code::all_of, 2);
    join(Program::Code::any_of, 2);
  }

  /// At least so many: the upper end of a count is open, so it is true or unknown.
  void count(const Node& node) {
    Program::Step step;
    step.column = column(node, node.aspect);
    step.low = node.needed;
    step.high = std::numeric_limits<double>::infinity();
    push(step);
  }

  /// One event is there (and not over, if it is an end), like the other one; and the time between.
  void between(const Node& node) {
    Node other = node;
    other.concept_id = node.other_id;
    other.measured = node.other_measured;
    other.take = knowledge::Take::latest;
    other.window_ms = node.other_window_ms;
    std::uint32_t parts = 1;
    using Part = std::pair<const Node*, Operation>;
    for (const auto& [one, event] : {Part(&node, node.event), Part(&other, node.other_event)}) {
      if (one->measured) continue;
      test(Program::Code::present, column(*one, facts::Aspect::value));
      if (event == Operation::stopped) join(Program::Code::negation, 1);
      ++parts;
    }
    Program::Step step;
    step.code = Program::Code::days_between;
    step.column = column(node, aspect_of(node.event), false);
    step.other = column(other, aspect_of(node.other_event), false);
    step.low = node.low;
    step.high = node.high;
    push(step);
    if (node.or_unknown) join(Program::Code::unknown_is_yes, 1);
    if (parts > 1) join(Program::Code::all_of, parts);
  }

  void score(std::size_t at, bool negated) {
    const Node& node = tree_.nodes[at];
    const bool two_sided = std::isfinite(node.low) && std::isfinite(node.high);
    // The worse of two values is the one that brings the score towards its bound, and of two bounds
    // each has its own.
    if (!two_sided || ties_ != Ties::take_worse)
      return score_side(at, node.low, node.high, negated, std::isinf(node.low));
    constexpr double infinity = std::numeric_limits<double>::infinity();
    score_side(at, node.low, infinity, negated, false);
    score_side(at, -infinity, node.high, negated, true);
    join(Program::Code::all_of, 2);
  }

  /// `fewer`: the condition asks for few points.
  void score_side(std::size_t at, double low, double high, bool negated, bool fewer) {
    const Node& node = tree_.nodes[at];
    const auto first = tree_.points.begin() + node.points;
    std::int32_t unit = 0;
    for (auto point = first; point != first + node.operands; ++point) unit = std::gcd(unit, *point);
    std::uint32_t item = 0;
    for_operands(tree_.nodes, at, [&](std::size_t operand) {
      this->node(operand, negated != (fewer != (first[item] < 0)));
      ++item;
    });
    join(Program::Code::score, node.operands);
    steps.back().points = static_cast<std::uint32_t>(points.size());
    steps.back().low = std::ceil(low / unit);
    steps.back().high = std::floor(high / unit);
    for (auto point = first; point != first + node.operands; ++point)
      points.push_back(*point / unit);
  }

  void days(const Node& node, bool negated) {
    Program::Step step;
    step.code = Program::Code::days_ago;
    step.column = column(node, aspect_of(node.operation));
    step.low = node.low;
    step.high = node.high;
    if (node.operation == Operation::started) take_worse_of_ties(step, negated);
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

  /// `each_start`: whether alerts look at each thing of that name that began, not at the first.
  std::uint32_t column(const Node& node, facts::Aspect aspect, bool each_start = true) {
    if (node.subject == Subject::age) return facts::age_column;
    if (node.subject == Subject::sex) return facts::female_column;
    // The latest record has one time, however old; with a window, "recorded within" could never be
    // false. Of any other take, the time must be that of the value in the window.
    const bool of_time = aspect == facts::Aspect::start_days ||
                         aspect == facts::Aspect::recorded_days ||
                         aspect == facts::Aspect::stopped_days;
    const bool by_time_alone = of_time && node.take == knowledge::Take::latest;
    // What the condition itself says of time is part of what it means.
    const bool lifted = windows_ == Windows::lift && !node.own_window;
    const bool no_window = lifted || by_time_alone || aspect == facts::Aspect::kinds;
    const bool of_number =
        vocabulary_[node.concept_id].definition.kind == terminology::ConceptKind::number;
    facts::ColumnKey key{
        node.concept_id, aspect, node.take, no_window ? 0 : node.window_ms,
        ties_ == Ties::take_worse &&
            (of_time ? each_start && aspect == facts::Aspect::start_days : of_number)};
    key.span_ms = node.span_ms;
    if (aspect == facts::Aspect::values)
      std::tie(key.from, key.to) = std::pair(node.low, node.high);
    return layout_.add(key, vocabulary_);
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
  steps_.assign(compiler.steps.begin(), compiler.steps.end());
  points_ = std::move(compiler.points);
  depth_ = compiler.deepest;
}

}  // namespace causa::rules
