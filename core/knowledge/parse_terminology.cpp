// SPDX-License-Identifier: Apache-2.0
//
// `terminology`, `facts` and `derives`: the names of things, what a library wants and what it
// gives.

#include <fmt/core.h>

#include <cmath>

#include "base/text.hpp"
#include "base/time.hpp"
#include "knowledge/codes.hpp"
#include "knowledge/parts.hpp"
#include "terminology/unit_scale.hpp"

namespace causa::knowledge {

namespace {

using terminology::ConceptKind;

std::optional<std::int64_t> read_duration(Reader& part, std::string_view key) {
  const std::string_view text = part.text(key);
  if (text.empty()) return std::nullopt;
  if (const auto duration = parse_duration(text)) return *duration;
  part.wrong(key, fmt::format("\"{}\" is not a duration", text), "write P14D, P2W, P3M or P1Y");
  return std::nullopt;
}

std::optional<std::pair<double, double>> as_pair(const std::optional<Interval>& interval) {
  if (!interval) return std::nullopt;
  return std::pair(interval->low, interval->high);
}

/// A conversion is written with three or four digits; a wrong one is off by ten, or by its inverse.
constexpr double most_rounding = 0.02;

void check_conversions(const std::vector<terminology::Conversion>& conversions,
                       const std::string& unit, const Place& place,
                       std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < conversions.size(); ++i) {
    const auto& stated = conversions[i];
    const auto factor = terminology::ucum_factor(stated.unit, unit);
    if (!factor || stated.offset != 0) continue;
    if (std::abs(stated.factor / *factor - 1) <= most_rounding) continue;
    problems.push_back({fmt::format("{}/conversions/{}/factor", place.pointer(), i), 0,
                        fmt::format("1 {} is {} {}, not {}", stated.unit, format_number(*factor),
                                    unit, format_number(stated.factor)),
                        fmt::format("write factor: {}", format_number(*factor)), false});
  }
}

void read_concept(Reader& part, terminology::ConceptDefinition& definition) {
  definition.id = read_id(part, "id", Dots::required);
  definition.name = part.text("name", Need::required);
  definition.kind = part.choice<ConceptKind>("kind", kinds, ConceptKind::truth);
  definition.unit = part.text("unit");
  definition.conversions = read_conversions(part);
  definition.plausible = as_pair(part.interval("plausible"));
  definition.typical = as_pair(part.interval("typical"));
  definition.window_ms = read_duration(part, "window").value_or(0);
  definition.is_a = part.texts("is_a");
  definition.complaint = part.texts("complaint");
  definition.text = part.texts("text");
  definition.codes = read_codes(part);
  check_conversions(definition.conversions, definition.unit, part.place(), part.problems());
  const Place codes = part.at("codes");
  for (std::size_t i = 0; i < definition.codes.size(); ++i)
    check_conversions(definition.codes[i].conversions, definition.unit, {codes, i},
                      part.problems());
  for (const auto& complaint : definition.complaint) check_complaint(part, "complaint", complaint);
  if (definition.kind == ConceptKind::number && definition.unit.empty())
    part.wrong_here("a number needs a unit", "the canonical UCUM unit; \"1\" if it has none");
  if (definition.kind == ConceptKind::truth && !definition.unit.empty())
    part.wrong("unit", "only a number has a unit", "add kind: number");
}

DerivedFact read_provided(Reader& part) {
  DerivedFact fact;
  fact.id = read_id(part, "id", Dots::required);
  fact.name = part.text("name", Need::required);
  fact.kind = part.choice<ConceptKind>("type", kinds, ConceptKind::number, Need::required);
  fact.unit = part.text("unit", fact.kind == ConceptKind::number ? Need::required : Need::optional);
  fact.range = part.interval("range");
  if (fact.kind == ConceptKind::truth && (!fact.unit.empty() || fact.range))
    part.wrong_here("only a number has a unit or a range");
  return fact;
}

std::vector<std::pair<std::string, std::string>> read_values(Reader& part, std::string_view key) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const auto& [fact, value] : part.facts(key, Need::required))
    values.emplace_back(fact, value.written());
  return values;
}

