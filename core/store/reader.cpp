// SPDX-License-Identifier: Apache-2.0

#include "store/reader.hpp"

#include <limits>

#include "store/consistent.hpp"
#include "store/enumerations.hpp"
#include "store/lists.hpp"

namespace causa::store {

namespace {

constexpr auto all_rows = std::numeric_limits<std::int64_t>::max();

}  // namespace

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
               "SELECT m.module_id, m.version, m.sha256, u.status, u.approved, u.approved_by, "
               "u.allowed_because, u.why, u.ran_in, u.microseconds FROM module_used u JOIN module "
               "m ON m.id = u.module "
               "WHERE u.assessment = ? AND u.position < ? ORDER BY u.position"),
      facts_(connection.handle(),
             "SELECT c.concept, c.name, c.unit, c.original_unit, c.original_code, c.derived_from, "
             "f.state, f.comparator, f.value, f.time_ms, f.start_ms, f.age_days, f.reference_low, "
             "f.reference_high, f.laterality, f.source, f.matched_text, f.original_value, "
             "f.quality FROM fact f JOIN concept_stated c ON c.id = f.concept "
             "WHERE f.assessment = ? AND f.position < ? ORDER BY f.position"),
      causes_(connection.handle(),
              "SELECT r.module, s.cause, s.family, s.name, s.action, s.role, s.prior_p, "
              "s.prior_low, s.prior_high, s.prior_population, s.prior_basis, r.rank, "
              "r.explains_p, r.explains_low, r.explains_high, r.present_p, r.present_low, "
              "r.present_high, r.accounts_for_p, r.accounts_for_low, r.accounts_for_high, "
              "r.complaint_class, r.decided_by, r.because_of, r.chain_f, r.chain_head, "
              "r.judgement_only, r.about_equal_to, r.evidence_cause "
              "FROM cause_result r JOIN cause_stated s ON s.id = r.cause "
              "WHERE r.assessment = ? AND r.position < ? ORDER BY r.position"),
      evidence_(connection.handle(),
                "SELECT e.cause, e.module, s.rule, s.about, s.outcome, e.counted, "
                "e.weight_millibans, e.lr, s.lr_published, s.ci_low, s.ci_high, s.basis, s.grade, "
                "e.facts, coalesce(e.missing, s.missing), coalesce(e.text, s.text), s.sources "
                "FROM evidence e JOIN rule_stated s ON s.id = e.rule "
                "WHERE e.assessment = ? ORDER BY e.cause, e.position"),
      alerts_(connection.handle(),
              "SELECT r.module, s.alert, s.cause, s.title, s.action, s.threshold, s.sources, "
              "r.urgency, r.repeat_now, r.value, r.age_hours, r.from_text, r.facts "
              "FROM alert r JOIN alert_stated s ON s.id = r.alert "
              "WHERE r.assessment = ? ORDER BY r.position"),
      advice_(connection.handle(),
              "SELECT r.module, s.advice, s.kind, s.for_cause, s.text, s.sources, s.withheld, "
              "s.\"check\", r.withheld_by FROM advice r JOIN advice_stated s ON s.id = r.advice "
              "WHERE r.assessment = ? AND r.position < ? ORDER BY r.position"),
      states_(connection.handle(),
              "SELECT n.cause, n.name, s.present_p, s.present_low, s.present_high "
              "FROM state s JOIN name_stated n ON n.id = s.name "
              "WHERE s.assessment = ? AND s.position < ? ORDER BY s.position"),
      must_not_miss_(connection.handle(),
                     "SELECT n.cause, n.name, n.action, s.present_p, s.present_low, "
                     "s.present_high FROM must_not_miss s JOIN name_stated n ON n.id = s.name "
                     "WHERE s.assessment = ? AND s.position < ? ORDER BY s.position"),
      ignored_(connection.handle(),
               "SELECT source, reason, count, examples, grouped FROM ignored "
               "WHERE assessment = ? AND position < ? ORDER BY position"),
      findings_(connection.handle(),
                "SELECT s.finding, s.severity, s.safety, f.place, f.message, s.cure "
                "FROM finding f JOIN finding_stated s ON s.id = f.finding "
                "WHERE f.assessment = ? AND f.position < ? ORDER BY f.position"),
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
            "AND u.form NOTNULL") {}

