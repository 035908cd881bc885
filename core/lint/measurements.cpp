// SPDX-License-Identifier: Apache-2.0
//
// Units and values. What extract() refused is told here in the same words.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "lint/checks.hpp"
#include "record/unread.hpp"

namespace causa::lint {

namespace {

using facts::Fact;
using facts::Quality;
using facts::Refused;

constexpr std::size_t names_told = 6;
// Judgement: one result in two units, each rounded, differs by less.
constexpr double rounding = 0.015;

void refused(const Subject& subject, Findings& found, Refused kind) {
  for (const auto& refusal : subject.facts.refusals)
    if (refusal.kind == kind)
      found.add(subject.record.items[refusal.item].source, refusal.message, refusal.cure);
}

/// Words in the place of a number, or (`unread`) what the reader itself could make nothing of.
void not_a_number(const Subject& subject, Findings& found, bool unread) {
  for (const auto& refusal : subject.facts.refusals) {
    const record::Item& item = subject.record.items[refusal.item];
    if (refusal.kind == Refused::not_a_number && record::why_unread(item).empty() != unread)
      found.add(item.source, refusal.message, refusal.cure);
  }
}

bool is_number(const Subject& subject, const Fact& fact) {
  return subject.concept_of(fact).kind == terminology::ConceptKind::number &&
         std::isfinite(fact.value);
}

std::string shown(const Subject& subject, const Fact& fact) {
  const auto& item = subject.item_of(fact);
  return fmt::format("{} {}", format_number(item.number),
                     item.unit.empty() ? item.unit_code : item.unit);
}

/// Calls see(indexes) with the values of each analyte, by time.
template <class See>
void each_analyte(const Subject& subject, See see) {
  each_concept(subject, [&](std::span<const std::uint32_t> range) {
    if (is_number(subject, subject.facts.facts[range.front()])) see(range);
  });
}

bool same_result(const Subject& subject, const Fact& a, const Fact& b) {
  if (a.comparator != b.comparator) return false;
  if (a.value == b.value) return true;
  const auto& one = subject.item_of(a);
  const auto& other = subject.item_of(b);
  const bool other_unit = one.unit != other.unit || one.unit_code != other.unit_code;
  return other_unit && std::abs(a.value - b.value) <= rounding * std::abs(a.value);
}

}  // namespace

void unit_refused(const Subject& subject, Findings& found) {
  refused(subject, found, Refused::unit);
}

void unit_in_doubt(const Subject& subject, Findings& found) {
  refused(subject, found, Refused::unit_doubted);
}

void implausible(const Subject& subject, Findings& found) {
  refused(subject, found, Refused::implausible);
}

void not_a_number(const Subject& subject, Findings& found) { not_a_number(subject, found, false); }

void unread_value(const Subject& subject, Findings& found) { not_a_number(subject, found, true); }

void hemolyzed(const Subject& subject, Findings& found) {
  refused(subject, found, Refused::hemolyzed);
}

void unit_assumed(const Subject& subject, Findings& found) {
  Tally assumed;
  for (const Fact& fact : subject.facts.facts)
    if (fact.quality & Quality::unit_assumed) assumed.count(subject.item_of(fact).source);
  if (assumed.size() > 0)
    found.add(assumed.first(),
              fmt::format("{} without a unit; that of the code is taken",
                          assumed.size() == 1 ? "1 value is"
                                              : fmt::format("{} values are", assumed.size())));
}

void stale(const Subject& subject, Findings& found) {
  std::string names;
  std::string_view place;
  std::size_t count = 0;
  each_analyte(subject, [&](std::span<const std::uint32_t> range) {
    const Fact& newest = subject.facts.facts[range.back()];
    if (!(newest.quality & Quality::stale) || !newest.time.known()) return;
    if (count++ == 0) place = subject.item_of(newest).source;
    if (count > names_told) return;
    const auto& definition = subject.concept_of(newest);
    names += fmt::format("{}{} ({} of {} days)", names.empty() ? "" : ", ", definition.name,
                         (subject.as_of_ms - newest.time.latest_ms) / ms_per_day,
                         definition.window_ms / ms_per_day);
  });
  if (count == 0) return;
  if (count > names_told) names += fmt::format(" and {} more", count - names_told);
  found.add(place, fmt::format("the newest value is older than it may be: {}", names));
}

void two_at_once(const Subject& subject, Findings& found) {
  each_analyte(subject, [&](std::span<const std::uint32_t> range) {
    const Fact& newest = subject.facts.facts[range.back()];
    if (!newest.time.known()) return;
    for (auto index = range.rbegin() + 1; index != range.rend(); ++index) {
      const Fact& other = subject.facts.facts[*index];
      if (!other.time.known() || other.time.latest_ms < newest.time.earliest_ms) return;
      if (same_result(subject, newest, other)) continue;
      const bool same_day = !(other.time == newest.time) ||
                            newest.time.latest_ms - newest.time.earliest_ms >= ms_per_day - 1;
      found.add(subject.item_of(newest).source,
                fmt::format(
                    "{} is {} here and {} in {}, of the same {}; both are kept, alerts take "
                    "the worse, and a rule counts only if it says the same of both",
                    subject.concept_of(newest).name, shown(subject, newest), shown(subject, other),
                    subject.item_of(other).source, same_day ? "day" : "instant"));
      return;
    }
  });
}

void repeated(const Subject& subject, Findings& found) {
  Tally twice;
  each_analyte(subject, [&](std::span<const std::uint32_t> range) {
    for (std::size_t i = 1; i < range.size(); ++i) {
      const Fact& fact = subject.facts.facts[range[i]];
      const Fact& before = subject.facts.facts[range[i - 1]];
      const bool precise = fact.time.latest_ms - fact.time.earliest_ms < ms_per_day - 1;
      if (fact.time.known() && precise && fact.time == before.time &&
          same_result(subject, fact, before) && fact.item != before.item)
        twice.count(subject.item_of(fact).source);
    }
  });
  if (twice.size() > 0)
    found.add(twice.first(),
              fmt::format("{} the same value of the same instant as another",
                          twice.size() == 1 ? "1 result has"
                                            : fmt::format("{} results have", twice.size())));
}

}  // namespace causa::lint
