// SPDX-License-Identifier: Apache-2.0

#include "facts/narrative_facts.hpp"

#include <algorithm>

namespace causa::facts {

namespace {

using record::Flag;
using record::State;
using terminology::ConceptId;

bool is_broader(const terminology::Vocabulary& vocabulary, ConceptId broad, ConceptId narrow) {
  const auto& ancestors = vocabulary[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

bool is_overruled(const Said& said, const Fact& coded, const terminology::Vocabulary& vocabulary) {
  if (coded.concept_id == said.concept_id ||
      is_broader(vocabulary, said.concept_id, coded.concept_id))
    return true;
  return said.state == State::present && coded.state == State::absent &&
         is_broader(vocabulary, coded.concept_id, said.concept_id);
}

}  // namespace

Told add_narrative(const record::Record& record, std::uint32_t index,
                   const terminology::Vocabulary& vocabulary, NarrativeReader& reader,
                   std::size_t coded, PatientFacts& out) {
  const record::Item& item = record.items[index];
  const auto& all_said = reader.read(item.value_text);
  bool added = false;
  for (const Said& said : all_said) {
    const auto end = out.facts.begin() + static_cast<std::ptrdiff_t>(coded);
    if (std::any_of(out.facts.begin(), end,
                    [&](const Fact& fact) { return is_overruled(said, fact, vocabulary); }))
      continue;
    Fact fact;
    fact.concept_id = said.concept_id;
    fact.state = said.state;
    fact.provisional = item.flags & Flag::provisional;
    if (fact.provisional) fact.quality |= Quality::preliminary;
    fact.time = item.time;
    fact.item = index;
    fact.from_text = true;
    fact.text_first = said.first;
    fact.text_size = said.size;
    out.facts.push_back(fact);
    added = true;
  }
  return added ? Told::facts : all_said.empty() ? Told::nothing : Told::nothing_new;
}

}  // namespace causa::facts
