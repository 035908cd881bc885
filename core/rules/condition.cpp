// SPDX-License-Identifier: Apache-2.0
#include "rules/condition.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "rules/parser.hpp"
#include "rules/tree.hpp"

namespace causa::rules {

TextPlace place_of(std::string_view text, std::size_t offset) {
  TextPlace place;
  for (const char byte : text.substr(0, std::min(offset, text.size()))) {
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xC0u) != 0x80u) {
      ++place.column;
    }
  }
  return place;
}

std::string describe(const ConditionError& error, std::string_view text) {
  const TextPlace place = place_of(text, error.offset);
  const std::string_view joint = error.hint.empty() ? "" : "; ";
  return fmt::format("line {}, column {}: {}{}{}", place.line, place.column, error.message, joint,
                     error.hint);
}

std::variant<Condition, ConditionError> Condition::parse(std::string_view text,
                                                         const terminology::Vocabulary& vocabulary,
                                                         const Terms& terms) {
  Condition condition;
  if (text.empty()) return condition;
  auto parsed = parse_tree(text, vocabulary, terms);
  if (auto* error = std::get_if<ConditionError>(&parsed)) return std::move(*error);
  condition.tree_ = std::make_shared<const Tree>(std::get<Tree>(std::move(parsed)));
  return condition;
}

std::string_view Condition::text() const {
  return tree_ ? std::string_view(tree_->texts.front()) : std::string_view();
}

std::vector<terminology::ConceptId> Condition::concepts() const {
  std::vector<terminology::ConceptId> found;
  if (!tree_) return found;
  for (const Node& node : tree_->nodes)
    for (const auto id : {node.concept_id, node.other_id})
      if (id != terminology::no_concept && std::find(found.begin(), found.end(), id) == found.end())
        found.push_back(id);
  return found;
}

bool Condition::asks_start(terminology::ConceptId id) const {
  if (!tree_) return false;
  return std::any_of(tree_->nodes.begin(), tree_->nodes.end(), [&](const Node& node) {
    const bool between = node.operation == Operation::between;
    return (node.concept_id == id && (node.operation == Operation::started ||
                                      (between && node.event == Operation::started))) ||
           (between && node.other_id == id && node.other_event == Operation::started);
  });
}

}  // namespace causa::rules
