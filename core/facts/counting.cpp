// SPDX-License-Identifier: Apache-2.0

#include "facts/counting.hpp"

#include <algorithm>

#include "facts/latest.hpp"

namespace causa::facts {

using terminology::ConceptId;
using terminology::ConceptKind;
using terminology::Vocabulary;

namespace {

template <class Belongs, class Order>
std::uint32_t greatest(const PatientFacts& patient, Belongs belongs, Order order) {
  std::uint32_t found = no_fact;
  for (std::uint32_t index = 0; index < patient.facts.size(); ++index)
    if (belongs(patient.facts[index]) &&
        (found == no_fact || order(patient.facts[index]) >= order(patient.facts[found])))
      found = index;
  return found;
}

std::uint32_t counting_number(const PatientFacts& patient, ConceptId concept_id) {
  return greatest(
      patient,
      [&](const Fact& fact) { return fact.concept_id == concept_id && std::isfinite(fact.value); },
      [](const Fact& fact) {
        return std::tuple(!(fact.quality & refused_for_scoring), recency(fact));
      });
}

}  // namespace

bool is_or_narrower(ConceptId id, ConceptId broader, const Vocabulary& vocabulary) {
  const auto& ancestors = vocabulary[id].ancestors;
  return id == broader || std::find(ancestors.begin(), ancestors.end(), broader) != ancestors.end();
}

std::uint32_t counting_fact(const PatientFacts& patient, ConceptId concept_id,
                            const Vocabulary& vocabulary) {
  if (vocabulary[concept_id].definition.kind == ConceptKind::number)
    return counting_number(patient, concept_id);
  // The absence of one kind of diabetes, or its end, is none of diabetes.
  const auto belongs = [&](const Fact& fact) {
    if (fact.concept_id == concept_id) return true;
    const bool is_drug = vocabulary[fact.concept_id].definition.id.starts_with("drug.");
    return fact.state == record::State::present && (!fact.past || is_drug) &&
           is_or_narrower(fact.concept_id, concept_id, vocabulary);
  };
  return greatest(patient, belongs, [](const Fact& fact) {
    return std::tuple(!is_suspected(fact) && fact.state != record::State::unknown,
                      fact.state != record::State::unknown, standing(fact));
  });
}

}  // namespace causa::facts
