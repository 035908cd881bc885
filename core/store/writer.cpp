// SPDX-License-Identifier: Apache-2.0

#include "store/writer.hpp"

#include "store/consistent.hpp"
#include "store/lists.hpp"

namespace causa::store {

namespace {

std::size_t count_parts(const assess::Assessment& assessment) {
  std::size_t parts =
      assessment.modules.size() + assessment.facts.size() + assessment.causes.size() +
      assessment.alerts.size() + assessment.advice.size() + assessment.states.size() +
      assessment.must_not_miss.size() + assessment.ignored.size() + assessment.findings.size();
  for (const assess::CauseResult& cause : assessment.causes) parts += cause.evidence.size();
  return parts;
}

}  // namespace

Writer::Writer(Connection& connection, Chain& chain)
    : connection_(connection),
      chain_(chain),
      database_(connection.handle()),
      concepts_(database_, "SELECT id, '', '' FROM concept_stated WHERE digest = ?",
                "INSERT INTO concept_stated (digest, concept, name, unit, original_unit, "
                "original_code, derived_from) VALUES (?,?,?,?,?,?,?)"),
      causes_(database_, "SELECT id, '', '' FROM cause_stated WHERE digest = ?",
              "INSERT INTO cause_stated (digest, module, cause, family, name, action, role, "
              "prior_p, prior_low, prior_high, prior_population, prior_basis) "
              "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"),
      rules_(database_, "SELECT id, text, missing FROM rule_stated WHERE digest = ?",
             "INSERT INTO rule_stated (digest, module, rule, about, outcome, lr_published, ci_low, "
             "ci_high, basis, grade, sources, text, missing) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      alerts_(database_, "SELECT id, '', '' FROM alert_stated WHERE digest = ?",
              "INSERT INTO alert_stated (digest, module, alert, cause, title, action, threshold, "
              "sources) VALUES (?,?,?,?,?,?,?,?)"),
      advice_(database_, "SELECT id, '', '' FROM advice_stated WHERE digest = ?",
              "INSERT INTO advice_stated (digest, module, advice, kind, for_cause, text, sources, "
              "withheld, \"check\") VALUES (?,?,?,?,?,?,?,?,?)"),
      names_(database_, "SELECT id, '', '' FROM name_stated WHERE digest = ?",
             "INSERT INTO name_stated (digest, cause, name, action) VALUES (?,?,?,?)"),
      findings_(database_, "SELECT id, '', '' FROM finding_stated WHERE digest = ?",
                "INSERT INTO finding_stated (digest, finding, severity, safety, cure) "
                "VALUES (?,?,?,?,?)"),
      find_module_(
          database_,
          "SELECT id, manifest IS NOT NULL, digest FROM module WHERE module_id = ? AND version = ? "
          "AND sha256 = ? ORDER BY manifest IS NULL, id DESC LIMIT 1"),
      compare_module_(
          database_,
          "SELECT id, digest FROM module WHERE module_id = ? AND version = ? AND sha256 = ? "
          "AND manifest = ?"),
      insert_module_(database_,
                     "INSERT INTO module (digest, module_id, version, sha256, manifest) "
                     "VALUES (?,?,?,?,?)"),
      find_patient_(database_, "SELECT id FROM patient WHERE patient_id = ?"),
      insert_patient_(database_, "INSERT INTO patient (patient_id) VALUES (?)"),
      find_config_(database_, "SELECT id, text FROM config WHERE sha256 = ?"),
      insert_config_(database_, "INSERT INTO config (sha256, text) VALUES (?,?)"),
      find_record_(
          database_,
          "SELECT a.record, r.digest, r.bytes FROM assessment a JOIN record r ON r.id = a.record "
          "WHERE a.uuid = ? AND a.version = ?"),
      insert_record_(database_, "INSERT INTO record (bytes, digest) VALUES (?,?)"),
      insert_run_(database_,
                  "INSERT INTO run (started_ms, source_sha256, program_version) VALUES (?,?,?)"),
      end_run_(database_, "UPDATE run SET ended_ms = ? WHERE id = ?"),
      move_run_(database_, "UPDATE run SET position = ? WHERE id = ?"),
      insert_assessment_(
          database_,
          "INSERT INTO assessment (uuid, version, patient, record, config, run, created_ms, "
          "as_of_ms, sex, age_low_years, age_high_years, complaint_present, complaint_classes, "
          "complaint_text, ranking, ranking_why, unexplained, not_understood, resources_read, "
          "resources_used, parts, audit) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      modules_used_(database_, "module_used",
                    "assessment, position, module, status, approved, approved_by, "
                    "allowed_because, why, ran_in, microseconds"),
      facts_(database_, "fact",
             "assessment, position, concept, state, comparator, value, time_ms, start_ms, "
             "age_days, reference_low, reference_high, laterality, source, matched_text, "
             "original_value, quality"),
      cause_results_(database_, "cause_result",
                     "assessment, position, module, cause, rank, explains_p, explains_low, "
                     "explains_high, present_p, present_low, present_high, accounts_for_p, "
                     "accounts_for_low, accounts_for_high, complaint_class, decided_by, "
                     "because_of, chain_f, chain_head, judgement_only, about_equal_to, "
                     "evidence_cause"),
      evidence_(database_, "evidence",
                "assessment, cause, position, module, rule, counted, weight_millibans, lr, facts, "
                "text, missing"),
      raised_alerts_(database_, "alert",
                     "assessment, position, module, alert, urgency, repeat_now, value, age_hours, "
                     "from_text, facts"),
      given_advice_(database_, "advice", "assessment, position, module, advice, withheld_by"),
      states_(database_, "state",
              "assessment, position, name, present_p, present_low, present_high"),
      must_not_miss_(database_, "must_not_miss",
                     "assessment, position, name, present_p, present_low, present_high"),
      ignored_(database_, "ignored",
               "assessment, position, source, reason, count, examples, grouped"),
      found_(database_, "finding", "assessment, position, finding, place, message"),
      find_times_forgotten_(database_, "SELECT times FROM forgotten"),
      sharing_(connection),
      copy_(connection),
      insert_version_(
          database_,
          "INSERT INTO assessment (uuid, version, patient, record, config, run, created_ms, "
          "as_of_ms, sex, age_low_years, age_high_years, complaint_present, complaint_classes, "
          "complaint_text, ranking, ranking_why, unexplained, not_understood, resources_read, "
          "resources_used, parts, audit, base, modules_shared, facts_shared, causes_shared, "
          "advice_shared, states_shared, must_not_miss_shared, ignored_shared, findings_shared) "
          "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      find_repeated_(
          database_,
          "SELECT u.content, a.base NOTNULL, EXISTS (SELECT 1 FROM alert WHERE assessment = a.id), "
          "a.uuid, a.version + 1, a.patient, a.record, a.config, ?4, ?5, a.as_of_ms, a.sex, "
          "a.age_low_years, a.age_high_years, a.complaint_present, a.complaint_classes, "
          "a.complaint_text, a.ranking, a.ranking_why, a.unexplained, a.not_understood, "
          "a.resources_read, a.resources_used, a.parts + ?6, coalesce(a.base, a.id), "
          "iif(?7 IS NULL, a.modules_shared, min(coalesce(a.modules_shared, ?7), ?7)), "
          "a.facts_shared, a.causes_shared, a.advice_shared, a.states_shared, "
          "a.must_not_miss_shared, a.ignored_shared, a.findings_shared "
          "FROM assessment a JOIN audit u ON u.number = a.audit "
          "WHERE a.id = ?1 AND a.uuid = ?2 AND a.version = ?3"),
      insert_repeat_(
          database_,
          "INSERT INTO assessment (uuid, version, patient, record, config, run, created_ms, "
          "as_of_ms, sex, age_low_years, age_high_years, complaint_present, complaint_classes, "
          "complaint_text, ranking, ranking_why, unexplained, not_understood, resources_read, "
          "resources_used, parts, base, modules_shared, facts_shared, causes_shared, "
          "advice_shared, states_shared, must_not_miss_shared, ignored_shared, findings_shared, "
          "audit) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)") {}

bool Writer::write(const Batch& batch) {
  refusal_.reset();
  if (!see_forgotten()) return false;
  for (Dictionary* dictionary :
       {&concepts_, &causes_, &rules_, &alerts_, &advice_, &names_, &findings_})
    dictionary->trim();
  for (Rows* rows : waiting()) rows->discard();
  in_batch_.clear();
  for (const Entry& entry : batch.entries) {
    if (!write(entry, batch)) return false;
  }
  // A repeated version copies rows.
  if (!write_waiting()) return false;
  for (const Repeat& repeat : batch.repeats) {
    if (!write(repeat, batch.run)) return false;
  }
  if (!write_waiting()) return false;
  if (batch.run == 0) return true;
  if (!move_run_.run(batch.position, batch.run)) return false;
  if (sqlite3_changes(database_) == 1) return true;
  return refuse("there is no run " + std::to_string(batch.run), "begin a run first");
}

std::array<Rows*, 10> Writer::waiting() {
  return {&modules_used_, &facts_,  &cause_results_, &evidence_, &raised_alerts_,
          &given_advice_, &states_, &must_not_miss_, &ignored_,  &found_};
}

bool Writer::write_waiting() {
  in_batch_.clear();
  for (Rows* rows : waiting())
    if (!rows->flush()) return false;
  return true;
}

bool Writer::write_merged(const Entry& entry, std::string_view config_text, std::string_view origin,
                          const Digest& content) {
  Batch batch;
  batch.entries = {&entry, 1};
  batch.config_text = config_text;
  merged_ = Merged{origin, content};
  const bool done = write(batch);
  merged_.reset();
  return done;
}

bool Writer::write(const Entry& entry, const Batch& batch) {
  const assess::Assessment& a = *entry.assessment;
  if (std::optional<std::string> fault = inconsistency(a)) return refuse(*fault);
  const std::optional<std::int64_t> patient_row = patient(a.patient_id);
  if (!patient_row) return false;
  const std::optional<std::int64_t> config_row = config(a.config_sha256, batch.config_text);
  if (!config_row) return false;
  common_ = {};
  if (entry.before != nullptr) {
    if (in_batch_.contains(a.id) && !write_waiting()) return false;
    if (!sharing_.find(*entry.before, a, common_)) return false;
  }
  std::optional<std::int64_t> record_row;
  std::uint64_t audit = 0;
  if (!record(entry, record_row) || !find_modules(a.modules) || !seal(entry, audit)) return false;
  if (!insert_row(entry, *patient_row, record_row, *config_row, batch.run, audit)) return false;
  row_ = last_row();
  in_batch_.insert(a.id);
  return write_modules(a.modules, common_.rows.modules, 0) && write_facts(a) && write_causes(a) &&
         write_alerts(a) && write_advice(a) && write_names(a) && write_ignored(a) &&
         write_findings(a);
}

bool Writer::insert_row(const Entry& entry, std::int64_t patient,
                        std::optional<std::int64_t> record, std::int64_t config, std::int64_t run,
                        std::uint64_t audit) {
  const assess::Assessment& a = *entry.assessment;
  const auto insert = [&](Statement& statement, const auto&... shared) {
    return statement.run(a.id, a.version, patient, record, config,
                         run == 0 ? std::nullopt : std::optional(run), a.created_ms, a.as_of_ms,
                         a.sex, a.age.low_years, a.age.high_years, a.complaint_present,
                         TextList{a.complaint_classes}, a.complaint_text, a.ranking, a.ranking_why,
                         a.unexplained, TextList{a.not_understood}, a.resources_read,
                         a.resources_used, count_parts(a), audit, shared...);
  };
  if (common_.base == 0) return insert(insert_assessment_);
  const SharedLists& rows = common_.rows;
  return insert(insert_version_, common_.base, rows.modules.below, rows.facts.below,
                rows.causes.below, rows.advice.below, rows.states.below, rows.must_not_miss.below,
                rows.ignored.below, rows.findings.below);
}

bool Writer::write_modules(std::span<const assess::ModuleUsed> modules, const SharedRows& shared,
                           std::size_t before) {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (shared.contains(i)) continue;
    const assess::ModuleUsed& module = modules[i];
    if (!modules_used_.add(row_, before + i, module_rows_[i], module.status, module.approved,
                           module.approved_by, module.allowed_because, module.why, module.ran_in,
                           module.microseconds))
      return false;
  }
  return true;
}

