// SPDX-License-Identifier: Apache-2.0

#include "assess/read_before.hpp"

#include <algorithm>
#include <cmath>

#include "assess/idle_steps.hpp"

namespace causa::assess {

using facts::Fact;

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

/// The concepts, as of now, of facts that only one of both has.
void ReadBefore::find_changed(const std::vector<Fact>& now, const std::vector<Fact>& before) {
  changed_.clear();
  matched_.assign(before.size(), false);
  std::size_t next = 0;
  for (const Fact& fact : now) {
    if (next < before.size() && !matched_[next] && is_same(fact, before[next])) {
      matched_[next++] = true;
      continue;
    }
    std::size_t at = 0;
    while (at < before.size() && (matched_[at] || !is_same(fact, before[at]))) ++at;
    if (at == before.size()) {
      changed_.push_back(fact.concept_id);
      continue;
    }
    matched_[at] = true;
    next = at + 1;
  }
  for (std::size_t at = 0; at < before.size(); ++at)
    if (!matched_[at]) changed_.push_back(now_[before[at].concept_id]);
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
