// SPDX-License-Identifier: Apache-2.0
//
// The module's own words in a condition: definitions and scores are written out where they stand,
// so that what is compiled, cited and explained is what they mean.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "rules/parser.hpp"

namespace causa::rules {
namespace {

/// A definition that uses another twice, which uses another twice ... must have an end.
constexpr std::size_t most_written_out = 2000;

/// Errors of a circle are told as they are; every other one begins with the name.
constexpr std::string_view circle = "goes round in a circle: ";

std::uint32_t label(Condition::Tree& tree, std::string name) {
  tree.labels.push_back(std::move(name));
  return static_cast<std::uint32_t>(tree.labels.size() - 1);
}

/// "severe_low" as people say it.
std::string spoken(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace

/// Reads another text of the module and appends its nodes, as one operand. `offset` is where its
/// name stands, for errors.
bool Parser::write_out(const knowledge::ConditionText& condition, std::string_view name,
                       std::size_t offset) {
  auto& names = shared_.names;
  if (const auto first = std::find(names.begin(), names.end(), name); first != names.end()) {
    std::vector<std::string_view> round(first, names.end());
    round.push_back(name);
    return fail(offset, fmt::format("'{}' {}{}", name, circle, fmt::join(round, " uses ")),
                "take one of them out");
  }
  if (nested_too_deep()) return false;
  names.push_back(name);
  Parser inner(condition.text, shared_);
  if (!inner.run()) {
    const ConditionError& error = inner.error();
    const bool tells_itself = error.message.find(circle) != std::string::npos ||
                              error.message.starts_with("grows to more than");
    return fail(offset,
                tells_itself ? error.message
                             : fmt::format("'{}' isn't understood: {}", name, error.message),
                error.hint);
  }
  names.pop_back();
  --shared_.depth;
  shared_.written_out += inner.nodes().size();
  if (shared_.written_out > most_written_out)
    return fail(offset,
                fmt::format("grows to more than {} tests when its definitions are written "
                            "out",
                            most_written_out),
                "use fewer definitions in definitions");
  nodes_.insert(nodes_.end(), inner.nodes().begin(), inner.nodes().end());
  return true;
}

bool Parser::definition(const knowledge::Definition& definition) {
  const std::size_t first = nodes_.size();
  const Token name = now_;
  if (!write_out(definition.when, definition.id, name.offset)) return false;
  if (!definition.name.empty() && nodes_.back().label == no_label)
    nodes_.back().label = label(shared_.tree, definition.name);
  advance();
  if (!now_.is("is")) return true;
  advance();
  const bool unknown = now_.is("unknown");
  if (!unknown && !now_.is("known"))
    return fail(
        now_.offset,
        fmt::format("expected 'known' or 'unknown' after '{} is', found {}", name.text, found()),
        fmt::format("write '{0}' or 'not {0}'", name.text));
  advance();
  join(Operation::knowing, first, 1);
  if (unknown) join(Operation::negation, first, 1);
  return true;
}

const knowledge::BandedFact* Parser::bands_of(const Node& node) const {
  if (node.subject != Subject::fact || !node.measured) return nullptr;
  for (const auto& banded : terms_.bands)
    if (banded.fact == node.name.of(text_)) return &banded;
  return nullptr;
}

bool Parser::band(const Node& node, const knowledge::Band& band) {
  const std::size_t first = nodes_.size();
  const std::string id = id_of(node);
  if (!write_out(band.when, fmt::format("{} is {}", id, band.name), now_.offset)) return false;
  Node& written = nodes_.back();
  if (nodes_.size() != first + 1 || written.operation != Operation::compare ||
      written.concept_id != node.concept_id)
    return fail(now_.offset, fmt::format("the band {} isn't one comparison of {}", band.name, id),
                fmt::format("write when: \"{} < ...\"", id));
  if (node.own_take) std::tie(written.take, written.own_take) = std::pair(node.take, true);
  const std::string& name = vocabulary_[node.concept_id].definition.name;
  written.label =
      label(shared_.tree, fmt::format("{} is {}", name.empty() ? id : name, spoken(band.name)));
  advance();
  if (!own_window(written)) return false;
  possible(first);
  return true;
}

bool Parser::score(const Node& node) {
  const std::string id = id_of(node);
  const auto stated = std::find_if(terms_.scores.begin(), terms_.scores.end(),
                                   [&](const auto& one) { return one.id == id; });
  if (stated->items.empty()) return has_no_items(node);
  const std::size_t first = nodes_.size();
  // Written out one by one, a score that another one is part of puts its points in between.
  std::vector<std::int32_t> own;
  for (const auto& item : stated->items) {
    if (!write_out(item.when, stated->id, node.name.first)) return false;
    own.push_back(static_cast<std::int32_t>(std::lround(item.points * 10)));
  }
  Node made = node;
  made.operation = Operation::score;
  made.operands = static_cast<std::uint32_t>(own.size());
  made.size = static_cast<std::uint32_t>(nodes_.size() - first + 1);
  made.points = static_cast<std::uint32_t>(shared_.tree.points.size());
  shared_.tree.points.insert(shared_.tree.points.end(), own.begin(), own.end());
  made.label = label(shared_.tree, stated->name);
  add(made);
  return true;
}

/// The manifest is refused for it, but what uses the score may be read before.
bool Parser::has_no_items(const Node& node) {
  return fail(node.name.first, fmt::format("the score {} has no items", id_of(node)),
              "write - {when: \"...\", points: 1} below its items");
}

/// A score is known if all of its items are.
bool Parser::score_is_known(const Node& node) {
  const std::string id = id_of(node);
  const auto stated = std::find_if(terms_.scores.begin(), terms_.scores.end(),
                                   [&](const auto& one) { return one.id == id; });
  if (stated->items.empty()) return has_no_items(node);
  const std::size_t first = nodes_.size();
  for (const auto& item : stated->items) {
    const std::size_t at = nodes_.size();
    if (!write_out(item.when, stated->id, node.name.first)) return false;
    join(Operation::knowing, at, 1);
  }
  const auto items = static_cast<std::uint32_t>(stated->items.size());
  if (items > 1) join(Operation::all, first, items);
  if (node.asked == Asked::unknown) join(Operation::negation, first, 1);
  return true;
}

}  // namespace causa::rules
