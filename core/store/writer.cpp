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
      other_file_(database_,
                  // From the newest on, which nearly always has one.
                  "SELECT m.version <> ?2 OR m.sha256 <> ?3 FROM module_used u "
                  "CROSS JOIN module m ON m.id = u.module WHERE m.module_id = ?1 "
                  "AND u.status <> ?4 ORDER BY u.assessment DESC LIMIT 1"),
      insert_module_(database_,
                     "INSERT INTO module (digest, module_id, version, sha256, manifest) "
                     "VALUES (?,?,?,?,?)"),
      find_patient_(database_, "SELECT id FROM patient WHERE patient_id = ?"),
      find_person_(database_,
                   "SELECT sex, age_low_years, age_high_years, as_of_ms FROM assessment "
                   "WHERE patient = ? ORDER BY created_ms DESC LIMIT 1"),
      insert_patient_(database_,
                      "INSERT INTO patient (patient_id) VALUES (?) "
                      "ON CONFLICT (patient_id) DO NOTHING"),
      find_config_(database_, "SELECT id, text FROM config WHERE sha256 = ?"),
      insert_config_(database_, "INSERT INTO config (sha256, text) VALUES (?,?)"),
      find_record_(
          database_,
          "SELECT a.record, r.digest, r.bytes FROM assessment a JOIN record r ON r.id = a.record "
          "WHERE a.uuid = ? AND a.version = ?"),
      insert_record_(database_, "INSERT INTO record (bytes, digest) VALUES (?,?)"),
      insert_run_(database_,
                  "INSERT INTO run (started_ms, source_sha256, program_version) VALUES (?,?,?)"),
      end_run_(database_,
               "UPDATE run SET ended_ms = ?1, position = max(position, ?2) WHERE id = ?3"),
      move_run_(database_, "UPDATE run SET position = ?1 WHERE id = ?2 AND position = ?1 - ?3"),
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
  rows_written_.clear();
  for (const Entry& entry : batch.entries) {
    if (!write(entry, batch)) return false;
  }
  // A repeated version copies rows.
  if (!write_lists() || !write_waiting()) return false;
  for (const Repeat& repeat : batch.repeats) {
    if (!write(repeat, batch.run)) return false;
  }
  if (!write_waiting()) return false;
  if (batch.run == 0) return true;
  if (!move_run_.run(batch.position, batch.run, batch.moved_by)) return false;
  if (sqlite3_changes(database_) == 1) return true;
  return refuse("run " + std::to_string(batch.run) +
                    " stands elsewhere: another program goes on "
                    "with it, and would store the same patients again",
                "let that program end");
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
  const std::optional<std::int64_t> patient_row = patient(a);
  if (!patient_row) return false;
  const std::optional<std::int64_t> config_row = config(a.config_sha256, batch.config_text);
  if (!config_row) return false;
  Written it{&a};
  if (entry.before != nullptr) {
    if (in_batch_.contains(a.id) && !(write_lists() && write_waiting())) return false;
    if (!sharing_.find(*entry.before, a, it.common)) return false;
  }
  std::optional<std::int64_t> record_row;
  std::uint64_t audit = 0;
  if (!record(entry, record_row) || !find_modules(a.modules) || !seal(entry, audit)) return false;
  if (!insert_row(it, *patient_row, record_row, *config_row, batch.run, audit)) return false;
  it.row = last_row();
  it.module_rows = module_rows_;
  in_batch_.insert(a.id);
  rows_written_.push_back(std::move(it));
  return true;
}

bool Writer::insert_row(const Written& it, std::int64_t patient, std::optional<std::int64_t> record,
                        std::int64_t config, std::int64_t run, std::uint64_t audit) {
  const assess::Assessment& a = *it.assessment;
  const auto insert = [&](Statement& statement, const auto&... shared) {
    return statement.run(a.id, a.version, patient, record, config,
                         run == 0 ? std::nullopt : std::optional(run), a.created_ms, a.as_of_ms,
                         a.sex, a.age.low_years, a.age.high_years, a.complaint_present,
                         a.complaint_classes, a.complaint_text, a.ranking, a.ranking_why,
                         a.unexplained, TextList{a.not_understood}, a.resources_read,
                         a.resources_used, count_parts(a), audit, shared...);
  };
  if (it.common.base == 0) return insert(insert_assessment_);
  const SharedLists& rows = it.common.rows;
  return insert(insert_version_, it.common.base, rows.modules.below, rows.facts.below,
                rows.causes.below, rows.advice.below, rows.states.below, rows.must_not_miss.below,
                rows.ignored.below, rows.findings.below);
}

bool Writer::begin_run(std::string_view source_sha256, std::string_view program_version,
                       std::int64_t& run) {
  refusal_.reset();
  if (!insert_run_.run(now_ms(), source_sha256, program_version)) return false;
  run = last_row();
  return true;
}

bool Writer::end_run(std::int64_t run, std::uint64_t told) {
  refusal_.reset();
  if (!end_run_.run(now_ms(), told, run)) return false;
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