bool Writer::write_facts(const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.facts.size(); ++i) {
    if (common_.rows.facts.contains(i)) continue;
    const assess::ShownFact& fact = assessment.facts[i];
    const std::int64_t stated =
        concepts_.id_of(fact.concept_id, fact.name, fact.unit, fact.original_unit,
                        fact.original_code, fact.derived_from);
    if (stated == 0 ||
        !facts_.add(row_, i, stated, fact.state, fact.comparator, fact.value, Instant{fact.time_ms},
                    Instant{fact.start_ms}, fact.age_days, fact.reference_low, fact.reference_high,
                    fact.laterality, fact.source, fact.matched_text, fact.original_value,
                    fact.quality))
      return false;
  }
  return true;
}

bool Writer::write_causes(const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.causes.size(); ++i) {
    if (common_.rows.causes.contains(i)) continue;
    const assess::CauseResult& cause = assessment.causes[i];
    const assess::PriorUsed& prior = cause.prior;
    const std::int64_t stated = causes_.id_of(
        module_rows_[cause.module], cause.id, cause.family, cause.name, cause.action, cause.role,
        prior.estimate.p, prior.estimate.low, prior.estimate.high, prior.population, prior.basis);
    const std::string_view because_of = cause.chain ? cause.chain->because_of : std::string_view();
    const std::optional<double> f = cause.chain ? std::optional(cause.chain->f) : std::nullopt;
    const auto evidence_cause = common_.base == 0 ? std::nullopt : common_.evidence[i];
    if (stated == 0 ||
        !cause_results_.add(row_, i, cause.module, stated, cause.rank, cause.explains.p,
                            cause.explains.low, cause.explains.high, cause.present.p,
                            cause.present.low, cause.present.high, cause.accounts_for.p,
                            cause.accounts_for.low, cause.accounts_for.high, cause.complaint_class,
                            cause.decided_by, TextOrNull{because_of, !cause.chain}, f,
                            cause.chain_head, cause.judgement_only,
                            Made{list_text(cause.about_equal_to)}, evidence_cause))
      return false;
    if (evidence_cause) continue;
    for (std::size_t j = 0; j < cause.evidence.size(); ++j) {
      if (!write_evidence(cause.evidence[j], i, j)) return false;
    }
  }
  return true;
}

