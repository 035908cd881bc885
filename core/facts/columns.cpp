// SPDX-License-Identifier: Apache-2.0

#include "facts/columns.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "facts/latest.hpp"
#include "facts/series.hpp"
#include "facts/started.hpp"

namespace causa::facts {

namespace {

using record::State;
using terminology::ConceptKind;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double never_stopped = -1;  ///< days: within and over are both false

double days(std::int64_t ms) { return static_cast<double>(ms) / static_cast<double>(ms_per_day); }

void set_bit(std::vector<std::uint64_t>& words, std::uint32_t row) {
  words[row / 64] |= std::uint64_t{1} << (row % 64);
}
void clear_bit(std::vector<std::uint64_t>& words, std::uint32_t row) {
  words[row / 64] &= ~(std::uint64_t{1} << (row % 64));
}

}  // namespace

Layout::Layout() {
  keys_.resize(2);
  number_ = {true, false};
}

std::uint32_t Layout::add(const ColumnKey& key, const terminology::Vocabulary& vocabulary) {
  auto& columns = columns_of_[key.concept_id];
  for (const std::uint32_t column : columns)
    if (keys_[column] == key) return column;
  columns.push_back(static_cast<std::uint32_t>(keys_.size()));
  keys_.push_back(key);
  number_.push_back(key.aspect != Aspect::value ||
                    vocabulary[key.concept_id].definition.kind == ConceptKind::number);
  return static_cast<std::uint32_t>(keys_.size() - 1);
}

Batch::Batch(const Layout& layout) : layout_(&layout) {
  slot_.resize(layout.size());
  facts_.resize(layout.size());
  terminology::ConceptId highest = 0;
  for (std::uint32_t column = 0; column < layout.size(); ++column) {
    if (layout.is_number(column)) {
      slot_[column] = static_cast<std::uint32_t>(numbers_.size());
      numbers_.emplace_back();
    } else {
      slot_[column] = static_cast<std::uint32_t>(truths_.size());
      truths_.emplace_back();
    }
    if (column > female_column) highest = std::max(highest, layout.keys()[column].concept_id);
  }
  used_.resize(layout.size());
  columns_of_.resize(highest + 1);
  by_concept_ = ByConcept(highest + 1);
  for (std::uint32_t column = female_column + 1; column < layout.size(); ++column)
    columns_of_[layout.keys()[column].concept_id].push_back(column);
}

void Batch::reset(std::uint32_t rows, std::int64_t as_of_ms) {
  rows_ = rows;
  as_of_ms_ = as_of_ms;
  for (std::uint32_t column = 0; column < layout_->size(); ++column)
    if (used_[column] || facts_[column].size() < rows) empty(column);
  std::fill(used_.begin(), used_.end(), std::uint8_t{0});
  used_[age_column] = used_[female_column] = 1;
  if (columns_of_row_.size() < rows) columns_of_row_.resize(rows);
  for (auto& columns : columns_of_row_) columns.clear();
}

void Batch::empty(std::uint32_t column) {
  facts_[column].assign(rows_, no_fact);
  if (layout_->is_number(column)) {
    auto& number = numbers_[slot_[column]];
    number.low.assign(rows_, unknown);
    number.high.assign(rows_, unknown);
    number.tied.assign(words(), 0);
    number.settled.assign(words(), 0);
    number.met.assign(words(), 0);
    number.others.clear();
    number.ends.clear();
  } else {
    auto& truth = truths_[slot_[column]];
    truth.present.assign(words(), 0);
    truth.absent.assign(words(), 0);
  }
}

void Batch::fill(std::uint32_t row, const PatientFacts& patient,
                 const terminology::Vocabulary& vocabulary) {
  numbers_[slot_[age_column]].low[row] = patient.age.low_years;
  numbers_[slot_[age_column]].high[row] = patient.age.high_years;
  auto& female = truths_[slot_[female_column]];
  if (patient.sex == record::Sex::female) set_bit(female.present, row);
  if (patient.sex == record::Sex::male) set_bit(female.absent, row);
  by_concept_.set(patient.facts);
  for (std::uint32_t index = 0; index < patient.facts.size(); ++index) {
    const Fact& fact = patient.facts[index];
    put(row, fact.concept_id, index, patient, vocabulary);
    if (fact.state != State::present || std::isfinite(fact.value)) continue;
    const auto& entry = vocabulary[fact.concept_id];
    // A neuropathy that went away leaves the diabetes; who stopped the drug stopped one of its
    // class.
    if (fact.past && !entry.definition.id.starts_with("drug.")) continue;
    for (const auto ancestor : entry.ancestors) put(row, ancestor, index, patient, vocabulary);
  }
}

void Batch::put(std::uint32_t row, terminology::ConceptId concept_id, std::uint32_t index,
                const PatientFacts& patient, const terminology::Vocabulary& vocabulary) {
  if (concept_id >= columns_of_.size()) return;
  const Fact& fact = patient.facts[index];
  for (const std::uint32_t column : columns_of_[concept_id]) {
    const ColumnKey& key = layout_->keys()[column];
    const bool in_window = key.window_ms == 0 ||
                           (fact.time.known() && as_of_ms_ - fact.time.latest_ms <= key.window_ms);
    if (!in_window) continue;
    mark(row, column);
    if (is_series(key.aspect))
      put_series(row, column, patient, vocabulary);
    else if (key.aspect == Aspect::start_days)
      put_start(row, column, fact, index, patient, vocabulary);
    else if (key.aspect == Aspect::recorded_days)
      put_recorded(row, column, fact, index, patient);
    else if (key.aspect == Aspect::stopped_days)
      put_stopped(row, column, fact, index, patient);
    else if (layout_->is_number(column))
      put_number(row, column, fact, index, patient);
    else
      put_truth(row, column, fact, index, patient);
  }
}

void Batch::put_series(std::uint32_t row, std::uint32_t column, const PatientFacts& patient,
                       const terminology::Vocabulary& vocabulary) {
  auto& number = numbers_[slot_[column]];
  const std::uint64_t bit = std::uint64_t{1} << (row % 64);
  if (number.settled[row / 64] & bit) return;
  number.settled[row / 64] |= bit;
  const Series series = series_of(patient, by_concept_.of(layout_->keys()[column].concept_id),
                                  layout_->keys()[column], vocabulary, as_of_ms_);
  number.low[row] = series.low;
  number.high[row] = series.high;
  if (series.tied) set_bit(number.tied, row);
  if (series.facts.empty()) return;
  facts_[column][row] = series.facts.front();
  if (series.facts.size() > 1)
    number.others[row].assign(series.facts.begin() + 1, series.facts.end());
}

void Batch::put_number(std::uint32_t row, std::uint32_t column, const Fact& fact,
                       std::uint32_t index, const PatientFacts& patient) {
  if (!std::isfinite(fact.value) || fact.state != State::present) return;
  auto& number = numbers_[slot_[column]];
  auto [low, high] = bounds_of(fact, layout_->keys()[column].for_alerts);
  // A refused value that is the newest leaves the cell unknown: an older one may be outdated by it.
  // Not so for alerts: 41 mmol/L today must not hide the 6.9 of yesterday, and a value whose unit
  // is in doubt counts there as it is stated.
  if (layout_->keys()[column].for_alerts) {
    if (fact.quality & Quality::implausible) return;
  } else if (fact.quality & refused_for_scoring) {
    low = high = unknown;
  }
  const std::uint32_t current = facts_[column][row];
  if (current == no_fact) {
    number.low[row] = low;
    number.high[row] = high;
    facts_[column][row] = index;
    return;
  }
  const Fact& other = patient.facts[current];
  switch (layout_->keys()[column].take) {
    case knowledge::Take::lowest:
    case knowledge::Take::highest:
      put_extreme(row, column, low, high, index, patient);
      return;
    case knowledge::Take::earliest: {
      const bool tie = fact.time.earliest_ms == other.time.earliest_ms;
      if (!tie && fact.time.earliest_ms > other.time.earliest_ms) return;
      const bool refused = std::isnan(low) || (tie && std::isnan(number.low[row]));
      if (!tie) {
        clear_bit(number.tied, row);
        number.others.erase(row);
      } else if (low != number.low[row] || high != number.high[row]) {
        set_bit(number.tied, row);
      }
      number.low[row] = refused ? unknown : tie ? std::min(low, number.low[row]) : low;
      number.high[row] = refused ? unknown : tie ? std::max(high, number.high[row]) : high;
      const bool is_shown = !tie || recency(fact) > recency(other);
      if (tie && are_tied(fact, other)) number.others[row].push_back(is_shown ? current : index);
      if (is_shown) facts_[column][row] = index;
      return;
    }
    case knowledge::Take::latest:
    case knowledge::Take::all: {
      if (fact.time.latest_ms < other.time.earliest_ms) return;
      const std::uint64_t bit = std::uint64_t{1} << (row % 64);
      if (number.settled[row / 64] & bit) return;
      number.settled[row / 64] |= bit;
      const Latest latest = latest_of(patient, by_concept_.of(layout_->keys()[column].concept_id),
                                      layout_->keys()[column], as_of_ms_);
      clear_bit(number.tied, row);
      if (latest.tied) set_bit(number.tied, row);
      if (latest.tied && (std::isinf(latest.low) || std::isinf(latest.high)))
        number.ends[row] = latest.ends;
      number.low[row] = latest.low;
      number.high[row] = latest.high;
      if (latest.tied) number.others[row] = latest.others;
      facts_[column][row] = latest.fact;
      return;
    }
  }
}

/// The lowest of several values, each known only within bounds, lies between the lowest of their
/// ends; the highest likewise.
void Batch::put_extreme(std::uint32_t row, std::uint32_t column, double low, double high,
                        std::uint32_t index, const PatientFacts& patient) {
  if (std::isnan(low)) return;
  auto& number = numbers_[slot_[column]];
  const Fact& fact = patient.facts[index];
  const Fact& other = patient.facts[facts_[column][row]];
  const bool lowest = layout_->keys()[column].take == knowledge::Take::lowest;
  const bool first = std::isnan(number.low[row]);
  const auto further = [&](double a, double b) { return lowest ? a < b : a > b; };
  if (first || further(fact.value, other.value) ||
      (fact.value == other.value && recency(fact) > recency(other)))
    facts_[column][row] = index;
  if (first || further(low, number.low[row])) number.low[row] = low;
  if (first || further(high, number.high[row])) number.high[row] = high;
}

void Batch::put_truth(std::uint32_t row, std::uint32_t column, const Fact& fact,
                      std::uint32_t index, const PatientFacts& patient) {
  if (is_suspected(fact)) return;
  auto& truth = truths_[slot_[column]];
  const bool active = fact.state == State::present && !fact.past;
  if (!active && fact.state != State::absent && !fact.past) return;
  const std::uint32_t current = facts_[column][row];
  if (current != no_fact && standing(fact) <= standing(patient.facts[current])) return;
  clear_bit(truth.present, row);
  clear_bit(truth.absent, row);
  set_bit(active ? truth.present : truth.absent, row);
  facts_[column][row] = index;
}

void Batch::put_start(std::uint32_t row, std::uint32_t column, const Fact& fact,
                      std::uint32_t index, const PatientFacts& patient,
                      const terminology::Vocabulary& vocabulary) {
  if (!has_begun(fact)) return;
  auto& number = numbers_[slot_[column]];
  const std::uint64_t bit = std::uint64_t{1} << (row % 64);
  if (number.settled[row / 64] & bit) return;
  const bool alone = !(number.met[row / 64] & bit);
  number.met[row / 64] |= bit;
  Started started;
  if (alone) {
    started = started_of(fact, index, as_of_ms_);
  } else {
    number.settled[row / 64] |= bit;
    started = started_of(patient, layout_->keys()[column], vocabulary, as_of_ms_);
  }
  number.low[row] = started.low;
  number.high[row] = started.high;
  facts_[column][row] = started.fact;
  if (!started.tied) return;
  set_bit(number.tied, row);
  number.ends[row] = started.ends;
  if (started.first != started.fact) number.others[row] = {started.first};
}

void Batch::put_recorded(std::uint32_t row, std::uint32_t column, const Fact& fact,
                         std::uint32_t index, const PatientFacts& patient) {
  // Speaks of the same facts as the values do.
  if (!fact.time.known() || is_suspected(fact) || (fact.quality & refused_for_scoring)) return;
  auto& number = numbers_[slot_[column]];
  const std::uint32_t current = facts_[column][row];
  // Of two of one time the same one is shown in whatever order they come.
  const auto place = [](const Fact& one) { return std::tuple(recency(one), standing(one)); };
  if (current != no_fact && place(patient.facts[current]) >= place(fact)) return;
  number.low[row] = std::max(0.0, days(as_of_ms_ - fact.time.latest_ms));
  number.high[row] = std::max(0.0, days(as_of_ms_ - fact.time.earliest_ms));
  facts_[column][row] = index;
}

void Batch::put_stopped(std::uint32_t row, std::uint32_t column, const Fact& fact,
                        std::uint32_t index, const PatientFacts& patient) {
  auto& number = numbers_[slot_[column]];
  if (fact.state == State::absent && facts_[column][row] == no_fact)
    number.low[row] = number.high[row] = never_stopped;
  if (fact.state != State::present || !fact.past || is_suspected(fact)) return;
  // What ended at an unknown time ended on the day of its record or before.
  const auto& end = fact.end.known() ? fact.end : fact.time;
  if (!end.known()) return;
  const double low = std::max(0.0, days(as_of_ms_ - end.latest_ms));
  const double high =
      fact.end.known() ? std::max(0.0, days(as_of_ms_ - end.earliest_ms)) : infinity;
  // Of several ends the last one counts; a known one before a bound.
  if (facts_[column][row] != no_fact) {
    const Fact& other = patient.facts[facts_[column][row]];
    if (other.end.known() != fact.end.known()
            ? other.end.known()
            : std::pair(number.low[row], number.high[row]) <= std::pair(low, high))
      return;
  }
  number.low[row] = low;
  number.high[row] = high;
  facts_[column][row] = index;
}

void Batch::set_derived_number(std::uint32_t row, terminology::ConceptId concept_id, double value,
                               std::uint32_t fact_index) {
  if (concept_id >= columns_of_.size()) return;
  for (const std::uint32_t column : columns_of_[concept_id]) {
    if (layout_->keys()[column].aspect != Aspect::value) continue;
    mark(row, column);
    auto& number = numbers_[slot_[column]];
    number.low[row] = number.high[row] = value;
    number.others.erase(row);
    facts_[column][row] = fact_index;
  }
}

void Batch::set_derived_truth(std::uint32_t row, terminology::ConceptId concept_id, bool value,
                              std::uint32_t fact_index) {
  if (concept_id >= columns_of_.size()) return;
  for (const std::uint32_t column : columns_of_[concept_id]) {
    if (layout_->keys()[column].aspect != Aspect::value) continue;
    mark(row, column);
    auto& truth = truths_[slot_[column]];
    clear_bit(value ? truth.absent : truth.present, row);
    set_bit(value ? truth.present : truth.absent, row);
    facts_[column][row] = fact_index;
  }
}

const double* Batch::low(std::uint32_t column) const { return numbers_[slot_[column]].low.data(); }
const double* Batch::high(std::uint32_t column) const {
  return numbers_[slot_[column]].high.data();
}
const std::uint64_t* Batch::present(std::uint32_t column) const {
  return truths_[slot_[column]].present.data();
}
const std::uint64_t* Batch::absent(std::uint32_t column) const {
  return truths_[slot_[column]].absent.data();
}
const std::uint64_t* Batch::tied(std::uint32_t column) const {
  return numbers_[slot_[column]].tied.data();
}
const Batch::EndsOfRows* Batch::ends(std::uint32_t column) const {
  const auto& ends = numbers_[slot_[column]].ends;
  return ends.empty() ? nullptr : &ends;
}
std::uint32_t Batch::fact(std::uint32_t column, std::uint32_t row) const {
  return facts_[column][row];
}

const std::vector<std::uint32_t>& Batch::columns_with_facts(std::uint32_t row) {
  auto& columns = columns_of_row_[row];
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

void Batch::facts_of(std::uint32_t column, std::uint32_t row,
                     std::vector<std::uint32_t>& facts) const {
  if (facts_[column][row] == no_fact) return;
  facts.push_back(facts_[column][row]);
  if (!layout_->is_number(column)) return;
  const auto& others = numbers_[slot_[column]].others;
  if (const auto found = others.find(row); found != others.end())
    facts.insert(facts.end(), found->second.begin(), found->second.end());
}

}  // namespace causa::facts
