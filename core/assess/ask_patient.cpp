// SPDX-License-Identifier: Apache-2.0

#include "assess/ask_patient.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace causa::assess {

namespace {

using facts::Aspect;
using rules::Truth;
using terminology::ConceptId;

constexpr int most_steps_back = 8;  // from a derived fact to what it is derived from

/// The values of a concept that were measured last.
struct Newest {
  std::int64_t time_ms = unknown_time;
  bool refused = false;  ///< one of them
};

/// The facts of an assessment as they were when it was made.
facts::PatientFacts facts_of(const Assessment& it, const terminology::Vocabulary& vocabulary) {
  facts::PatientFacts patient;
  patient.age = it.age;
  patient.sex = it.sex;
  for (const auto& shown : it.facts) {
    const auto concept_id = vocabulary.find(shown.concept_id);
    if (!concept_id || (shown.value && vocabulary[*concept_id].definition.unit != shown.unit))
      continue;
    facts::Fact fact;
    fact.concept_id = *concept_id;
    fact.state = shown.state;
    fact.comparator = shown.comparator;
    fact.quality = shown.quality;
    if (shown.value) fact.value = *shown.value;
    if (shown.time_ms != unknown_time) fact.time = {shown.time_ms, shown.time_ms};
    if (shown.start_ms != unknown_time) fact.start = {shown.start_ms, shown.start_ms};
    // Computed for this day, from facts that have times of their own.
    if (!shown.derived_from.empty()) fact.time = {it.as_of_ms, it.as_of_ms};
    patient.facts.push_back(fact);
  }
  return patient;
}

}  // namespace

AskedPatient::AskedPatient(Asker::Knowledge& knowledge, const Assessment& assessment)
    : knowledge_(knowledge), it_(assessment), batch_(*knowledge.patient) {
  std::map<ConceptId, Newest> measured;
  for (const auto& fact : it_.facts) {
    note(fact);
    const auto id = knowledge_.vocabulary.find(fact.concept_id);
    if (!id || !fact.value) continue;
    const bool is_refused = fact.quality & facts::refused_for_scoring;
    Newest& newest = measured.try_emplace(*id, Newest{fact.time_ms, is_refused}).first->second;
    if (fact.time_ms > newest.time_ms) newest = {fact.time_ms, is_refused};
    // Of several that may be the latest one is enough, wherever it stands: rules find it so.
    if (fact.time_ms == newest.time_ms) newest.refused = newest.refused || is_refused;
  }
  for (const auto& [id, newest] : measured)
    if (newest.refused) refused_.insert(id);
  batch_.reset(1, it_.as_of_ms);
  batch_.fill(0, facts_of(it_, knowledge_.vocabulary), knowledge_.vocabulary);
  mask_.resize(batch_.words());
}

/// A fact speaks of its broader concepts too.
void AskedPatient::note(const ShownFact& fact) {
  const auto& vocabulary = knowledge_.vocabulary;
  const auto id = vocabulary.find(fact.concept_id);
  if (!id) return;
  if (fact.value) measured_.insert(*id);
  std::vector<ConceptId> concepts = vocabulary[*id].ancestors;
  concepts.push_back(*id);
  for (const ConceptId one : concepts) {
    if (!fact.value && fact.state == record::State::present) present_.insert(one);
    if (fact.start_ms != unknown_time) started_.insert(one);
  }
}

Truth AskedPatient::outcome(const rules::Program& program) {
  if (program.always()) return Truth::yes;
  program.evaluate(batch_, scratch_, mask_);
  return mask_.at(0);
}

std::vector<std::uint32_t> AskedPatient::missing_columns(const rules::Program& program) const {
  std::vector<std::uint32_t> columns;
  program.deciding_columns(batch_, 0, Truth::unknown, columns);
  return columns;
}

std::vector<Asked> AskedPatient::missing(const rules::Program& program) {
  std::vector<Asked> asked;
  for (const std::uint32_t column : missing_columns(program))
    for (const Asked& one : asked_for(column))
      if (std::find(asked.begin(), asked.end(), one) == asked.end()) asked.push_back(one);
  return asked;
}

const std::vector<Asked>& AskedPatient::asked_for(std::uint32_t column, int depth) {
  const auto [kept, first] = asked_for_.try_emplace(column);
  std::vector<Asked>& asked = kept->second;
  if (first && column > facts::female_column && depth <= most_steps_back)
    asked = find_asked(column, depth);
  return asked;
}

std::vector<Asked> AskedPatient::find_asked(std::uint32_t column, int depth) {
  const auto& key = knowledge_.layout.keys()[column];
  const auto step = knowledge_.steps.find(key.concept_id);
  if (step != knowledge_.steps.end()) return asked_for_step(step->second, depth);
  const auto& asked = knowledge_.vocabulary[key.concept_id];
  if (asked.derived || !asked.definition.upper_limit_of.empty()) return {};
  const bool beginning = key.aspect != Aspect::value && present_.contains(key.concept_id);
  return {{key.concept_id, beginning}};
}

/// What a step lacks; if it has every fact and still gave nothing, their beginnings.
std::vector<Asked> AskedPatient::asked_for_step(const AskedStep& step, int depth) {
  std::vector<Asked> asked;
  if (!took_part(step.module)) return asked;
  for (const std::uint32_t need : step.needs)
    if (!is_known(need))
      for (const Asked& one : asked_for(need, depth + 1)) asked.push_back(one);
  if (!asked.empty()) return asked;
  for (const std::uint32_t need : step.needs) {
    const ConceptId concept_id = knowledge_.layout.keys()[need].concept_id;
    if (present_.contains(concept_id) && !started_.contains(concept_id))
      asked.push_back({concept_id, true});
  }
  return asked;
}

bool AskedPatient::is_known(std::uint32_t column) const {
  if (knowledge_.layout.is_number(column)) return !std::isnan(batch_.low(column)[0]);
  return ((batch_.present(column)[0] | batch_.absent(column)[0]) & 1) != 0;
}

bool AskedPatient::took_part(std::uint32_t module) const {
  return module < it_.modules.size() && it_.modules[module].status == ModuleStatus::ok;
}

}  // namespace causa::assess
