// SPDX-License-Identifier: Apache-2.0
//
// Times that can't be, or that say less than they seem to. What concerns many entries in the same
// way is one finding, so that a large record doesn't drown what matters.

#include <fmt/core.h>

#include "lint/checks.hpp"
#include "record/dated_after.hpp"

namespace causa::lint {

namespace {

using record::Flag;
using record::Item;

}  // namespace

void future(const Subject& subject, Findings& found) {
  Tally later;
  for (const Item& item : subject.record.items) {
    if (item.flags & Flag::planned) continue;
    if (record::is_dated_after(item, subject.as_of_ms)) later.count(item.source);
  }
  if (later.size() > 0)
    found.add(later.first(), fmt::format("{} dated after the date of the assessment ({})",
                                         later.entries_are(), format_date(subject.as_of_ms)));
}

void before_birth(const Subject& subject, Findings& found) {
  const TimeSpan& birth = subject.record.birth;
  if (!birth.known()) return;
  Tally earlier;
  for (const Item& item : subject.record.items) {
    if (item.flags & Flag::family_history) continue;
    // A day's grace: a birth date has no zone.
    const auto precedes = [&](const TimeSpan& time) {
      return time.known() && time.latest_ms + ms_per_day < birth.earliest_ms;
    };
    if (precedes(item.time) || precedes(item.start)) earlier.count(item.source);
  }
  if (earlier.size() > 0)
    found.add(earlier.first(),
              fmt::format("{} dated before the patient was born", earlier.entries_are()));
}

void end_before_start(const Subject& subject, Findings& found) {
  for (const Item& item : subject.record.items)
    if (item.start.known() && item.end.known() && item.end.latest_ms < item.start.earliest_ms)
      found.add(item.source, "ends before it starts");
}

void no_time(const Subject& subject, Findings& found) {
  Tally missing;
  for (const auto& fact : subject.facts.facts)
    if (!fact.time.known() && subject.concept_of(fact).window_ms > 0)
      missing.count(subject.item_of(fact).source);
  if (missing.size() > 0)
    found.add(missing.first(), fmt::format("{} without a time: such a value counts as out of date",
                                           missing.size() == 1 ? "1 measurement is"
                                                               : fmt::format("{} measurements are",
                                                                             missing.size())));
}

void time_of_issue(const Subject& subject, Findings& found) {
  Tally issued;
  for (const auto& fact : subject.facts.facts)
    if (subject.item_of(fact).flags & Flag::time_is_issued)
      issued.count(subject.item_of(fact).source);
  if (issued.size() > 0)
    found.add(
        issued.first(),
        fmt::format("{} dated by when the result was issued, for want of the time of sampling",
                    issued.entries_are()));
}

void zone_unstated(const Subject& subject, Findings& found) {
  Tally unstated;
  for (const Item& item : subject.record.items)
    if (item.flags & Flag::zone_unstated) unstated.count(item.source);
  if (unstated.size() > 0)
    found.add(unstated.first(), fmt::format("{} timed without an offset from UTC; UTC is assumed",
                                            unstated.entries_are()));
}

void zones_differ(const Subject& subject, Findings& found) {
  Tally other;
  for (const Item& item : subject.record.items)
    if (item.flags & Flag::zone_differs) other.count(item.source);
  if (other.size() > 0)
    found.add(other.first(),
              fmt::format("{} timed in another offset from UTC than the first; all are compared as "
                          "instants",
                          other.entries_are()));
}

}  // namespace causa::lint
