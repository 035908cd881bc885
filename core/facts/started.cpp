// SPDX-License-Identifier: Apache-2.0

#include "facts/started.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/latest.hpp"

namespace causa::facts {

namespace {

using record::State;

constexpr double infinity = std::numeric_limits<double>::infinity();

double days(std::int64_t ms) { return static_cast<double>(ms) / static_cast<double>(ms_per_day); }

auto begun(const Fact& fact) { return std::pair(fact.start.earliest_ms, fact.start.latest_ms); }

class Starts {
 public:
  Starts(const PatientFacts& patient, const ColumnKey& key,
         const terminology::Vocabulary& vocabulary, std::int64_t as_of_ms)
      : patient_(patient),
        key_(key),
        as_of_ms_(as_of_ms),
        is_drug_(vocabulary[key.concept_id].definition.id.starts_with("drug.")) {
    for (std::uint32_t i = 0; i < patient.facts.size(); ++i)
      if (is_asked_for(patient.facts[i], vocabulary)) found_.push_back(i);
    const bool any_active = std::any_of(
        found_.begin(), found_.end(), [this](std::uint32_t i) { return !patient_.facts[i].past; });
    if (any_active && !is_drug_)
      std::erase_if(found_, [this](std::uint32_t i) { return patient_.facts[i].past; });
    over_ = !any_active;
  }

  Started run() {
    if (!key_.for_alerts || over_) return of_episode(found_);
    std::vector<Started> episodes;
    if (!is_drug_) {
      for (const std::uint32_t i : found_) episodes.push_back(of_episode({&i, 1}));
      return of_all(episodes);
    }
    const auto concept_of = [this](std::uint32_t i) { return patient_.facts[i].concept_id; };
    std::stable_sort(found_.begin(), found_.end(),
                     [&](auto a, auto b) { return concept_of(a) < concept_of(b); });
    for (auto first = found_.begin(); first != found_.end();) {
      const auto last = std::find_if(first, found_.end(),
                                     [&](auto i) { return concept_of(i) != concept_of(*first); });
      const bool active =
          std::any_of(first, last, [this](auto i) { return !patient_.facts[i].past; });
      if (active) episodes.push_back(of_episode({&*first, static_cast<std::size_t>(last - first)}));
      first = last;
    }
    return of_all(episodes);
  }

 private:
  [[nodiscard]] bool is_asked_for(const Fact& fact,
                                  const terminology::Vocabulary& vocabulary) const {
    if (!has_begun(fact)) return false;
    if (fact.concept_id == key_.concept_id) return true;
    if (fact.past && !is_drug_) return false;
    const auto& broader = vocabulary[fact.concept_id].ancestors;
    return std::find(broader.begin(), broader.end(), key_.concept_id) != broader.end();
  }

  /// The earliest start; of what has none the bound that claims least.
  [[nodiscard]] Started of_episode(std::span<const std::uint32_t> indexes) const {
    std::vector<std::uint32_t> past;
    std::uint32_t first = no_fact, recorded = no_fact;
    const auto take = [&](std::uint32_t i) {
      const Fact& fact = patient_.facts[i];
      if (fact.start.known()) {
        if (first == no_fact || is_before(fact, patient_.facts[first])) first = i;
      } else if (fact.time.known()) {
        if (recorded == no_fact || recency(fact) > recency(patient_.facts[recorded])) recorded = i;
      }
    };
    for (const std::uint32_t i : indexes)
      if (patient_.facts[i].past && !over_)
        past.push_back(i);
      else
        take(i);
    take_renewed(past, first);
    const std::uint32_t index = first != no_fact ? first : recorded;
    return index == no_fact ? Started{} : started_of(patient_.facts[index], index, as_of_ms_);
  }

  /// Courses that were over before, from the last one back, as long as each ran up to the next.
  void take_renewed(std::vector<std::uint32_t>& past, std::uint32_t& first) const {
    if (first == no_fact) return;
    const auto end_of = [this](std::uint32_t i) {
      const Fact& fact = patient_.facts[i];
      // What ended at an unknown time may have run up to the next.
      return fact.end.known() ? fact.end.latest_ms : std::numeric_limits<std::int64_t>::max();
    };
    std::sort(past.begin(), past.end(),
              [&](auto a, auto b) { return std::pair(end_of(a), a) > std::pair(end_of(b), b); });
    for (const std::uint32_t i : past) {
      const Fact& fact = patient_.facts[i];
      if (!fact.start.known() || !is_before(fact, patient_.facts[first])) continue;
      const std::int64_t end = end_of(i);
      if (end < patient_.facts[first].start.earliest_ms &&
          patient_.facts[first].start.earliest_ms - end > renewal_ms)
        return;
      first = i;
    }
  }

  static bool is_before(const Fact& a, const Fact& b) {
    return begun(a) == begun(b) ? standing(a) > standing(b) : begun(a) < begun(b);
  }

  [[nodiscard]] bool is_recorded_after(std::uint32_t a, std::uint32_t b) const {
    return a != no_fact && recency(patient_.facts[a]) > recency(patient_.facts[b]);
  }

  [[nodiscard]] Started of_all(std::span<const Started> episodes) const {
    Started last, first;
    double not_before = infinity;  // what began at an unknown time began at least so many days ago
    std::uint32_t undated = no_fact;
    for (const Started& one : episodes) {
      if (one.fact == no_fact || !patient_.facts[one.fact].start.known()) {
        const double bound = one.fact == no_fact ? 0 : one.low;
        if (undated == no_fact || is_recorded_after(one.fact, undated)) undated = one.fact;
        not_before = std::min(not_before, bound);
        continue;
      }
      const auto ends = std::pair(one.low, one.high);
      if (last.fact == no_fact || ends < std::pair(last.low, last.high)) last = one;
      if (first.fact == no_fact || ends > std::pair(first.low, first.high)) first = one;
    }
    if (last.fact == no_fact) {
      if (undated == no_fact) return {};
      return started_of(patient_.facts[undated], undated, as_of_ms_);
    }
    const bool open = not_before < last.low;
    if (!open && last.fact == first.fact) return last;
    Started all;
    all.fact = last.fact;
    all.first = first.fact;
    all.tied = true;
    all.ends = {last.low, first.high};
    all.low = open ? not_before : last.low;
    all.high = open ? infinity : first.high;
    return all;
  }

  const PatientFacts& patient_;
  const ColumnKey& key_;
  const std::int64_t as_of_ms_;
  const bool is_drug_;
  bool over_ = false;  ///< all of it
  std::vector<std::uint32_t> found_;
};

}  // namespace

bool has_begun(const Fact& fact) { return fact.state == State::present && !is_suspected(fact); }

Started started_of(const Fact& fact, std::uint32_t index, std::int64_t as_of_ms) {
  Started it;
  if (fact.start.known()) {
    it.high = days(as_of_ms - fact.start.earliest_ms);
    // A date of today reaches past as_of; a start wholly in the future stays negative: not begun.
    it.low = std::max(std::min(0.0, it.high), days(as_of_ms - fact.start.latest_ms));
  } else if (fact.time.known()) {
    it.low = std::max(0.0, days(as_of_ms - fact.time.latest_ms));
    it.high = infinity;
  } else {
    return it;
  }
  it.fact = index;
  return it;
}

Started started_of(const PatientFacts& patient, const ColumnKey& key,
                   const terminology::Vocabulary& vocabulary, std::int64_t as_of_ms) {
  return Starts(patient, key, vocabulary, as_of_ms).run();
}

}  // namespace causa::facts