Result<assess::Assessment> Reader::load(std::string_view id, std::uint32_t version) {
  assess::Assessment assessment;
  row_ = parts_ = read_ = base_ = 0;
  shared_ = {};
  strange_ = false;
  if (!read_header(id, version, assessment)) return connection_.error();
  if (row_ == 0) return not_found(id, version);
  if (!read_modules(assessment) || !read_facts(assessment) || !read_causes(assessment) ||
      !read_evidence(assessment) || !read_alerts(assessment) || !read_advice(assessment) ||
      !read_states(assessment) || !read_must_not_miss(assessment) || !read_ignored(assessment) ||
      !read_findings(assessment))
    return connection_.error();
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
  }
  return ended(cursor);
}

template <class Read>
bool Reader::each(Statement& statement, Shared shared, const Read& read) {
  return each_below(statement, shared, read) && each_of(statement, read, row_, all_rows);
}

template <class Read>
bool Reader::each_below(Statement& statement, Shared shared, const Read& read) {
  return base_ == 0 || each_of(statement, read, base_, shared.value_or(all_rows));
}

template <class... Values, class Read>
bool Reader::each_of(Statement& statement, const Read& read, const Values&... values) {
  Cursor cursor(statement, values...);
  while (cursor.next()) {
    read(cursor);
    ++read_;
  }
  return ended(cursor);
}

bool Reader::read_modules(assess::Assessment& assessment) {
  return each(modules_, shared_.modules, [&](Cursor& cursor) {
    assess::ModuleUsed& module = assessment.modules.emplace_back();
    cursor.read(module.id, module.version, module.sha256, module.status, module.approved,
                module.approved_by, module.allowed_because, module.why, module.ran_in,
                module.microseconds);
  });
}

bool Reader::read_facts(assess::Assessment& assessment) {
  return each(facts_, shared_.facts, [&](Cursor& cursor) {
    assess::ShownFact& fact = assessment.facts.emplace_back();
    cursor.read(fact.concept_id, fact.name, fact.unit, fact.original_unit, fact.original_code,
                fact.derived_from, fact.state, fact.comparator, fact.value, InstantTo{fact.time_ms},
                InstantTo{fact.start_ms}, fact.age_days, fact.reference_low, fact.reference_high,
                fact.laterality, fact.source, fact.matched_text, fact.original_value, fact.quality);
  });
}

bool Reader::read_causes(assess::Assessment& assessment) {
  std::optional<std::string> because_of;
  std::optional<std::uint32_t> evidence_cause;
  std::string about_equal_to;
  double f = 0;
  evidence_there_.clear();
  const auto read = [&](Cursor& cursor) {
    const auto position = static_cast<std::uint32_t>(assessment.causes.size());
    assess::CauseResult& cause = assessment.causes.emplace_back();
    assess::Estimate& prior = cause.prior.estimate;
    cursor.read(cause.module, cause.id, cause.family, cause.name, cause.action, cause.role, prior.p,
                prior.low, prior.high, cause.prior.population, cause.prior.basis, cause.rank,
                cause.explains.p, cause.explains.low, cause.explains.high, cause.present.p,
                cause.present.low, cause.present.high, cause.accounts_for.p, cause.accounts_for.low,
                cause.accounts_for.high, cause.complaint_class, cause.decided_by, because_of, f,
                cause.chain_head, cause.judgement_only, about_equal_to, evidence_cause);
    if (because_of) cause.chain = assess::Chain{*because_of, f};
    list_of(about_equal_to, cause.about_equal_to);
    if (evidence_cause) evidence_there_.emplace(*evidence_cause, position);
  };
  if (!each_below(causes_, shared_.causes, read)) return false;
  for (std::uint32_t i = 0; i < assessment.causes.size(); ++i) evidence_there_.emplace(i, i);
  return each_of(causes_, read, row_, all_rows);
}

