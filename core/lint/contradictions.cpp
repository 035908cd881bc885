// SPDX-License-Identifier: Apache-2.0
//
// What the record says both ways. A thing that was absent once and is present later is no
// contradiction; nor is a drug that was stopped and prescribed again.

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "lint/checks.hpp"

namespace causa::lint {

namespace {

using facts::Fact;
using record::Kind;
using record::Sex;
using record::State;
using terminology::ConceptId;

constexpr std::string_view pregnancy = "condition.pregnancy";
// Judgement: ten weeks after the date of a birth at term, whatever the pregnancy was dated by.
constexpr std::int64_t longest_pregnancy_ms = 350 * ms_per_day;

bool is_or_is_below(const Subject& subject, ConceptId id, ConceptId broader) {
  const auto& ancestors = subject.vocabulary[id].ancestors;
  return id == broader || std::find(ancestors.begin(), ancestors.end(), broader) != ancestors.end();
}

bool is_active(const Fact& fact) {
  return fact.state == State::present && !fact.past && !fact.provisional && !fact.from_text;
}

bool overlap(const TimeSpan& a, const TimeSpan& b) {
  return a.earliest_ms <= b.latest_ms && b.earliest_ms <= a.latest_ms;
}

/// A problem list that holds a diagnosis and its refutal is wrong unless the diagnosis came later;
/// of findings only those of one time contradict each other.
bool contradict(const Subject& subject, const Fact& present, const Fact& absent) {
  const bool both_conditions = subject.item_of(present).kind == Kind::condition &&
                               subject.item_of(absent).kind == Kind::condition;
  if (!present.time.known() || !absent.time.known()) return both_conditions;
  if (both_conditions) return absent.time.latest_ms >= present.time.earliest_ms;
  const auto precise = [](const TimeSpan& time) {
    return time.latest_ms - time.earliest_ms < ms_per_day;
  };
  return precise(present.time) && precise(absent.time) && overlap(present.time, absent.time);
}

template <class See>
void each_pregnancy(const Subject& subject, See see) {
  const auto id = subject.vocabulary.find(pregnancy);
  if (!id) return;
  for (const Fact& fact : subject.facts.facts)
    if (is_active(fact) && is_or_is_below(subject, fact.concept_id, *id) && see(fact)) return;
}

/// The newest of each kind.
struct Orders {
  const Fact* active = nullptr;
  const Fact* stopped = nullptr;
};

std::string_view first_code(const Subject& subject, const Fact& fact) {
  const auto& item = subject.item_of(fact);
  return item.codes.count > 0 ? subject.record.codings[item.codes.first].code : item.text;
}

}  // namespace

void present_and_absent(const Subject& subject, Findings& found) {
  std::vector<const Fact*> absences;
  for (const Fact& fact : subject.facts.facts)
    if (fact.state == State::absent && !fact.from_text) absences.push_back(&fact);
  if (absences.empty()) return;
  for (const Fact& fact : subject.facts.facts) {
    if (!is_active(fact)) continue;
    for (const Fact* absent : absences) {
      if (absent->item == fact.item ||
          !is_or_is_below(subject, fact.concept_id, absent->concept_id) ||
          !contradict(subject, fact, *absent))
        continue;
      found.add(subject.item_of(*absent).source,
                fmt::format("{} is absent here and present in {}", subject.concept_of(*absent).name,
                            subject.item_of(fact).source));
      break;
    }
  }
}

void pregnant_man(const Subject& subject, Findings& found) {
  if (subject.record.sex != Sex::male) return;
  each_pregnancy(subject, [&](const Fact& fact) {
    found.add(subject.item_of(fact).source, "a male patient is recorded as pregnant");
    return true;
  });
}

void long_pregnancy(const Subject& subject, Findings& found) {
  if (subject.record.sex == Sex::male) return;
  each_pregnancy(subject, [&](const Fact& fact) {
    const TimeSpan& since = fact.start.known() ? fact.start : fact.time;
    if (!since.known() || subject.as_of_ms - since.latest_ms <= longest_pregnancy_ms) return false;
    found.add(subject.item_of(fact).source,
              fmt::format("a pregnancy of {} days has no end",
                          (subject.as_of_ms - since.latest_ms) / ms_per_day));
    return false;
  });
}

void drug_stopped(const Subject& subject, Findings& found) {
  each_concept(subject, [&](std::span<const std::uint32_t> range) {
    std::map<std::string_view, Orders> products;
    for (const std::uint32_t index : range) {
      const Fact& fact = subject.facts.facts[index];
      if (subject.item_of(fact).kind != Kind::medication || !fact.time.known()) continue;
      Orders& orders = products[first_code(subject, fact)];
      if (is_active(fact)) orders.active = &fact;
      if (fact.past) orders.stopped = &fact;
    }
    for (const auto& [code, orders] : products)
      if (orders.active && orders.stopped &&
          orders.stopped->time.earliest_ms > orders.active->time.latest_ms)
        found.add(subject.item_of(*orders.active).source,
                  fmt::format("{} is active here and stopped in the later entry {}",
                              subject.concept_of(*orders.active).name,
                              subject.item_of(*orders.stopped).source));
  });
}

}  // namespace causa::lint
