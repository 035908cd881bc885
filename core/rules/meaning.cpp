// SPDX-License-Identifier: Apache-2.0
//
// One text for conditions that mean the same: parts sorted, opposites written one way.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "rules/certain.hpp"
#include "rules/tree.hpp"

namespace causa::rules {

namespace {

std::string whole(const Meaning& meaning) {
  return meaning.negated ? fmt::format("not {}", meaning.text) : meaning.text;
}

Meaning leaf(Node node) {
  Meaning meaning;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (node.operation == Operation::state &&
      (node.asked == Asked::absent || node.asked == Asked::unknown)) {
    meaning.negated = true;
    node.asked = node.asked == Asked::absent ? Asked::present : Asked::known;
  }
  if (node.operation == Operation::compare && node.high == infinity) {
    meaning.negated = true;
    node.high = std::nextafter(node.low, -infinity);
    node.low = -infinity;
  }
  meaning.text = fmt::format("{}:{}:{}:{}:{}:{}:{}:{}:{}", static_cast<int>(node.operation),
                             static_cast<int>(node.subject), node.concept_id,
                             static_cast<int>(node.asked), static_cast<int>(node.take),
                             node.window_ms, node.low, node.high, node.or_unknown);
  if (node.operation == Operation::change || node.operation == Operation::values)
    meaning.text +=
        fmt::format(":{}:{}:{}", static_cast<int>(node.aspect), node.span_ms, node.needed);
  if (node.operation == Operation::between)
    meaning.text += fmt::format(":{}:{}:{}", static_cast<int>(node.event), node.other_id,
                                static_cast<int>(node.other_event));
  return meaning;
}

}  // namespace

Meaning meaning_of(std::span<const Node> nodes, std::span<const std::int32_t> points,
                   std::size_t at) {
  const Node& node = nodes[at];
  if (node.operation < Operation::all) return leaf(node);
  if (node.operation == Operation::negation) {
    Meaning meaning = meaning_of(nodes, points, at - 1);
    meaning.negated = !meaning.negated;
    return meaning;
  }
  if (node.operation == Operation::knowing) {
    // Who knows whether something isn't knows whether it is.
    return {fmt::format("known({})", meaning_of(nodes, points, at - 1).text), false};
  }
  if (node.operation == Operation::possible)
    return {fmt::format("possible({})", whole(meaning_of(nodes, points, at - 1))), false};
  std::vector<std::string> parts;
  std::uint32_t item = node.points;
  for_operands(nodes, at, [&](std::size_t operand) {
    parts.push_back(whole(meaning_of(nodes, points, operand)));
    if (node.operation == Operation::score) parts.back() += fmt::format("*{}", points[item++]);
  });
  std::sort(parts.begin(), parts.end());
  const bool counts = node.operation == Operation::at_least || node.operation == Operation::score;
  if (!counts)  // there a part that stands twice counts twice
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  if (node.operation == Operation::score)
    return {fmt::format("score {} to {} of ({})", node.low, node.high, fmt::join(parts, ", ")),
            false};
  if (parts.size() == 1 && !counts) {
    constexpr std::string_view opposite = "not ";
    const bool negated = parts.front().starts_with(opposite);
    return {parts.front().substr(negated ? opposite.size() : 0), negated};
  }
  const char* joint = node.operation == Operation::all   ? "all"
                      : node.operation == Operation::any ? "any"
                                                         : "at least";
  return {fmt::format("{} {}({})", joint, node.needed, fmt::join(parts, ", ")), false};
}

Meaning meaning_of(const Studied& condition) {
  const Condition::Tree* tree = condition.tree.get();
  if (tree == nullptr) return {"always", false};
  return meaning_of(tree->nodes, tree->points, tree->nodes.size() - 1);
}

bool counts_twice(const Studied& condition) {
  if (condition.tree == nullptr) return false;
  const auto& nodes = condition.tree->nodes;
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    if (nodes[at].operation != Operation::at_least) continue;
    std::vector<Meaning> parts;
    bool twice = false;
    for_operands(nodes, at, [&](std::size_t operand) {
      parts.push_back(meaning_of(nodes, condition.tree->points, operand));
      twice = twice || std::find(parts.begin(), parts.end() - 1, parts.back()) != parts.end() - 1;
    });
    if (twice) return true;
  }
  return false;
}

}  // namespace causa::rules
