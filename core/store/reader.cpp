// SPDX-License-Identifier: Apache-2.0

#include "store/reader.hpp"

#include "store/consistent.hpp"
#include "store/enumerations.hpp"
#include "store/lists.hpp"

namespace causa::store {

Reader::Reader(Connection& connection)
    : connection_(connection),
      find_(connection.handle(),
            "SELECT id FROM assessment WHERE uuid = ?1 AND (?2 = 0 OR version = ?2) "
            "ORDER BY version DESC LIMIT 1"),
      header_(connection.handle(),
              "SELECT a.id, a.parts, a.uuid, a.version, c.sha256, p.patient_id, a.created_ms, "
              "a.as_of_ms, a.sex, a.age_low_years, a.age_high_years, a.complaint_present, "
              "a.complaint_classes, a.complaint_text, a.ranking, a.ranking_why, a.unexplained, "
              "a.not_understood, a.resources_read, a.resources_used, coalesce(a.base, 0), "
              "a.modules_shared, a.facts_shared, a.causes_shared, a.advice_shared, "
              "a.states_shared, a.must_not_miss_shared, a.ignored_shared, a.findings_shared "
              "FROM assessment a JOIN config c ON c.id = a.config "
              "JOIN patient p ON p.id = a.patient "
              "WHERE a.uuid = ?1 AND (?2 = 0 OR a.version = ?2) ORDER BY a.version DESC LIMIT 1"),
      modules_(connection.handle(),
               "SELECT position, module, status, approved, approved_by, allowed_because, why, "
               "ran_in, microseconds FROM module_used "
               "WHERE assessment = ? AND position < ? ORDER BY position"),
      facts_(connection.handle(),
             "SELECT position, concept, state, comparator, value, time_ms, start_ms, age_days, "
             "reference_low, reference_high, laterality, source, matched_text, original_value, "
             "quality FROM fact WHERE assessment = ? AND position < ? ORDER BY position"),
      causes_(connection.handle(),
              "SELECT position, module, cause, rank, explains_p, explains_low, explains_high, "
              "present_p, present_low, present_high, accounts_for_p, accounts_for_low, "
              "accounts_for_high, complaint_class, decided_by, because_of, chain_f, chain_head, "
              "judgement_only, about_equal_to, evidence_cause FROM cause_result "
              "WHERE assessment = ? AND position < ? ORDER BY position"),
      evidence_(
          connection.handle(),
          "SELECT cause, position, module, rule, counted, weight_millibans, lr, facts, missing, "
          "text FROM evidence WHERE assessment = ? ORDER BY cause, position"),
      alerts_(connection.handle(),
              "SELECT position, module, alert, urgency, repeat_now, value, age_hours, from_text, "
              "facts FROM alert WHERE assessment = ? ORDER BY position"),
      advice_(connection.handle(),
              "SELECT position, module, advice, withheld_by FROM advice "
              "WHERE assessment = ? AND position < ? ORDER BY position"),
      states_(connection.handle(),
              "SELECT position, name, present_p, present_low, present_high FROM state "
              "WHERE assessment = ? AND position < ? ORDER BY position"),
      must_not_miss_(connection.handle(),
                     "SELECT position, name, present_p, present_low, present_high "
                     "FROM must_not_miss WHERE assessment = ? AND position < ? ORDER BY position"),
      ignored_(connection.handle(),
               "SELECT position, source, reason, count, examples, grouped FROM ignored "
               "WHERE assessment = ? AND position < ? ORDER BY position"),
      findings_(connection.handle(),
                "SELECT position, finding, place, message FROM finding "
                "WHERE assessment = ? AND position < ? ORDER BY position"),
      manifests_(connection.handle(),
                 "SELECT m.manifest FROM module_used_of_version u JOIN module m ON m.id = u.module "
                 "WHERE u.version_row = ? ORDER BY u.position"),
      record_(connection.handle(),
              "SELECT r.bytes FROM assessment a JOIN record r ON r.id = a.record WHERE a.id = ?"),
      config_(connection.handle(), "SELECT text FROM config WHERE sha256 = ?"),
      run_(connection.handle(),
           "SELECT id, started_ms, ended_ms, source_sha256, position, program_version FROM run "
           "WHERE source_sha256 = ? ORDER BY id DESC LIMIT 1"),
      module_digests_(
          connection.handle(),
          "SELECT m.digest FROM module_used_of_version u JOIN module m ON m.id = u.module "
          "WHERE u.version_row = ? ORDER BY u.position"),
      form_(connection.handle(),
            "SELECT u.form FROM assessment a JOIN audit u ON u.number = a.audit WHERE a.id = ? "
            "AND u.form NOTNULL"),
      times_forgotten_(connection.handle(), "SELECT times FROM forgotten"),
      stated_(connection.handle()) {}

Result<assess::Assessment> Reader::load(std::string_view id, std::uint32_t version) {
  // Who forgets patients meanwhile takes out statements whose ids are then given again.
  for (;;) {
    if (!see_forgotten()) return connection_.error();
    const std::int64_t times = times_seen_;
    auto loaded = load_once(id, version);
    const bool of_one_moment = sqlite3_get_autocommit(connection_.handle()) == 0;
    if (!of_one_moment && !see_forgotten()) return connection_.error();
    if (times == times_seen_) return loaded;
  }
}

bool Reader::see_forgotten() {
  std::int64_t times = 0;
  Cursor cursor(times_forgotten_);
  if (cursor.next()) cursor.read(times);
  if (times != times_seen_) stated_.forget();
  times_seen_ = times;
  return !cursor.failed();
}

Result<assess::Assessment> Reader::load_once(std::string_view id, std::uint32_t version) {
  assess::Assessment assessment;
  row_ = parts_ = read_ = base_ = 0;
  shared_ = {};
  strange_ = failed_ = false;
  fault_.reset();
  if (!read_header(id, version, assessment)) return connection_.error();
  if (row_ == 0) return not_found(id, version);
  if (!read_modules(assessment) || !read_facts(assessment) || !read_causes(assessment) ||
      !read_evidence(assessment) || !read_alerts(assessment) || !read_advice(assessment) ||
      !read_states(assessment) || !read_must_not_miss(assessment) || !read_ignored(assessment) ||
      !read_findings(assessment))
    return fault_ ? *fault_ : connection_.error();
  if (read_ != parts_)
    return damaged(id,
                   "has " + std::to_string(read_) + " of its " + std::to_string(parts_) + " parts");
  if (strange_) return damaged(id, "holds a value that no version of causa writes");
  if (const std::optional<std::string> fault = inconsistency(assessment))
    return damaged(id, "contradicts itself: " + *fault);
  return assessment;
}

bool Reader::read_header(std::string_view id, std::uint32_t version, assess::Assessment& a) {
  Cursor cursor(header_, id, version);
  std::string classes, not_understood;
  if (cursor.next()) {
    cursor.read(row_, parts_, a.id, a.version, a.config_sha256, a.patient_id, a.created_ms,
                a.as_of_ms, a.sex, a.age.low_years, a.age.high_years, a.complaint_present, classes,
                a.complaint_text, a.ranking, a.ranking_why, a.unexplained, not_understood,
                a.resources_read, a.resources_used, base_, shared_.modules, shared_.facts,
                shared_.causes, shared_.advice, shared_.states, shared_.must_not_miss,
                shared_.ignored, shared_.findings);
    list_of(classes, a.complaint_classes);
    list_of(not_understood, a.not_understood);
    if (base_ == 0 &&
        (shared_.modules || shared_.facts || shared_.causes || shared_.advice || shared_.states ||
         shared_.must_not_miss || shared_.ignored || shared_.findings))
      strange_ = true;
  }
  return ended(cursor);
}

Error Reader::not_found(std::string_view id, std::uint32_t version) const {
  std::string message = "there is no assessment " + std::string(id);
  if (version != 0) message += " with version " + std::to_string(version);
  return connection_.error(std::move(message), "`causa list` shows what is stored");
}

Error Reader::damaged(std::string_view id, const std::string& what) const {
  return connection_.damaged("assessment " + std::string(id) + ' ' + what);
}

}  // namespace causa::store
