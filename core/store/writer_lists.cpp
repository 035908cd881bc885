// SPDX-License-Identifier: Apache-2.0
//
// The lists of the assessments of a batch.

#include "store/lists.hpp"
#include "store/writer.hpp"

namespace causa::store {

/// List by list, not assessment by assessment: what one needs stays at hand for all.
bool Writer::write_lists() {
  using WriteList = bool (Writer::*)(const Written&);
  constexpr WriteList lists[] = {&Writer::write_modules, &Writer::write_facts,
                                 &Writer::write_causes,  &Writer::write_alerts,
                                 &Writer::write_advice,  &Writer::write_names,
                                 &Writer::write_ignored, &Writer::write_findings};
  for (const WriteList write_list : lists)
    for (const Written& it : rows_written_)
      if (!(this->*write_list)(it)) return false;
  rows_written_.clear();
  return true;
}

bool Writer::write_modules(const Written& it) {
  return write_modules(it.row, it.assessment->modules, *it.module_rows, it.common.rows.modules, 0);
}

bool Writer::write_modules(std::int64_t row, std::span<const assess::ModuleUsed> modules,
                           std::span<const std::int64_t> module_rows, const SharedRows& shared,
                           std::size_t before) {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (shared.contains(i)) continue;
    const assess::ModuleUsed& module = modules[i];
    if (!modules_used_.add(row, before + i, module_rows[i], module.status, module.approved,
                           module.approved_by, module.allowed_because, module.why, module.ran_in,
                           module.microseconds))
      return false;
  }
  return true;
}

bool Writer::write_facts(const Written& it) {
  const assess::Assessment& assessment = *it.assessment;
  for (std::size_t i = 0; i < assessment.facts.size(); ++i) {
    if (it.common.rows.facts.contains(i)) continue;
    const assess::ShownFact& fact = assessment.facts[i];
    const std::int64_t stated =
        concepts_.id_of(fact.concept_id, fact.name, fact.unit, fact.original_unit,
                        fact.original_code, fact.derived_from);
    if (stated == 0 ||
        !facts_.add(it.row, i, stated, fact.state, fact.comparator, fact.value,
                    Instant{fact.time_ms}, Instant{fact.start_ms}, fact.age_days,
                    fact.reference_low, fact.reference_high, fact.laterality, fact.source,
                    fact.matched_text, fact.original_value, fact.quality))
      return false;
  }
  return true;
}

bool Writer::write_causes(const Written& it) {
  const assess::Assessment& assessment = *it.assessment;
  for (std::size_t i = 0; i < assessment.causes.size(); ++i) {
    if (it.common.rows.causes.contains(i)) continue;
    const assess::CauseResult& cause = assessment.causes[i];
    const assess::PriorUsed& prior = cause.prior;
    const std::int64_t stated =
        causes_.id_of((*it.module_rows)[cause.module], cause.id, cause.family, cause.name,
                      cause.action, cause.role, prior.estimate.p, prior.estimate.low,
                      prior.estimate.high, prior.population, prior.basis);
    const assess::Chain chain = cause.chain.value_or(assess::Chain());
    const std::optional<double> f = cause.chain ? std::optional(chain.f) : std::nullopt;
    const auto evidence_cause = it.common.base == 0 ? std::nullopt : it.common.evidence[i];
    if (stated == 0 ||
        !cause_results_.add(it.row, i, cause.module, stated, cause.rank, cause.explains.p,
                            cause.explains.low, cause.explains.high, cause.present.p,
                            cause.present.low, cause.present.high, cause.accounts_for.p,
                            cause.accounts_for.low, cause.accounts_for.high, cause.complaint_class,
                            cause.decided_by, TextOrNull{chain.because_of, !cause.chain}, f,
                            cause.chain_head, cause.judgement_only,
                            Made{list_text(cause.about_equal_to)}, evidence_cause))
      return false;
    if (evidence_cause) continue;
    for (std::size_t j = 0; j < cause.evidence.size(); ++j) {
      if (!write_evidence(it, i, j)) return false;
    }
  }
  return true;
}

