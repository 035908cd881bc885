// SPDX-License-Identifier: Apache-2.0

#include "check/shape.hpp"

#include <algorithm>

namespace causa::check {

namespace {

using terminology::ConceptKind;

causa_type type_of(ConceptKind kind) {
  return kind == ConceptKind::number ? CAUSA_NUMBER : CAUSA_TRUTH;
}

/// The range of a fact that some module derives.
std::optional<knowledge::Interval> derived_range(const assess::Prepared& knowledge,
                                                 const std::string& id) {
  for (const auto& module : knowledge.registry.modules())
    for (const auto& step : module.manifest.derives)
      for (const auto& provided : step.provides)
        if (provided.id == id) return provided.range;
  return std::nullopt;
}

/// Values of a concept whose range nobody states: what scores, counts and days are like.
constexpr knowledge::Interval any_values{0, 100};

Need need_of(const std::string& id, const knowledge::Manifest& manifest,
             const assess::Prepared& knowledge) {
  if (id == "patient.age") return {id, CAUSA_NUMBER, false, 18, 100, false};
  if (id == "patient.female") return {id, CAUSA_TRUTH, false, 0, 1, false};
  const auto& vocabulary = knowledge.vocabulary;
  const auto concept_id = *vocabulary.find(id);
  const auto& definition = vocabulary[concept_id].definition;
  Need need;
  need.id = id;
  need.type = type_of(definition.kind);
  knowledge::Interval range = derived_range(knowledge, id).value_or(any_values);
  if (definition.plausible) range = {definition.plausible->first, definition.plausible->second};
  for (const auto& wish : manifest.facts) {
    if (wish.id != id) continue;
    need.list = wish.take == knowledge::Take::all;
    if (wish.unit.empty()) continue;
    if (const auto unit = vocabulary.conversion(concept_id, wish.unit))
      range = {(range.low - unit->offset) / unit->factor,
               (range.high - unit->offset) / unit->factor};
  }
  need.low = std::min(range.low, range.high);
  need.high = std::max(range.low, range.high);
  return need;
}

}  // namespace

std::vector<Shape> shapes_of(const knowledge::Manifest& manifest,
                             const assess::Prepared& knowledge) {
  std::vector<Shape> shapes;
  for (const auto& step : manifest.derives) {
    Shape shape;
    shape.id = step.id;
    for (const auto& need : step.needs) shape.needs.push_back(need_of(need, manifest, knowledge));
    for (const auto& provided : step.provides)
      shape.provides.push_back({provided.id, type_of(provided.kind)});
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

}  // namespace causa::check
