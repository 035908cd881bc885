// SPDX-License-Identifier: Apache-2.0
//
// The lists of an assessment, each out of the rows of two versions at most.

#include <algorithm>
#include <limits>
#include <utility>

#include "store/enumerations.hpp"
#include "store/lists.hpp"
#include "store/reader.hpp"

namespace causa::store {

namespace {

constexpr auto all_rows = std::numeric_limits<std::int64_t>::max();

}  // namespace

template <class Row, class Read>
bool Reader::each(Statement& statement, Shared shared, std::vector<Row>& rows, const Read& read) {
  return (base_ == 0 || each_of(statement, rows, read, base_, shared.value_or(all_rows))) &&
         each_of(statement, rows, read, row_, all_rows);
}

template <class Row, class Read, class... Values>
bool Reader::each_of(Statement& statement, std::vector<Row>& rows, const Read& read,
                     const Values&... values) {
  Cursor cursor(statement, values...);
  while (cursor.next()) {
    Row row;
    std::uint32_t position = 0;
    if (!read(cursor, position, row)) continue;
    // A row of the version's own stands in the place of that of its base.
    if (position < rows.size()) {
      rows[position] = std::move(row);
      continue;
    }
    // They are stored without gaps.
    strange_ = strange_ || position > rows.size();
    rows.push_back(std::move(row));
    ++read_;
  }
  return ended(cursor);
}

template <class Row>
const Row* Reader::stated(StatedRows<Row>& rows, std::int64_t id) {
  const Row* row = rows.find(id, failed_, strange_);
  // Before the statements that are open end, which makes SQLite forget what failed.
  if (failed_ && !fault_) fault_ = connection_.error();
  return row;
}

bool Reader::read_modules(assess::Assessment& assessment) {
  const auto read = [&](Cursor& cursor, std::uint32_t& position, assess::ModuleUsed& module) {
    std::int64_t id = 0;
    cursor.read(position, id, module.status, module.approved, module.approved_by,
                module.allowed_because, module.why, module.ran_in, module.microseconds);
    const ModuleKept* kept = stated(stated_.modules, id);
    if (kept == nullptr) return false;
    module.id = kept->id;
    module.version = kept->version;
    module.sha256 = kept->sha256;
    return true;
  };
  return each(modules_, shared_.modules, assessment.modules, read);
}

bool Reader::read_facts(assess::Assessment& assessment) {
  const auto read = [&](Cursor& cursor, std::uint32_t& position, assess::ShownFact& fact) {
    std::int64_t id = 0;
    cursor.read(position, id, fact.state, fact.comparator, fact.value, InstantTo{fact.time_ms},
                InstantTo{fact.start_ms}, fact.age_days, fact.reference_low, fact.reference_high,
                fact.laterality, fact.source, fact.matched_text, fact.original_value, fact.quality);
    const ConceptStated* known = stated(stated_.concepts, id);
    if (known == nullptr) return false;
    fact.concept_id = known->concept_id;
    fact.name = known->name;
    fact.unit = known->unit;
    fact.original_unit = known->original_unit;
    fact.original_code = known->original_code;
    fact.derived_from = known->derived_from;
    return true;
  };
  return each(facts_, shared_.facts, assessment.facts, read);
}

bool Reader::read_causes(assess::Assessment& assessment) {
  std::optional<std::string> because_of;
  std::string about_equal_to;
  std::optional<double> f;
  /// By cause of this version: the one of the base whose evidence it has.
  std::vector<std::optional<std::uint32_t>> evidence_of;
  const auto read = [&](Cursor& cursor, std::uint32_t& position, assess::CauseResult& cause) {
    std::int64_t id = 0;
    std::optional<std::uint32_t> evidence_cause;
    cursor.read(position, cause.module, id, cause.rank, cause.explains.p, cause.explains.low,
                cause.explains.high, cause.present.p, cause.present.low, cause.present.high,
                cause.accounts_for.p, cause.accounts_for.low, cause.accounts_for.high,
                cause.complaint_class, cause.decided_by, because_of, f, cause.chain_head,
                cause.judgement_only, about_equal_to, evidence_cause);
    if (because_of)
      cause.chain =
          assess::Chain{*because_of, f.value_or(std::numeric_limits<double>::quiet_NaN())};
    // A cause without a chain has no part of one, and what shares nothing shares no evidence.
    if ((!because_of && f) || (base_ == 0 && evidence_cause)) strange_ = true;
    list_of(about_equal_to, cause.about_equal_to);
    const CauseStated* known = stated(stated_.causes, id);
    if (known == nullptr) return false;
    cause.id = known->id;
    cause.family = known->family;
    cause.name = known->name;
    cause.action = known->action;
    cause.role = known->role;
    cause.prior = known->prior;
    const std::size_t place = std::min<std::size_t>(position, evidence_of.size());
    if (place == evidence_of.size()) evidence_of.emplace_back();
    evidence_of[place] = evidence_cause;
    return true;
  };
  if (base_ != 0 &&
      !each_of(causes_, assessment.causes, read, base_, shared_.causes.value_or(all_rows)))
    return false;
  for (std::uint32_t i = 0; i < evidence_of.size(); ++i) evidence_of[i] = i;
  if (!each_of(causes_, assessment.causes, read, row_, all_rows)) return false;
  evidence_there_.clear();
  for (std::uint32_t i = 0; i < evidence_of.size(); ++i)
    if (evidence_of[i]) evidence_there_.emplace(*evidence_of[i], i);
  return true;
}

/// That of the base, for causes that have it from there, and its own.
bool Reader::read_evidence(assess::Assessment& assessment) {
  if (base_ != 0 && !read_evidence(assessment.causes, base_, true)) return false;
  return read_evidence(assessment.causes, row_, false);
}

bool Reader::read_evidence(std::vector<assess::CauseResult>& causes, std::int64_t row,
                           bool from_base) {
  std::string facts;
  std::optional<std::string> missing, text;
  Cursor cursor(evidence_, row);
  std::optional<std::uint32_t> last_cause;
  std::uint32_t expected = 0;
  while (cursor.next()) {
    std::uint32_t cause = 0, position = 0;
    std::int64_t id = 0;
    assess::Evidence evidence;
    cursor.read(cause, position, evidence.module, id, evidence.counted, evidence.weight_millibans,
                evidence.lr, facts, missing, text);
    if (last_cause != cause) expected = 0;
    strange_ = strange_ || position != expected++;
    last_cause = cause;
    if (from_base) {
      const auto place = evidence_there_.find(cause);
      if (place == evidence_there_.end()) continue;
      cause = place->second;
    }
    const RuleStated* known = stated(stated_.rules, id);
    if (known == nullptr) continue;
    ++read_;
    evidence.rule = known->rule;
    evidence.about = known->about;
    evidence.outcome = known->outcome;
    evidence.lr_published = known->lr_published;
    evidence.ci = known->ci;
    evidence.basis = known->basis;
    evidence.grade = known->grade;
    evidence.sources = known->sources;
    evidence.text = text ? std::move(*text) : known->text;
    if (missing)
      list_of(*missing, evidence.missing);
    else
      evidence.missing = known->missing;
    list_of(facts, evidence.facts);
    if (cause < causes.size()) {
      causes[cause].evidence.push_back(std::move(evidence));
    } else {
      strange_ = true;
    }
  }
  return ended(cursor);
}

bool Reader::read_alerts(assess::Assessment& assessment) {
  std::string facts;
  const auto read = [&](Cursor& cursor, std::uint32_t& position, assess::RaisedAlert& alert) {
    std::int64_t id = 0;
    cursor.read(position, alert.module, id, alert.urgency, alert.repeat_now, alert.value,
                alert.age_hours, alert.from_text, facts);
    list_of(facts, alert.facts);
    const AlertStated* known = stated(stated_.alerts, id);
    if (known == nullptr) return false;
    alert.id = known->id;
    alert.cause = known->cause;
    alert.title = known->title;
    alert.action = known->action;
    alert.threshold = known->threshold;
    alert.sources = known->sources;
    return true;
  };
  return each_of(alerts_, assessment.alerts, read, row_);
}

bool Reader::read_advice(assess::Assessment& assessment) {
  const auto read = [&](Cursor& cursor, std::uint32_t& position, assess::GivenAdvice& advice) {
    std::int64_t id = 0;
    cursor.read(position, advice.module, id, advice.withheld_by);
    const AdviceStated* known = stated(stated_.advice, id);
    if (known == nullptr) return false;
    advice.id = known->id;
    advice.kind = known->kind;
    advice.for_cause = known->for_cause;
    advice.text = known->text;
    advice.sources = known->sources;
    advice.withheld = known->withheld;
    advice.check = known->check;
    return true;
  };
  return each(advice_, shared_.advice, assessment.advice, read);
}

bool Reader::read_states(assess::Assessment& assessment) {
  const auto read = [&](Cursor& cursor, std::uint32_t& position, assess::State& state) {
    std::int64_t id = 0;
    cursor.read(position, id, state.present.p, state.present.low, state.present.high);
    const NameStated* known = stated(stated_.names, id);
    if (known == nullptr) return false;
    state.id = known->cause;
    state.name = known->name;
    return true;
  };
  return each(states_, shared_.states, assessment.states, read);
}

bool Reader::read_must_not_miss(assess::Assessment& assessment) {
  const auto read = [&](Cursor& cursor, std::uint32_t& position, assess::MustNotMiss& danger) {
    std::int64_t id = 0;
    cursor.read(position, id, danger.present.p, danger.present.low, danger.present.high);
    const NameStated* known = stated(stated_.names, id);
    if (known == nullptr) return false;
    danger.id = known->cause;
    danger.name = known->name;
    danger.action = known->action;
    return true;
  };
  return each(must_not_miss_, shared_.must_not_miss, assessment.must_not_miss, read);
}

bool Reader::read_ignored(assess::Assessment& assessment) {
  std::string examples;
  const auto read = [&](Cursor& cursor, std::uint32_t& position, record::Ignored& ignored) {
    cursor.read(position, ignored.source, ignored.reason, ignored.count, examples, ignored.grouped);
    list_of(examples, ignored.examples);
    return true;
  };
  return each(ignored_, shared_.ignored, assessment.ignored, read);
}

bool Reader::read_findings(assess::Assessment& assessment) {
  const auto read = [&](Cursor& cursor, std::uint32_t& position, lint::Finding& finding) {
    std::int64_t id = 0;
    cursor.read(position, id, finding.place, finding.message);
    const FindingStated* known = stated(stated_.findings, id);
    if (known == nullptr) return false;
    finding.id = known->id;
    finding.severity = known->severity;
    finding.safety = known->safety;
    finding.cure = known->cure;
    return true;
  };
  return each(findings_, shared_.findings, assessment.findings, read);
}

bool Reader::ended(const Cursor& cursor) {
  strange_ = strange_ || cursor.strange();
  return !cursor.failed() && !failed_;
}

}  // namespace causa::store