bool Writer::write_evidence(const assess::Evidence& evidence, std::size_t cause,
                            std::size_t position) {
  std::optional<double> ci_low, ci_high;
  if (evidence.ci) {
    ci_low = evidence.ci->low;
    ci_high = evidence.ci->high;
  }
  const std::string missing = list_text(evidence.missing).value_or("[]");
  const Dictionary::Row* stated =
      rules_.row_of(evidence.text, missing, module_rows_[evidence.module], evidence.rule,
                    evidence.about, evidence.outcome, evidence.lr_published, ci_low, ci_high,
                    evidence.basis, evidence.grade, TextList{evidence.sources});
  if (stated == nullptr) return false;
  const TextOrNull own_text{evidence.text, evidence.text == stated->wording.text};
  Made own_missing;
  if (missing != stated->wording.missing) own_missing.text = missing;
  return evidence_.add(row_, cause, position, evidence.module, stated->id, evidence.counted,
                       evidence.weight_millibans, evidence.lr, Made{list_text(evidence.facts)},
                       own_text, std::move(own_missing));
}

bool Writer::write_alerts(const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.alerts.size(); ++i) {
    const assess::RaisedAlert& alert = assessment.alerts[i];
    const std::int64_t stated =
        alerts_.id_of(module_rows_[alert.module], alert.id, alert.cause, alert.title, alert.action,
                      alert.threshold, TextList{alert.sources});
    if (stated == 0 || !raised_alerts_.add(row_, i, alert.module, stated, alert.urgency,
                                           alert.repeat_now, alert.value, alert.age_hours,
                                           alert.from_text, Made{list_text(alert.facts)}))
      return false;
  }
  return true;
}

