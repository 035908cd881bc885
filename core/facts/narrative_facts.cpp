// SPDX-License-Identifier: Apache-2.0

#include "facts/narrative_facts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "base/text.hpp"

namespace causa::facts {

namespace {

using record::Comparator;
using record::Flag;
using record::State;
using terminology::ConceptId;

bool is_broader(const terminology::Vocabulary& vocabulary, ConceptId broad, ConceptId narrow) {
  const auto& ancestors = vocabulary[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

bool is_number(const Said& said) { return std::isfinite(said.value); }
bool has_start(const Said& said) { return std::isfinite(said.low_days); }

/// Of another day than the text, and an earlier one.
bool is_older(const Fact& coded, const record::Item& text) {
  const auto before = [&](const TimeSpan& time) {
    return time.latest_ms + ms_per_day < text.time.earliest_ms;
  };
  return coded.time.known() && text.time.known() && before(coded.time) &&
         (!coded.end.known() || before(coded.end));
}

/// What ended or was denied on an earlier day says nothing of the day of the text; what is there
/// stays until somebody says under a code that it ended.
bool is_outdated(const Fact& coded, const record::Item& text) {
  const bool is_there = coded.state == State::present && !coded.past;
  return !is_there && is_older(coded, text);
}

bool is_overruled(const Said& said, const Fact& coded, const record::Item& text,
                  const terminology::Vocabulary& vocabulary) {
  const bool same = coded.concept_id == said.concept_id;
  if (is_number(said)) return same && !is_older(coded, text);
  if (is_outdated(coded, text)) return false;
  // Words may add since when, if the code is of the same opinion and doesn't say it.
  if (same && has_start(said) && coded.state == State::present && !coded.past)
    return coded.start.known();
  if (same || is_broader(vocabulary, said.concept_id, coded.concept_id)) return true;
  return said.state == State::present && coded.state == State::absent &&
         is_broader(vocabulary, coded.concept_id, said.concept_id);
}

bool is_coded_present(const Said& said, std::span<const Fact> coded,
                      const terminology::Vocabulary& vocabulary) {
  return std::any_of(coded.begin(), coded.end(), [&](const Fact& fact) {
    return fact.state == State::present && !fact.past &&
           (fact.concept_id == said.concept_id ||
            is_broader(vocabulary, said.concept_id, fact.concept_id));
  });
}

/// Days before the text, as a span; nothing if the text has no date.
TimeSpan start_of(const Said& said, const TimeSpan& text) {
  TimeSpan start;
  if (!has_start(said) || !text.known()) return start;
  const auto ms = [](double days) { return static_cast<std::int64_t>(days * ms_per_day); };
  start.earliest_ms = text.earliest_ms - ms(said.high_days);
  start.latest_ms = text.latest_ms - ms(said.low_days);
  return start;
}

/// Of a number that isn't taken; nothing if it is.
std::optional<Refusal> refusal_of(const Said& said, std::string_view words, std::uint32_t index) {
  switch (said.doubt) {
    case NumberDoubt::none:
    case NumberDoubt::implausible:
      return std::nullopt;
    case NumberDoubt::unit:
      return Refusal{Refused::unit, index, fmt::format("\"{}\" in running text has no unit", words),
                     fmt::format("state it: it could be {}", said.units)};
    case NumberDoubt::thousands:
      return Refusal{Refused::not_a_number, index,
                     fmt::format("the point of \"{}\" in running text may be a decimal point or "
                                 "group thousands",
                                 words),
                     "write thousands without a point"};
    case NumberDoubt::time:
      return Refusal{Refused::not_a_number, index,
                     fmt::format("whether \"{}\" in running text is of today isn't plain", words),
                     "write it in a sentence of its own, apart from older values"};
    case NumberDoubt::specimen:
      return Refusal{Refused::not_a_number, index,
                     fmt::format("of which sample \"{}\" in running text is isn't plain", words),
                     "write it in a sentence of its own, apart from values of urine"};
    case NumberDoubt::unread:
      break;
  }
  return Refusal{Refused::not_a_number, index,
                 fmt::format("the number of \"{}\" in running text is not understood", words),
                 "write one number, with a decimal point, beside its name and before its unit"};
}

void set_number(const Said& said, std::string_view words,
                const terminology::ConceptDefinition& definition, std::uint32_t index, Fact& fact,
                std::vector<Refusal>& refusals) {
  fact.value = said.value;
  fact.comparator = said.comparator;
  if (said.comparator == Comparator::less || said.comparator == Comparator::less_equal)
    fact.quality |= Quality::true_value_below;
  else if (said.comparator != Comparator::none)
    fact.quality |= Quality::true_value_above;
  if (said.unit_assumed) fact.quality |= Quality::unit_assumed;
  if (said.hemolyzed) fact.quality |= Quality::hemolyzed;
  if (said.hemolyzed && definition.hemolysis_raises) {
    fact.quality |= Quality::true_value_below;
    refusals.push_back({Refused::hemolyzed, index,
                        fmt::format("\"{}\" in running text is of a hemolyzed sample, the true "
                                    "value is not higher",
                                    words),
                        "repeat it"});
  }
  if (said.doubt != NumberDoubt::implausible) return;
  fact.quality |= Quality::implausible;
  refusals.push_back(
      {Refused::implausible, index,
       fmt::format("\"{}\" in running text is outside the plausible range {} to {} {}", words,
                   format_number(definition.plausible->first),
                   format_number(definition.plausible->second), definition.unit),
       "check the unit and the decimal point"});
}

}  // namespace

Told add_narrative(const record::Record& record, std::uint32_t index,
                   const terminology::Vocabulary& vocabulary, NarrativeReader& reader,
                   std::int64_t as_of_ms, std::size_t coded_facts, PatientFacts& out) {
  const record::Item& item = record.items[index];
  const auto& all_said = reader.read(item.value_text, item.time);
  bool added = false;
  for (const Said& said : all_said) {
    const std::span<const Fact> coded(out.facts.data(), coded_facts);
    if (std::any_of(coded.begin(), coded.end(),
                    [&](const Fact& fact) { return is_overruled(said, fact, item, vocabulary); }))
      continue;
    if (said.only_start && !is_coded_present(said, coded, vocabulary)) continue;
    const std::string_view words = item.value_text.substr(said.first, said.size);
    const auto& definition = vocabulary[said.concept_id].definition;
    if (auto refusal = refusal_of(said, words, index)) {
      out.refusals.push_back(std::move(*refusal));
      continue;
    }
    Fact fact;
    fact.concept_id = said.concept_id;
    fact.state = said.state;
    fact.provisional = item.flags & Flag::provisional;
    if (fact.provisional) fact.quality |= Quality::preliminary;
    if (!said.earlier) fact.time = item.time;
    fact.start = start_of(said, item.time);
    fact.item = index;
    fact.from_text = true;
    fact.text_first = said.first;
    fact.text_size = said.size;
    fact.answers_nothing = said.answers_nothing;
    fact.side = said.side;
    if (is_number(said)) {
      set_number(said, words, definition, index, fact, out.refusals);
      if (definition.window_ms > 0 &&
          (!fact.time.known() || as_of_ms - fact.time.latest_ms > definition.window_ms))
        fact.quality |= Quality::stale;
    }
    out.facts.push_back(fact);
    added = true;
  }
  for (const Said& said : reader.refuted()) {
    Fact fact;
    fact.concept_id = said.concept_id;
    fact.state = said.state;
    fact.time = item.time;
    fact.item = index;
    fact.from_text = true;
    fact.text_first = said.first;
    fact.text_size = std::max(said.size, 1u);
    fact.side = said.side;
    out.facts.push_back(fact);
    added = true;
  }
  return added ? Told::facts : all_said.empty() ? Told::nothing : Told::nothing_new;
}

}  // namespace causa::facts
