// SPDX-License-Identifier: Apache-2.0

#include "facts/suspicion.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace causa::facts {

namespace {

using terminology::ConceptId;
using terminology::Vocabulary;

constexpr std::string_view condition_prefix = "condition.";

std::optional<ConceptId> own_suspicion(const Vocabulary& vocabulary, ConceptId id) {
  const std::string_view name = vocabulary[id].definition.id;
  if (name.starts_with(suspected_prefix)) return id;
  if (!name.starts_with(condition_prefix)) return std::nullopt;
  return vocabulary.find(std::string(suspected_prefix) +
                         std::string(name.substr(condition_prefix.size())));
}

/// Of one day a code answers what was suspected. Words don't, for "no history of DVT" may stand
/// beside "?DVT"; how they go on within one text its reader knows.
bool answers(const Fact& statement, const Fact& suspicion) {
  if (!statement.time.known() || !suspicion.time.known()) return false;
  if (statement.text_size > 0) return statement.time.earliest_ms > suspicion.time.latest_ms;
  return statement.time.latest_ms >= suspicion.time.latest_ms;
}

}  // namespace

std::optional<ConceptId> suspicion_of(const Vocabulary& vocabulary, ConceptId condition) {
  if (const auto own = own_suspicion(vocabulary, condition)) return own;
  for (const ConceptId ancestor : vocabulary[condition].ancestors)
    if (const auto broader = own_suspicion(vocabulary, ancestor)) return broader;
  return std::nullopt;
}

bool make_suspicion(const Vocabulary& vocabulary, std::uint32_t item, Fact& fact,
                    std::vector<Refusal>& refusals) {
  const auto suspicion = suspicion_of(vocabulary, fact.concept_id);
  if (suspicion != fact.concept_id)
    refusals.push_back(
        {Refused::suspected, item,
         fmt::format("{} is suspected, not confirmed", vocabulary[fact.concept_id].definition.name),
         suspicion ? "it counts neither for nor against; that it is suspected is a finding"
                   : "it counts neither for nor against, and raises no alert"});
  if (!suspicion) return false;
  fact.concept_id = *suspicion;
  fact.provisional = false;
  return true;
}

void settle_suspicions(const record::Record& record, const Vocabulary& vocabulary,
                       PatientFacts& patient) {
  const auto is_suspicion = [&](const Fact& fact) {
    return vocabulary[fact.concept_id].definition.id.starts_with(suspected_prefix);
  };
  auto& facts = patient.facts;
  if (std::none_of(facts.begin(), facts.end(), is_suspicion)) return;
  const auto is_settled = [&](const Fact& fact) {
    const bool is_made = fact.from_text || (record.items[fact.item].flags & record::provisional);
    return is_made && is_suspicion(fact) &&
           std::any_of(facts.begin(), facts.end(), [&](const Fact& other) {
             return !is_suspicion(other) && answers(other, fact) &&
                    suspicion_of(vocabulary, other.concept_id) == fact.concept_id;
           });
  };
  std::vector<Fact> kept;
  std::copy_if(facts.begin(), facts.end(), std::back_inserter(kept),
               [&](const Fact& fact) { return !is_settled(fact); });
  facts = std::move(kept);
}

}  // namespace causa::facts
