// SPDX-License-Identifier: Apache-2.0

#include "store/tables.hpp"

#include <limits>
#include <vector>

#include "store/audit_records.hpp"
#include "store/loss.hpp"
#include "store/reader.hpp"
#include "store/side_file.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

constexpr TableColumn assessments_columns[] = {{"assessment_id"},
                                               {"version"},
                                               {"patient_id"},
                                               {"created", Meaning::time_ms},
                                               {"as_of", Meaning::time_ms},
                                               {"sex", Meaning::sex},
                                               {"age_low_years"},
                                               {"age_high_years"},
                                               {"complaint_present", Meaning::truth},
                                               {"complaint_classes"},
                                               {"complaint_text"},
                                               {"ranking", Meaning::sufficiency},
                                               {"ranking_why"},
                                               {"unexplained"},
                                               {"resources_read"},
                                               {"resources_used"},
                                               {"config_sha256"},
                                               {"audit_number"}};
constexpr char assessments_sql[] =
    "SELECT a.uuid, a.version, p.patient_id, a.created_ms, a.as_of_ms, a.sex, a.age_low_years, "
    "a.age_high_years, a.complaint_present, a.complaint_classes, a.complaint_text, a.ranking, "
    "a.ranking_why, a.unexplained, a.resources_read, a.resources_used, c.sha256, a.audit FROM "
    "assessment a JOIN patient p ON p.id = a.patient JOIN config c ON c.id = a.config WHERE "
    "a.id BETWEEN ?3 AND ?4 AND a.created_ms BETWEEN ?1 AND ?2 ORDER BY a.id";

constexpr TableColumn alerts_columns[] = {{"assessment_id"},
                                          {"version"},
                                          {"module"},
                                          {"alert"},
                                          {"cause"},
                                          {"urgency", Meaning::urgency},
                                          {"title"},
                                          {"value"},
                                          {"threshold"},
                                          {"age_hours"},
                                          {"repeat_now", Meaning::truth},
                                          {"from_text", Meaning::truth}};
constexpr char alerts_sql[] =
    "SELECT a.uuid, a.version, m.module_id, s.alert, s.cause, r.urgency, s.title, r.value, "
    "s.threshold, r.age_hours, r.repeat_now, r.from_text FROM assessment a JOIN alert r ON "
    "r.assessment = a.id JOIN alert_stated s ON s.id = r.alert JOIN module m ON m.id = "
    "s.module WHERE a.id BETWEEN ?3 AND ?4 AND a.created_ms BETWEEN ?1 AND ?2 ORDER BY a.id, "
    "r.position";

constexpr TableColumn causes_columns[] = {{"assessment_id"},
                                          {"version"},
                                          {"module"},
                                          {"cause"},
                                          {"family"},
                                          {"name"},
                                          {"role", Meaning::role},
                                          {"rank"},
                                          {"explains"},
                                          {"explains_low"},
                                          {"explains_high"},
                                          {"present"},
                                          {"present_low"},
                                          {"present_high"},
                                          {"accounts_for"},
                                          {"prior"},
                                          {"prior_basis", Meaning::basis},
                                          {"decided_by"},
                                          {"because_of"},
                                          {"judgement_only", Meaning::truth}};
constexpr char causes_sql[] =
    "SELECT a.uuid, a.version, m.module_id, s.cause, s.family, s.name, s.role, r.rank, "
    "r.explains_p, r.explains_low, r.explains_high, r.present_p, r.present_low, "
    "r.present_high, r.accounts_for_p, s.prior_p, s.prior_basis, r.decided_by, r.because_of, "
    "r.judgement_only FROM assessment a JOIN cause_result_of_version r ON r.version_row = a.id "
    "JOIN cause_stated s ON s.id = r.cause JOIN module m ON m.id = s.module WHERE a.id BETWEEN "
    "?3 AND ?4 AND a.created_ms BETWEEN ?1 AND ?2 ORDER BY a.id, r.position";

constexpr TableColumn evidence_columns[] = {{"assessment_id"},
                                            {"version"},
                                            {"cause"},
                                            {"module"},
                                            {"rule"},
                                            {"about", Meaning::about},
                                            {"holds", Meaning::outcome},
                                            {"counted", Meaning::counted},
                                            {"weight_millibans"},
                                            {"lr"},
                                            {"lr_published"},
                                            {"ci_low"},
                                            {"ci_high"},
                                            {"basis", Meaning::basis},
                                            {"grade"},
                                            {"text"}};
constexpr char evidence_sql[] =
    "SELECT a.uuid, a.version, c.cause, m.module_id, s.rule, s.about, s.outcome, e.counted, "
    "e.weight_millibans, e.lr, s.lr_published, s.ci_low, s.ci_high, s.basis, s.grade, "
    "coalesce(e.text, s.text) FROM assessment a JOIN evidence_of_version e ON e.version_row = "
    "a.id JOIN rule_stated s ON s.id = e.rule JOIN module m ON m.id = s.module JOIN "
    "cause_stated c ON c.id = e.cause_stated WHERE a.id BETWEEN ?3 AND ?4 AND a.created_ms "
    "BETWEEN ?1 AND ?2 ORDER BY a.id, e.cause_position, e.position";