bool Writer::write_evidence(const Written& it, std::size_t cause, std::size_t position) {
  const assess::Evidence& evidence = it.assessment->causes[cause].evidence[position];
  std::optional<double> ci_low, ci_high;
  if (evidence.ci) {
    ci_low = evidence.ci->low;
    ci_high = evidence.ci->high;
  }
  const std::string missing = list_text(evidence.missing).value_or("[]");
  const Dictionary::Row* stated =
      rules_.row_of(evidence.text, missing, (*it.module_rows)[evidence.module], evidence.rule,
                    evidence.about, evidence.outcome, evidence.lr_published, ci_low, ci_high,
                    evidence.basis, evidence.grade, evidence.sources);
  if (stated == nullptr) return false;
  const TextOrNull own_text{evidence.text, evidence.text == stated->wording.text};
  Made own_missing;
  if (missing != stated->wording.missing) own_missing.text = missing;
  return evidence_.add(it.row, cause, position, evidence.module, stated->id, evidence.counted,
                       evidence.weight_millibans, evidence.lr, Made{list_text(evidence.facts)},
                       own_text, std::move(own_missing));
}

bool Writer::write_alerts(const Written& it) {
  const assess::Assessment& assessment = *it.assessment;
  for (std::size_t i = 0; i < assessment.alerts.size(); ++i) {
    const assess::RaisedAlert& alert = assessment.alerts[i];
    const std::int64_t stated =
        alerts_.id_of((*it.module_rows)[alert.module], alert.id, alert.cause, alert.title,
                      alert.action, alert.threshold, alert.sources);
    if (stated == 0 || !raised_alerts_.add(it.row, i, alert.module, stated, alert.urgency,
                                           alert.repeat_now, alert.value, alert.age_hours,
                                           alert.from_text, Made{list_text(alert.facts)}))
      return false;
  }
  return true;
}

bool Writer::write_advice(const Written& it) {
  const assess::Assessment& assessment = *it.assessment;
  for (std::size_t i = 0; i < assessment.advice.size(); ++i) {
    if (it.common.rows.advice.contains(i)) continue;
    const assess::GivenAdvice& advice = assessment.advice[i];
    const std::int64_t stated =
        advice_.id_of((*it.module_rows)[advice.module], advice.id, advice.kind, advice.for_cause,
                      advice.text, advice.sources, advice.withheld, advice.check);
    if (stated == 0 || !given_advice_.add(it.row, i, advice.module, stated, advice.withheld_by))
      return false;
  }
  return true;
}

bool Writer::write_names(const Written& it) {
  const assess::Assessment& assessment = *it.assessment;
  for (std::size_t i = 0; i < assessment.states.size(); ++i) {
    if (it.common.rows.states.contains(i)) continue;
    const assess::State& state = assessment.states[i];
    const std::int64_t name = names_.id_of(state.id, state.name, std::string_view());
    if (name == 0 ||
        !states_.add(it.row, i, name, state.present.p, state.present.low, state.present.high))
      return false;
  }
  for (std::size_t i = 0; i < assessment.must_not_miss.size(); ++i) {
    if (it.common.rows.must_not_miss.contains(i)) continue;
    const assess::MustNotMiss& danger = assessment.must_not_miss[i];
    const std::int64_t name = names_.id_of(danger.id, danger.name, danger.action);
    if (name == 0 || !must_not_miss_.add(it.row, i, name, danger.present.p, danger.present.low,
                                         danger.present.high))
      return false;
  }
  return true;
}

bool Writer::write_ignored(const Written& it) {
  const assess::Assessment& assessment = *it.assessment;
  for (std::size_t i = 0; i < assessment.ignored.size(); ++i) {
    if (it.common.rows.ignored.contains(i)) continue;
    const record::Ignored& ignored = assessment.ignored[i];
    if (!ignored_.add(it.row, i, ignored.source, ignored.reason, ignored.count,
                      Made{list_text(ignored.examples)}, ignored.grouped))
      return false;
  }
  return true;
}

bool Writer::write_findings(const Written& it) {
  const assess::Assessment& assessment = *it.assessment;
  for (std::size_t i = 0; i < assessment.findings.size(); ++i) {
    if (it.common.rows.findings.contains(i)) continue;
    const lint::Finding& finding = assessment.findings[i];
    const std::int64_t stated =
        findings_.id_of(finding.id, finding.severity, finding.safety, finding.cure);
    if (stated == 0 || !found_.add(it.row, i, stated, finding.place, finding.message)) return false;
  }
  return true;
}

}  // namespace causa::store
