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
  return meaning;
}

Meaning node_meaning(const Condition::Tree& tree, std::size_t at) {
  const Node& node = tree.nodes[at];
  if (node.operation < Operation::all) return leaf(node);
  if (node.operation == Operation::negation) {
    Meaning meaning = node_meaning(tree, at - 1);
    meaning.negated = !meaning.negated;
    return meaning;
  }
  std::vector<std::string> parts;
  std::size_t operand = at - 1;
  for (std::uint32_t i = 0; i < node.operands; ++i) {
    parts.push_back(whole(node_meaning(tree, operand)));
    operand -= std::min<std::size_t>(operand, tree.nodes[operand].size);
  }
  std::sort(parts.begin(), parts.end());
  if (node.operation != Operation::at_least)  // there a part that stands twice counts twice
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  if (parts.size() == 1 && node.operation != Operation::at_least) {
    constexpr std::string_view opposite = "not ";
    const bool negated = parts.front().starts_with(opposite);
    return {parts.front().substr(negated ? opposite.size() : 0), negated};
  }
  const char* joint = node.operation == Operation::all   ? "all"
                      : node.operation == Operation::any ? "any"
                                                         : "at least";
  return {fmt::format("{} {}({})", joint, node.needed, fmt::join(parts, ", ")), false};
}

}  // namespace

Meaning meaning_of(const Studied& condition) {
  const Condition::Tree* tree = condition.tree.get();
  if (tree == nullptr) return {"always", false};
  return node_meaning(*tree, tree->nodes.size() - 1);
}

}  // namespace causa::rules
