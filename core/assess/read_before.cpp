// SPDX-License-Identifier: Apache-2.0

#include "assess/read_before.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

#include "assess/idle_steps.hpp"

namespace causa::assess {

using facts::Fact;

namespace {

/// Of what tells most facts of a record apart; of facts that are the same it is the same.
std::size_t hash_of_fact(const Fact& fact, terminology::ConceptId concept_now) {
  std::size_t hash = concept_now;
  for (const std::uint64_t part : {std::uint64_t{fact.item}, std::uint64_t{fact.text_first},
                                   static_cast<std::uint64_t>(fact.time.earliest_ms)})
    hash = (hash ^ std::hash<std::uint64_t>()(part)) * 0x9e3779b97f4a7c15u;
  return hash ^ (hash >> 32);
}

}  // namespace

ReadBefore::ReadBefore(const Prepared& prepared)
    : prepared_(prepared),
      computed_from_(prepared.vocabulary.size()),
      linter_(*prepared.vocabulary_before) {
  const auto& before = *prepared.vocabulary_before;
  for (terminology::ConceptId id = 0; id < before.size(); ++id)
    now_.push_back(prepared.vocabulary.find(before[id].definition.id).value());
  for (const auto& id : needs_of_idle_steps(prepared, provided_by_idle_steps(prepared)))
    if (const auto known = prepared.vocabulary.find(id)) computed_from_[*known] = true;
}

/// All but the concept's number is compared; names every member, so that a new one is thought of.
bool ReadBefore::is_same(const Fact& now, const Fact& before) const {
  const auto& [concept_id, state, comparator, quality, past, provisional, answers_nothing, side,
               value, time, start, end, item, module, match_code, from_text, text_first,
               text_size] = before;
  return now.concept_id == now_[concept_id] && now.state == state && now.comparator == comparator &&
         now.quality == quality && now.past == past && now.provisional == provisional &&
         now.answers_nothing == answers_nothing && now.side == side &&
         (now.value == value || (std::isnan(now.value) && std::isnan(value))) && now.time == time &&
         now.start == start && now.end == end && now.item == item && now.module == module &&
         now.match_code == match_code && now.from_text == from_text &&
         now.text_first == text_first && now.text_size == text_size;
}

/// The concepts, as of now, of facts that only one of both has: a long record has hundreds of
/// thousands, of which one that is new must not make all others be looked for from the first on.
void ReadBefore::find_changed(const std::vector<Fact>& now, const std::vector<Fact>& before) {
  changed_.clear();
  unmatched_.clear();
  const auto [first, first_before] =
      std::mismatch(now.begin(), now.end(), before.begin(), before.end(),
                    [&](const Fact& a, const Fact& b) { return is_same(a, b); });
  for (auto it = first_before; it != before.end(); ++it)
    unmatched_.emplace(hash_of_fact(*it, now_[it->concept_id]), &*it);
  for (auto it = first; it != now.end(); ++it) {
    const auto [begin, end] = unmatched_.equal_range(hash_of_fact(*it, it->concept_id));
    const auto found =
        std::find_if(begin, end, [&](const auto& one) { return is_same(*it, *one.second); });
    if (found == end)
      changed_.push_back(it->concept_id);
    else
      unmatched_.erase(found);
  }
  for (const auto& [hash, fact] : unmatched_) changed_.push_back(now_[fact->concept_id]);
  unmatched_.clear();
}

bool ReadBefore::is_computed_from(terminology::ConceptId id) const {
  const auto& broader = prepared_.vocabulary[id].ancestors;
  return computed_from_[id] || std::any_of(broader.begin(), broader.end(), [&](const auto one) {
           return bool{computed_from_[one]};
         });
}

ReadAs ReadBefore::compare(const record::Record& record, std::int64_t as_of_ms,
                           const facts::PatientFacts& facts,
                           std::span<const lint::Finding> findings) {
  facts::extract(record, *prepared_.vocabulary_before, as_of_ms, known_words_, facts_);
  const bool in_order =
      std::equal(facts.facts.begin(), facts.facts.end(), facts_.facts.begin(), facts_.facts.end(),
                 [&](const Fact& now, const Fact& before) { return is_same(now, before); });
  if (!in_order) {
    find_changed(facts.facts, facts_.facts);
    return std::any_of(changed_.begin(), changed_.end(),
                       [&](const auto id) { return is_computed_from(id); })
               ? ReadAs::computed_otherwise
               : ReadAs::otherwise;
  }
  if (facts.ignored != facts_.ignored || facts.not_understood != facts_.not_understood)
    return ReadAs::otherwise;
  linter_.check(record, facts_, as_of_ms, findings_);
  return std::equal(findings.begin(), findings.end(), findings_.begin(), findings_.end())
             ? ReadAs::before
             : ReadAs::otherwise;
}

}  // namespace causa::assess