constexpr TableColumn facts_columns[] = {{"assessment_id"},
                                         {"version"},
                                         {"concept"},
                                         {"name"},
                                         {"state", Meaning::fact_state},
                                         {"comparator", Meaning::comparator},
                                         {"value"},
                                         {"unit"},
                                         {"time", Meaning::time_ms},
                                         {"start", Meaning::time_ms},
                                         {"age_days"},
                                         {"reference_low"},
                                         {"reference_high"},
                                         {"laterality"},
                                         {"source"},
                                         {"matched_text"},
                                         {"derived_from"},
                                         {"original_value"},
                                         {"original_unit"},
                                         {"original_code"}};
constexpr char facts_sql[] =
    "SELECT a.uuid, a.version, c.concept, c.name, f.state, f.comparator, f.value, c.unit, "
    "f.time_ms, f.start_ms, f.age_days, f.reference_low, f.reference_high, f.laterality, "
    "f.source, f.matched_text, c.derived_from, f.original_value, c.original_unit, "
    "c.original_code FROM assessment a JOIN fact_of_version f ON f.version_row = a.id JOIN "
    "concept_stated c ON c.id = f.concept WHERE a.id BETWEEN ?3 AND ?4 AND a.created_ms "
    "BETWEEN ?1 AND ?2 ORDER BY a.id, f.position";

constexpr TableColumn advice_columns[] = {
    {"assessment_id"}, {"version"}, {"module"},  {"advice"}, {"kind", Meaning::advice_kind},
    {"for_cause"},     {"text"},    {"withheld"}};
constexpr char advice_sql[] =
    "SELECT a.uuid, a.version, m.module_id, s.advice, s.kind, s.for_cause, s.text, s.withheld "
    "FROM assessment a JOIN advice_of_version r ON r.version_row = a.id JOIN advice_stated s "
    "ON s.id = r.advice JOIN module m ON m.id = s.module WHERE a.id BETWEEN ?3 AND ?4 AND "
    "a.created_ms BETWEEN ?1 AND ?2 ORDER BY a.id, r.position";

constexpr TableColumn modules_columns[] = {{"assessment_id"},
                                           {"version"},
                                           {"module"},
                                           {"module_version"},
                                           {"sha256"},
                                           {"status", Meaning::module_status},
                                           {"approved", Meaning::truth},
                                           {"approved_by"},
                                           {"allowed_because"},
                                           {"why"},
                                           {"ran_in", Meaning::ran_in},
                                           {"microseconds"}};
constexpr char modules_sql[] =
    "SELECT a.uuid, a.version, m.module_id, m.version, m.sha256, u.status, u.approved, "
    "u.approved_by, u.allowed_because, u.why, u.ran_in, u.microseconds FROM assessment a JOIN "
    "module_used_of_version u ON u.version_row = a.id JOIN module m ON m.id = u.module WHERE "
    "a.id BETWEEN ?3 AND ?4 AND a.created_ms BETWEEN ?1 AND ?2 ORDER BY a.id, u.position";

constexpr TableColumn feedback_columns[] = {
    {"assessment_id"},         {"version"},     {"about"},   {"outcome", Meaning::feedback_outcome},
    {"reason_system"},         {"reason_code"}, {"comment"}, {"user"},
    {"time", Meaning::time_ms}};
constexpr char feedback_sql[] =
    "SELECT a.uuid, a.version, f.about, f.outcome, f.reason_system, f.reason_code, f.comment, "
    "f.user, f.outcome_ms FROM assessment a JOIN feedback f ON f.assessment = a.id WHERE a.id "
    "BETWEEN ?3 AND ?4 AND a.created_ms BETWEEN ?1 AND ?2 ORDER BY a.id, f.id";

constexpr TableColumn audit_columns[] = {{"number"},
                                         {"time", Meaning::time_ms},
                                         {"host"},
                                         {"system_user"},
                                         {"user"},
                                         {"program"},
                                         {"program_version"},
                                         {"what", Meaning::audit_kind},
                                         {"subject", Meaning::digest},
                                         {"content", Meaning::digest},
                                         {"form"},
                                         {"about"},
                                         {"detail"},
                                         {"before", Meaning::digest},
                                         {"hash", Meaning::digest}};
constexpr char audit_sql[] =
    "SELECT u.number, u.time_ms, a.host, a.system_user, a.user, a.program, a.version, "
    "u.what, u.subject, u.content, u.form, u.about, u.detail, u.before, u.hash FROM audit "
    "u JOIN actor a ON a.id = u.actor ORDER BY u.number";