bool Writer::write_advice(const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.advice.size(); ++i) {
    if (common_.rows.advice.contains(i)) continue;
    const assess::GivenAdvice& advice = assessment.advice[i];
    const std::int64_t stated = advice_.id_of(
        module_rows_[advice.module], advice.id, advice.kind, advice.for_cause, advice.text,
        TextList{advice.sources}, advice.withheld, TextList{advice.check});
    if (stated == 0 || !given_advice_.add(row_, i, advice.module, stated, advice.withheld_by))
      return false;
  }
  return true;
}

bool Writer::write_names(const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.states.size(); ++i) {
    if (common_.rows.states.contains(i)) continue;
    const assess::State& state = assessment.states[i];
    const std::int64_t name = names_.id_of(state.id, state.name, std::string_view());
    if (name == 0 ||
        !states_.add(row_, i, name, state.present.p, state.present.low, state.present.high))
      return false;
  }
  for (std::size_t i = 0; i < assessment.must_not_miss.size(); ++i) {
    if (common_.rows.must_not_miss.contains(i)) continue;
    const assess::MustNotMiss& danger = assessment.must_not_miss[i];
    const std::int64_t name = names_.id_of(danger.id, danger.name, danger.action);
    if (name == 0 || !must_not_miss_.add(row_, i, name, danger.present.p, danger.present.low,
                                         danger.present.high))
      return false;
  }
  return true;
}

