// SPDX-License-Identifier: Apache-2.0

#include "assess/fact_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "assess/shared_words.hpp"
#include "base/text.hpp"
#include "facts/fact.hpp"
#include "record/comparator_signs.hpp"
#include "terminology/unit_words.hpp"

namespace causa::assess {

namespace {

using facts::Quality;

constexpr double hours_told_as_days = 48;

/// Hemolysis raises only what the cells hold more of than the plasma.
const char* hemolysis_words(const ShownFact& fact) {
  if (!(fact.quality & Quality::hemolyzed)) return "";
  return fact.quality & Quality::true_value_below
             ? " (hemolyzed sample: the true value may be lower)"
             : " (hemolyzed sample)";
}

bool is_other_value(const ShownFact& fact, const ShownFact& of) {
  if (fact.concept_id != of.concept_id || !(fact.quality & of.quality & Quality::tied))
    return false;
  const bool both_known = fact.time_ms != unknown_time && of.time_ms != unknown_time;
  return fact.time_ms == of.time_ms ||
         (both_known && std::abs(fact.time_ms - of.time_ms) < ms_per_day);
}

const char* when_too(const ShownFact& fact, const ShownFact& of) {
  if (fact.time_ms == unknown_time) return "without a time, too";
  return fact.time_ms == of.time_ms ? "of the same time" : "of that day";
}

/// What was computed has no more digits than what it was computed from: "137.2", not "137.152".
double shown_value(const ShownFact& fact) {
  const double value = *fact.value;
  double scale = 1000;
  if (!fact.derived_from.empty() && value != 0)
    scale = std::pow(10, std::clamp(3 - std::floor(std::log10(std::abs(value))), 0.0, 3.0));
  return std::round(value * scale) / scale;
}

std::string named(const ShownFact& fact) {
  if (fact.value) return fmt::format("{} {}", fact.name, measured_words(fact));
  return fact.name +
         (fact.state == record::State::present || is_named_as_past(fact) ? "" : ": absent");
}

}  // namespace

bool is_named_as_past(const ShownFact& fact) {
  return fact.state == record::State::absent &&
         (fact.name.ends_with(stopped_words) || fact.name.ends_with(resolved_words));
}

std::string measured_words(const ShownFact& fact) {
  const bool is_bound = fact.comparator != record::Comparator::none;
  return fmt::format("{}{}{}{}{}{}{}", record::sign_of(fact.comparator), is_bound ? " " : "",
                     format_number(shown_value(fact)), terminology::unit_words(fact.unit.text()),
                     fact.quality & Quality::unit_doubted ? " (unit in doubt)" : "",
                     fact.quality & Quality::preliminary ? " (preliminary)" : "",
                     hemolysis_words(fact));
}

std::string words_of(std::span<const std::uint32_t> cited, const std::vector<ShownFact>& facts) {
  std::string words;
  std::vector<const ShownFact*> leading;
  for (const std::uint32_t index : cited) {
    const ShownFact& fact = facts[index];
    const auto is_said = [&](const ShownFact* lead) { return is_other_value(fact, *lead); };
    if (std::any_of(leading.begin(), leading.end(), is_said)) continue;
    leading.push_back(&fact);
    if (!words.empty()) words += ", ";
    words += named(fact);
    for (const std::uint32_t other : cited)
      if (&facts[other] != &fact && is_other_value(facts[other], fact))
        words += fmt::format(" (another value {}: {})", when_too(facts[other], fact),
                             measured_words(facts[other]));
  }
  return words;
}

std::string how_old(const RaisedAlert& alert) {
  const double hours = alert.age_hours.value_or(0);
  if (hours < 1) return {};
  if (hours >= hours_told_as_days) return fmt::format("{:.0f} days old", hours / 24);
  return fmt::format("{:.0f} {} old", hours, std::round(hours) == 1 ? "hour" : "hours");
}

}  // namespace causa::assess