constexpr Table all[] = {{"assessments", assessments_columns, assessments_sql},
                         {"alerts", alerts_columns, alerts_sql},
                         {"causes", causes_columns, causes_sql},
                         {"evidence", evidence_columns, evidence_sql},
                         {"facts", facts_columns, facts_sql},
                         {"advice", advice_columns, advice_sql},
                         {"modules", modules_columns, modules_sql},
                         {"feedback", feedback_columns, feedback_sql},
                         {"audit", audit_columns, audit_sql, false}};

/// Digests are the only blobs.
Cell cell_of(sqlite3_stmt* row, int column) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(row, column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(row, column);
    case SQLITE_NULL:
      return {};
    default:
      break;
  }
  const void* bytes = sqlite3_column_blob(row, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  return size == 0 ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

/// By row, as all tables are: damage to the index of times costs nobody.
constexpr char sealed_sql[] =
    "SELECT id, uuid, version, audit FROM assessment NOT INDEXED "
    "WHERE created_ms BETWEEN ?1 AND ?2 ORDER BY id";

/// Takes rows of a table until nobody wants more.
class TableRows {
 public:
  TableRows(const Table& table, const TableView::TakeRow& take)
      : take_(take), cells_(table.columns.size()) {}

  /// False: the file can't be read there.
  bool read(Cursor& cursor) {
    while (wanted_ && cursor.next()) {
      for (std::size_t i = 0; i < cells_.size(); ++i)
        cells_[i] = cell_of(cursor.row(), static_cast<int>(i));
      wanted_ = take_(cells_);
      if (wanted_) ++count_;
    }
    return !cursor.failed();
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  const TableView::TakeRow& take_;
  std::vector<Cell> cells_;
  std::uint64_t count_ = 0;
  bool wanted_ = true;
};

}  // namespace

std::span<const Table> tables() { return all; }

Result<TableView> TableView::open(const std::filesystem::path& store) {
  auto connection = Connection::open(store, Mode::read_only, {});
  if (!connection) return connection.error();
  auto reported = read_side_file(connection->path());
  if (!connection->execute("BEGIN")) return connection->error();
  return TableView(*std::move(connection), std::move(reported));
}

std::optional<Error> TableView::loss() {
  auto loss = known_loss(connection_, reported_);
  return loss ? loss : broken_chain(connection_);
}

Result<Damaged> TableView::find_damaged(const TableFilter& filter, const HowFar& tell,
                                        const std::function<bool()>& stopped) {
  const auto newest = static_cast<std::uint64_t>(
      connection_.number("SELECT coalesce(max(id), 0) FROM assessment").value_or(0));
  Reader reader(connection_);
  Vouching vouching(connection_);
  Statement statement(connection_.handle(), sealed_sql);
  Cursor cursor(statement, filter.since_ms.value_or(std::numeric_limits<std::int64_t>::min()),
                filter.until_ms.value_or(std::numeric_limits<std::int64_t>::max()));
  Damaged damaged;
  while (cursor.next() && !(stopped && stopped())) {
    std::int64_t row = 0;
    std::string id;
    std::uint32_t version = 0;
    std::uint64_t audit = 0;
    cursor.read(row, id, version, audit);
    if (tell) tell(static_cast<std::uint64_t>(row), newest);
    std::optional<Digest> content;
    auto why = vouching.refusal(audit, id, version, content);
    if (!why) {
      const auto sealed = reader.load_sealed(id, version);
      // Without content it wasn't whole when the audit began: nothing to compare.
      if (sealed && (!content || sealed->content == *content)) continue;
      why = sealed ? "was changed after it was stored" : "can't be read: " + sealed.error().message;
    }
    damaged.rows.push_back(row);
    if (damaged.named.size() == Damaged::most_named) continue;
    Error error = connection_.damaged(*std::move(why));
    error.place += ": assessment " + id + " version " + std::to_string(version);
    damaged.named.push_back(std::move(error));
  }
  if (cursor.failed()) return connection_.error();
  return damaged;
}

Result<std::uint64_t> TableView::each_row(const Table& table, const TableFilter& filter,
                                          const Damaged& left_out, const TakeRow& take) {
  Statement statement(connection_.handle(), table.sql);
  TableRows rows(table, take);
  if (!table.of_assessments) {
    Cursor cursor(statement);
    if (!rows.read(cursor)) return connection_.error();
    return rows.count();
  }
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  // In stretches between those that are left out: what can't be read isn't looked at again.
  const auto read_stretch = [&](std::int64_t first, std::int64_t last) {
    Cursor cursor(statement, filter.since_ms.value_or(least), filter.until_ms.value_or(most), first,
                  last);
    return rows.read(cursor);
  };
  std::int64_t first = least;
  for (const std::int64_t row : left_out.rows) {
    if (!read_stretch(first, row - 1)) return connection_.error();
    first = row + 1;
  }
  if (!read_stretch(first, most)) return connection_.error();
  return rows.count();
}

}  // namespace causa::store
