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

/// "Urea nitrogen (LOINC 3094-0) or Urea (LOINC 3091-6)": what a unit can count that fits some
/// codes of a concept and not the concept itself.
std::string counted_by_codes(const ConceptDefinition& definition, std::string_view unit) {
  std::vector<std::string> things;
  std::vector<double> factors;
  for (const auto& code : definition.codes) {
    const Conversion* const conversion = find_unit(code.conversions, unit);
    if (!conversion ||
        std::find(factors.begin(), factors.end(), conversion->factor) != factors.end())
      continue;
    factors.push_back(conversion->factor);
    things.push_back(fmt::format("{} ({} {})", code.display.substr(0, code.display.find(" [")),
                                 code.system, code.code));
  }
  return fmt::format("{}", fmt::join(things, " or "));
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
  const std::string message = fmt::format("{} in {}, a unit that doesn't fit", definition.name,
                                          unit.empty() ? "no unit" : unit);
  if (const std::string things = counted_by_codes(definition, unit); !things.empty())
    return input_error({}, fmt::format("{} without a word of what it counts", message),
                       fmt::format("say by name or code that it is {}, or use {}", things,
                                   fmt::join(units, ", ")));
  const std::string near = similar_unit(definition, unit);
  return input_error({}, message,
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