/// That of the base, for causes that have it from there, and its own.
bool Reader::read_evidence(assess::Assessment& assessment) {
  std::string facts, missing, sources;
  std::vector<assess::CauseResult>& causes = assessment.causes;
  bool from_base = base_ != 0;
  const auto read = [&](Cursor& cursor) {
    std::uint32_t cause = 0;
    assess::Evidence evidence;
    std::optional<double> ci_low, ci_high;
    cursor.read(cause, evidence.module, evidence.rule, evidence.about, evidence.outcome,
                evidence.counted, evidence.weight_millibans, evidence.lr, evidence.lr_published,
                ci_low, ci_high, evidence.basis, evidence.grade, facts, missing, evidence.text,
                sources);
    if (from_base) {
      const auto place = evidence_there_.find(cause);
      if (place == evidence_there_.end()) {
        --read_;
        return;
      }
      cause = place->second;
    }
    if (ci_low && ci_high) evidence.ci = knowledge::Interval{*ci_low, *ci_high};
    list_of(facts, evidence.facts);
    list_of(missing, evidence.missing);
    list_of(sources, evidence.sources);
    if (cause < causes.size()) {
      causes[cause].evidence.push_back(std::move(evidence));
    } else {
      strange_ = true;
    }
  };
  if (from_base && !each_of(evidence_, read, base_)) return false;
  from_base = false;
  return each_of(evidence_, read, row_);
}

bool Reader::read_alerts(assess::Assessment& assessment) {
  std::string sources, facts;
  const auto read = [&](Cursor& cursor) {
    assess::RaisedAlert& alert = assessment.alerts.emplace_back();
    cursor.read(alert.module, alert.id, alert.cause, alert.title, alert.action, alert.threshold,
                sources, alert.urgency, alert.repeat_now, alert.value, alert.age_hours,
                alert.from_text, facts);
    list_of(sources, alert.sources);
    list_of(facts, alert.facts);
  };
  return each_of(alerts_, read, row_);
}

bool Reader::read_advice(assess::Assessment& assessment) {
  std::string sources, check;
  return each(advice_, shared_.advice, [&](Cursor& cursor) {
    assess::GivenAdvice& advice = assessment.advice.emplace_back();
    cursor.read(advice.module, advice.id, advice.kind, advice.for_cause, advice.text, sources,
                advice.withheld, check, advice.withheld_by);
    list_of(sources, advice.sources);
    list_of(check, advice.check);
  });
}

bool Reader::read_states(assess::Assessment& assessment) {
  return each(states_, shared_.states, [&](Cursor& cursor) {
    assess::State& state = assessment.states.emplace_back();
    cursor.read(state.id, state.name, state.present.p, state.present.low, state.present.high);
  });
}

bool Reader::read_must_not_miss(assess::Assessment& assessment) {
  return each(must_not_miss_, shared_.must_not_miss, [&](Cursor& cursor) {
    assess::MustNotMiss& danger = assessment.must_not_miss.emplace_back();
    cursor.read(danger.id, danger.name, danger.action, danger.present.p, danger.present.low,
                danger.present.high);
  });
}

bool Reader::read_ignored(assess::Assessment& assessment) {
  std::string examples;
  return each(ignored_, shared_.ignored, [&](Cursor& cursor) {
    record::Ignored& ignored = assessment.ignored.emplace_back();
    cursor.read(ignored.source, ignored.reason, ignored.count, examples, ignored.grouped);
    list_of(examples, ignored.examples);
  });
}

bool Reader::read_findings(assess::Assessment& assessment) {
  return each(findings_, shared_.findings, [&](Cursor& cursor) {
    lint::Finding& finding = assessment.findings.emplace_back();
    cursor.read(finding.id, finding.severity, finding.safety, finding.place, finding.message,
                finding.cure);
  });
}

bool Reader::ended(const Cursor& cursor) {
  strange_ = strange_ || cursor.strange();
  return !cursor.failed();
}

void Reader::list_of(const std::string& text, std::vector<std::string>& list) {
  if (!read_list(text, list)) strange_ = true;
}

void Reader::list_of(const std::string& text, std::vector<std::uint32_t>& list) {
  if (!read_list(text, list)) strange_ = true;
}

Error Reader::not_found(std::string_view id, std::uint32_t version) const {
  std::string message = "there is no assessment " + std::string(id);
  if (version != 0) message += " with version " + std::to_string(version);
  return connection_.error(std::move(message), "`causa list` shows what is stored");
}

Error Reader::damaged(std::string_view id, const std::string& what) const {
  return connection_.error("assessment " + std::string(id) + ' ' + what,
                           "restore the last backup; `causa store check` says what is wrong");
}

}  // namespace causa::store