bool Writer::write_ignored(const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.ignored.size(); ++i) {
    if (common_.rows.ignored.contains(i)) continue;
    const record::Ignored& ignored = assessment.ignored[i];
    if (!ignored_.add(row_, i, ignored.source, ignored.reason, ignored.count,
                      Made{list_text(ignored.examples)}, ignored.grouped))
      return false;
  }
  return true;
}

bool Writer::write_findings(const assess::Assessment& assessment) {
  for (std::size_t i = 0; i < assessment.findings.size(); ++i) {
    if (common_.rows.findings.contains(i)) continue;
    const lint::Finding& finding = assessment.findings[i];
    const std::int64_t stated =
        findings_.id_of(finding.id, finding.severity, finding.safety, finding.cure);
    if (stated == 0 || !found_.add(row_, i, stated, finding.place, finding.message)) return false;
  }
  return true;
}

bool Writer::begin_run(std::string_view source_sha256, std::string_view program_version,
                       std::int64_t& run) {
  refusal_.reset();
  if (!insert_run_.run(now_ms(), source_sha256, program_version)) return false;
  run = last_row();
  return true;
}

bool Writer::end_run(std::int64_t run) {
  refusal_.reset();
  if (!end_run_.run(now_ms(), run)) return false;
  if (sqlite3_changes(database_) == 1) return true;
  return refuse("there is no run " + std::to_string(run), "begin a run first");
}

void Writer::forget() {
  for (Dictionary* dictionary :
       {&concepts_, &causes_, &rules_, &alerts_, &advice_, &names_, &findings_})
    dictionary->forget();
  modules_.clear();
  last_modules_.clear();
  config_row_ = 0;
  exceptions_.clear();
}

Error Writer::error() const { return refusal_ ? *refusal_ : chain_.error(); }

}  // namespace causa::store
