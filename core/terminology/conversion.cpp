// SPDX-License-Identifier: Apache-2.0
//
// The part of Vocabulary that converts: which units an analyte is reported in, by its code first.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "terminology/likely_mistake.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

namespace {

const Conversion* find_unit(const std::vector<Conversion>& conversions, std::string_view unit) {
  for (const auto& conversion : conversions)
    if (conversion.unit == unit) return &conversion;
  return nullptr;
}

Error unit_error(const ConceptDefinition& definition, const CodeDefinition* code,
                 std::string_view unit) {
  std::vector<std::string_view> units;
  const auto name = [&](std::string_view one) {
    if (std::find(units.begin(), units.end(), one) == units.end()) units.push_back(one);
  };
  name(definition.unit);
  for (const auto& conversion : definition.conversions) name(conversion.unit);
  if (code)
    for (const auto& conversion : code->conversions) name(conversion.unit);
  const std::string near = similar_unit(definition, unit);
  return input_error({},
                     fmt::format("{} in {}, a unit that doesn't fit", definition.name,
                                 unit.empty() ? "no unit" : unit),
                     fmt::format("{}use {}", near.empty() ? "" : "looks like " + near + "; ",
                                 fmt::join(units, ", ")));
}

/// "{nominal}": by UCUM an annotation alone is the unit 1.
bool is_annotation(std::string_view ucum) {
  return ucum.size() >= 2 && ucum.front() == '{' && ucum.find('}') == ucum.size() - 1;
}

/// The conversion from `ucum`, by the code first; nothing if the concept isn't reported in it.
std::optional<Conversion> conversion_of(const ConceptDefinition& definition,
                                        const CodeDefinition* code, std::string_view ucum) {
  const Conversion* found = code ? find_unit(code->conversions, ucum) : nullptr;
  if (!found) found = find_unit(definition.conversions, ucum);
  if (found) return *found;
  if (!ucum.empty() && ucum == definition.unit) return Conversion{definition.unit, 1, 0};
  if (is_annotation(ucum)) return conversion_of(definition, code, "1");
  return std::nullopt;
}

}  // namespace

Result<Vocabulary::Converted> Vocabulary::to_canonical(const CodeMatch& match, double value,
                                                       std::string_view unit,
                                                       std::string_view unit_code) const {
  const ConceptDefinition& definition = concepts_[match.concept_id].definition;
  std::string_view ucum = units_.ucum(unit_code.empty() ? unit : unit_code);
  const bool assumed = ucum.empty();
  if (assumed && match.code) ucum = match.code->unit;
  auto conversion = conversion_of(definition, match.code, ucum);
  if (!conversion) return unit_error(definition, match.code, ucum);
  if (!unit.empty() && !unit_code.empty() && unit != unit_code) {
    const auto named = conversion_of(definition, match.code, units_.ucum(unit));
    if (named && (named->factor != conversion->factor || named->offset != conversion->offset))
      return input_error({},
                         fmt::format("{} has the unit {} by name and {} by code", definition.name,
                                     unit, unit_code),
                         "state one unit");
  }
  const double canonical = value * conversion->factor + conversion->offset;
  return Converted{canonical, assumed, std::move(*conversion)};
}

Result<Conversion> Vocabulary::conversion(ConceptId concept_id, std::string_view unit) const {
  const ConceptDefinition& definition = concepts_[concept_id].definition;
  const std::string_view ucum = units_.ucum(unit);
  const bool dimensionless = definition.unit == "1" || definition.unit == "{score}" ||
                             definition.unit == "{ratio}" || definition.unit == "[pH]";
  if (ucum == definition.unit || (ucum.empty() && dimensionless))
    return Conversion{definition.unit, 1, 0};
  if (const Conversion* conversion = find_unit(definition.conversions, ucum)) return *conversion;
  return unit_error(definition, nullptr, ucum);
}

}  // namespace causa::terminology