DeriveStep read_step(Reader& part) {
  DeriveStep step;
  step.id = read_id(part, "id", Dots::allowed);
  step.about = part.text("about");
  step.needs = part.texts("needs", Need::required);
  part.list("provides", Need::required,
            [&](Reader& provided) { step.provides.push_back(read_provided(provided)); });
  if (step.provides.empty() && part.has("provides"))
    part.wrong("provides", "must name at least one fact");
  step.sources = read_sources(part, Need::required);
  part.list("examples", Need::optional, [&](Reader& example) {
    DeriveExample read;
    read.given = read_values(example, "given");
    read.expect = read_values(example, "expect");
    read.tolerance = example.number("tolerance").value_or(0);
    step.examples.push_back(std::move(read));
  });
  return step;
}

}  // namespace

std::vector<terminology::Conversion> read_conversions(Reader& part) {
  std::vector<terminology::Conversion> conversions;
  part.list("conversions", Need::optional, [&](Reader& entry) {
    terminology::Conversion conversion;
    conversion.unit = entry.text("unit", Need::required);
    conversion.factor = entry.number("factor", Need::required).value_or(1);
    conversion.offset = entry.number("offset").value_or(0);
    if (conversion.factor <= 0) entry.wrong("factor", "must be greater than 0");
    conversions.push_back(std::move(conversion));
  });
  return conversions;
}

std::vector<terminology::CodeDefinition> read_codes(Reader& part) {
  static constexpr std::array<std::pair<std::string_view, int>, 6> systems{
      {{"LOINC", 0}, {"SNOMED", 1}, {"ICD10CM", 2}, {"ICD10", 3}, {"RxNorm", 4}, {"ATC", 5}}};
  static constexpr std::array<std::pair<std::string_view, bool>, 2> matches{
      {{"exact", false}, {"prefix", true}}};
  std::vector<terminology::CodeDefinition> codes;
  part.list("codes", Need::optional, [&](Reader& entry) {
    terminology::CodeDefinition code;
    const int system = entry.choice<int>("system", systems, 0, Need::required);
    code.system = systems[static_cast<std::size_t>(system)].first;
    code.code = entry.text("code", Need::required);
    code.display = entry.text("display");
    code.unit = entry.text("unit");
    code.conversions = read_conversions(entry);
    code.prefix = entry.choice<bool>("match", matches, false);
    code.verified = entry.truth("verified", false);
    if (const auto seen = entry.text("seen"); !seen.empty()) code.seen.emplace_back(seen);
    codes.push_back(std::move(code));
  });
  return codes;
}

void read_terminology(Reader& top, Manifest& manifest) {
  manifest.terminology.reserve(top.length("terminology"));
  top.list("terminology", Need::optional,
           [&](Reader& part) { read_concept(part, manifest.terminology.emplace_back()); });
}

void read_facts(Reader& top, Manifest& manifest) {
  static constexpr std::array<std::pair<std::string_view, Take>, 5> takes{{
      {"latest", Take::latest},
      {"earliest", Take::earliest},
      {"lowest", Take::lowest},
      {"highest", Take::highest},
      {"all", Take::all},
  }};
  top.list("facts", Need::optional, [&](Reader& part) {
    FactWish wish;
    wish.id = read_id(part, "id", Dots::required);
    wish.unit = part.text("unit");
    // Without a type a fact with a unit is a number; one without is what the vocabulary says.
    wish.kind = part.choice<ConceptKind>(
        "type", kinds, wish.unit.empty() ? ConceptKind::truth : ConceptKind::number);
    wish.take = part.choice<Take>("take", takes, Take::latest);
    wish.within_ms = read_duration(part, "within").value_or(-1);
    manifest.facts.push_back(std::move(wish));
  });
}

void read_derives(Reader& top, Manifest& manifest) {
  top.list("derives", Need::optional,
           [&](Reader& part) { manifest.derives.push_back(read_step(part)); });
}

}  // namespace causa::knowledge
