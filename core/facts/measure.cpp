// SPDX-License-Identifier: Apache-2.0

#include "facts/measure.hpp"

#include <fmt/core.h>

#include <cmath>

#include "base/text.hpp"
#include "terminology/likely_mistake.hpp"

namespace causa::facts {

namespace {

using record::Comparator;
using record::Item;
using terminology::ConceptDefinition;

constexpr std::size_t longest_quoted = 60;

std::string written(const ConceptDefinition& definition, const Item& item) {
  const std::string_view unit = item.unit.empty() ? item.unit_code : item.unit;
  return fmt::format("{} {}{}{}", definition.name, format_number(item.number),
                     unit.empty() ? "" : " ", unit);
}

std::string with_guess(const std::string& guess, std::string_view cure) {
  return guess.empty() ? std::string(cure) : fmt::format("{}; {}", guess, cure);
}

Refusal refuse_unit(const ConceptDefinition& definition, const Item& item, std::uint32_t index,
                    const terminology::RangeDoubt& doubt) {
  const double times = doubt.factor >= 1 ? doubt.factor : 1 / doubt.factor;
  std::string guess;
  if (!doubt.unit.empty()) guess = fmt::format("looks like {}", doubt.unit);
  return {
      Refused::unit_doubted, index,
      fmt::format("{}: its reference range {} to {} is {:.2g} times too {} for this unit",
                  written(definition, item), format_number(item.reference_low),
                  format_number(item.reference_high), times, doubt.factor >= 1 ? "high" : "low"),
      with_guess(guess, "check the unit; alerts take the value as it is stated")};
}

bool is_implausible(const ConceptDefinition& definition, double value) {
  return definition.plausible &&
         (value < definition.plausible->first || value > definition.plausible->second);
}

std::string shortened(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && end < longest_quoted) end += code_point_bytes(text, end);
  return std::string(text.substr(0, end)) + (end < text.size() ? "..." : "");
}

/// What stands in the place of a number; empty if nothing does.
std::string_view words_of(const record::Record& record, const Item& item) {
  const bool coded = item.value_kind == record::ValueKind::coded;
  if (!coded && item.value_kind != record::ValueKind::text) return {};
  if (!item.value_text.empty() || !coded || item.value_codes.count == 0) return item.value_text;
  const record::Coding& coding = *record.begin_of(item.value_codes);
  return coding.display.empty() ? coding.code : coding.display;
}

Refusal refuse_value(const ConceptDefinition& definition, const Item& item, std::uint32_t index,
                     const terminology::Conversion& conversion) {
  return {Refused::implausible, index,
          fmt::format("{} is outside the plausible range {} to {} {}", written(definition, item),
                      format_number(definition.plausible->first),
                      format_number(definition.plausible->second), definition.unit),
          with_guess(terminology::likely_unit(definition, item.number, conversion.unit),
                     "check the unit and the decimal point")};
}

void set_bound(const Item& item, Fact& fact) {
  fact.comparator = item.comparator;
  if (item.comparator == Comparator::less || item.comparator == Comparator::less_equal)
    fact.quality |= Quality::true_value_below;
  else if (item.comparator != Comparator::none)
    fact.quality |= Quality::true_value_above;
}

}  // namespace

Taken measure(const record::Record& record, std::uint32_t index,
              const terminology::CodeMatch& match, const terminology::Vocabulary& vocabulary,
              std::int64_t as_of_ms, Fact& fact, std::vector<Refusal>& refusals,
              std::string_view& why) {
  const Item& item = record.items[index];
  const ConceptDefinition& definition = vocabulary[match.concept_id].definition;
  if (item.state == record::State::unknown) {
    why = "no result, with a reason given";
    return Taken::no;
  }
  if (const std::string_view words = words_of(record, item); !words.empty()) {
    refusals.push_back({Refused::not_a_number, index,
                        fmt::format("{} \"{}\" is not a number", definition.name, shortened(words)),
                        "send the number, with its unit in the field for it"});
    return Taken::no;
  }
  if (item.value_kind != record::ValueKind::number || !std::isfinite(item.number)) {
    why = "no number where a number is needed";
    return Taken::no;
  }
  const auto converted = vocabulary.to_canonical(match, item.number, item.unit, item.unit_code);
  if (!converted) {
    const bool no_unit = item.unit.empty() && item.unit_code.empty();
    const std::string guess =
        no_unit ? terminology::likely_unit(definition, item.number, {}) : std::string();
    refusals.push_back(
        {Refused::unit, index,
         fmt::format("{} ({})", converted.error().message, format_number(item.number)),
         with_guess(guess, converted.error().cure)});
    return Taken::no;
  }
  fact.value = converted->value;
  if (converted->assumed) fact.quality |= Quality::unit_assumed;
  set_bound(item, fact);
  if ((fact.quality & Quality::hemolyzed) && definition.hemolysis_raises) {
    fact.quality |= Quality::true_value_below;
    refusals.push_back({Refused::hemolyzed, index,
                        fmt::format("{} is of a hemolyzed sample, the true value is not higher; "
                                    "alerts take it as it stands, all else as a bound at most",
                                    written(definition, item)),
                        "repeat it"});
  }
  if (is_implausible(definition, fact.value)) {
    fact.quality |= Quality::implausible;
    refusals.push_back(refuse_value(definition, item, index, converted->conversion));
  } else if (const auto doubt = terminology::doubt_range(definition, converted->conversion,
                                                         item.reference_low, item.reference_high)) {
    fact.quality |= Quality::unit_doubted;
    refusals.push_back(refuse_unit(definition, item, index, *doubt));
  }
  if (definition.window_ms > 0 &&
      (!item.time.known() || as_of_ms - item.time.latest_ms > definition.window_ms))
    fact.quality |= Quality::stale;
  return Taken::yes;
}

Refusal unread_value(const ConceptDefinition& definition, const Item& item, std::uint32_t index) {
  const std::string what =
      std::isfinite(item.number) ? written(definition, item) : std::string(definition.name);
  return {
      Refused::not_a_number, index, fmt::format("{} is not used: {}", what, item.value_text),
      "look it up where it comes from; send a final result, its value as one number with a unit"};
}

std::optional<Fact> upper_limit_sent(const Item& item, const terminology::CodeMatch& match,
                                     const Fact& measured,
                                     const terminology::Vocabulary& vocabulary) {
  const auto limit = vocabulary[match.concept_id].upper_limit;
  if (limit == terminology::no_concept || !std::isfinite(item.reference_high) ||
      (measured.quality & refused_for_scoring))
    return std::nullopt;
  const auto converted =
      vocabulary.to_canonical(match, item.reference_high, item.unit, item.unit_code);
  if (!converted || is_implausible(vocabulary[limit].definition, converted->value))
    return std::nullopt;
  Fact fact = measured;
  fact.concept_id = limit;
  fact.comparator = Comparator::none;
  fact.quality = 0;
  fact.value = converted->value;
  return fact;
}

}  // namespace causa::facts
