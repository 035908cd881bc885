// SPDX-License-Identifier: Apache-2.0
//
// What is asked about assessments, beside an assessment itself.

#include "store/enumerations.hpp"
#include "store/reader.hpp"

namespace causa::store {

namespace {

/// Assessments whose rows are not those that they were stored with.
constexpr char incomplete_assessments[] =
    "SELECT uuid FROM assessment a WHERE parts <> "
    "(SELECT count(*) FROM module_used WHERE assessment = a.id) + "
    "(SELECT count(*) FROM fact WHERE assessment = a.id) + "
    "(SELECT count(*) FROM cause_result WHERE assessment = a.id) + "
    "(SELECT count(*) FROM evidence WHERE assessment = a.id) + "
    "(SELECT count(*) FROM alert WHERE assessment = a.id) + "
    "(SELECT count(*) FROM advice WHERE assessment = a.id) + "
    "(SELECT count(*) FROM state WHERE assessment = a.id) + "
    "(SELECT count(*) FROM must_not_miss WHERE assessment = a.id) + "
    "(SELECT count(*) FROM ignored WHERE assessment = a.id) + "
    "(SELECT count(*) FROM finding WHERE assessment = a.id) LIMIT 100";

/// Answers in cards whose cards are not those that they were noted with.
constexpr char incomplete_cards[] =
    "SELECT DISTINCT a.uuid FROM shown w JOIN assessment a ON a.id = w.assessment "
    "WHERE w.cards <> (SELECT count(*) FROM card k "
    "WHERE k.assessment = w.assessment AND k.channel = w.channel) LIMIT 100";

std::string list_sql(const ListFilter& filter) {
  std::string sql =
      "SELECT a.uuid, a.version, a.created_ms, a.as_of_ms, p.patient_id, a.ranking, "
      "s.cause, s.name, (SELECT max(urgency) FROM alert WHERE assessment = a.id) "
      "FROM assessment a JOIN patient p ON p.id = a.patient "
      "LEFT JOIN cause_stated s ON s.id = (SELECT cause FROM cause_result "
      "WHERE assessment = a.id AND rank = 1 ORDER BY position LIMIT 1) WHERE ";
  sql += filter.patient_id ? "p.patient_id = ?1 " : "?1 IS NULL ";
  if (!filter.all_versions)
    sql +=
        "AND NOT EXISTS (SELECT 1 FROM assessment later "
        "WHERE later.uuid = a.uuid AND later.version = a.version + 1) ";
  sql +=
      filter.newest_first ? "ORDER BY a.created_ms DESC, a.id DESC" : "ORDER BY a.created_ms, a.id";
  return sql + " LIMIT ?2";
}

}  // namespace

bool Reader::find(std::string_view id, std::uint32_t version, std::int64_t& row) {
  row = 0;
  Cursor cursor(find_, id, version);
  if (cursor.next()) cursor.read(row);
  return !cursor.failed();
}

Result<std::vector<std::string>> Reader::manifests(std::string_view id, std::uint32_t version) {
  std::int64_t row = 0;
  if (!find(id, version, row)) return connection_.error();
  if (row == 0) return not_found(id, version);
  std::vector<std::string> manifests;
  Cursor cursor(manifests_, row);
  while (cursor.next()) cursor.read(manifests.emplace_back());
  if (cursor.failed()) return connection_.error();
  return manifests;
}

Result<std::string> Reader::record(std::string_view id, std::uint32_t version) {
  std::int64_t row = 0;
  if (!find(id, version, row)) return connection_.error();
  if (row == 0) return not_found(id, version);
  Cursor cursor(record_, row);
  std::string text;
  const bool found = cursor.next();
  if (cursor.failed()) return connection_.error();
  if (!found)
    return connection_.error("no record was kept with assessment " + std::string(id),
                             "assess the patient again from the source");
  cursor.read(text);
  return text;
}

Result<std::string> Reader::program(std::string_view id, std::uint32_t version) {
  std::int64_t row = 0;
  if (!find(id, version, row)) return connection_.error();
  if (row == 0) return not_found(id, version);
  Statement statement(connection_.handle(),
                      "SELECT r.program_version FROM assessment a JOIN run r ON r.id = a.run "
                      "WHERE a.id = ?");
  Cursor cursor(statement, row);
  std::string text;
  if (cursor.next()) cursor.read(text);
  if (cursor.failed()) return connection_.error();
  return text;
}

Result<std::uint32_t> Reader::last_version(std::string_view id) {
  Statement statement(connection_.handle(),
                      "SELECT coalesce(max(version), 0) FROM assessment WHERE uuid = ?");
  std::uint32_t version = 0;
  Cursor cursor(statement, id);
  if (cursor.next()) cursor.read(version);
  if (cursor.failed()) return connection_.error();
  return version;
}

Result<std::int64_t> Reader::newest_place() {
  Statement statement(connection_.handle(), "SELECT coalesce(max(id), 0) FROM assessment");
  std::int64_t place = 0;
  Cursor cursor(statement);
  if (cursor.next()) cursor.read(place);
  if (cursor.failed()) return connection_.error();
  return place;
}

Result<std::vector<LastVersion>> Reader::last_versions(std::int64_t after, std::uint32_t limit) {
  Statement statement(connection_.handle(),
                      "SELECT a.id, a.uuid, a.version FROM assessment a WHERE a.id > ?1 "
                      "AND NOT EXISTS (SELECT 1 FROM assessment later "
                      "WHERE later.uuid = a.uuid AND later.version = a.version + 1) "
                      "ORDER BY a.id LIMIT ?2");
  std::vector<LastVersion> found;
  Cursor cursor(statement, after, limit);
  while (cursor.next()) {
    LastVersion& one = found.emplace_back();
    cursor.read(one.place, one.id, one.version);
  }
  if (cursor.failed()) return connection_.error();
  return found;
}

Result<std::string> Reader::config(std::string_view sha256) {
  Cursor cursor(config_, sha256);
  std::string text;
  const bool found = cursor.next();
  if (cursor.failed()) return connection_.error();
  if (!found) return connection_.error("there is no configuration " + std::string(sha256));
  cursor.read(text);
  return text;
}

Result<std::vector<ListRow>> Reader::list(const ListFilter& filter) {
  const std::string sql = list_sql(filter);
  const std::int64_t limit = filter.limit == 0 ? -1 : std::int64_t{filter.limit};
  Statement statement(connection_.handle(), sql.c_str());
  std::vector<ListRow> rows;
  Cursor cursor(statement, filter.patient_id, limit);
  while (cursor.next()) {
    ListRow& row = rows.emplace_back();
    cursor.read(row.id, row.version, row.created_ms, row.as_of_ms, row.patient_id, row.ranking,
                row.top_cause, row.top_cause_name, row.worst_alert);
  }
  if (cursor.failed()) return connection_.error();
  if (cursor.strange())
    return connection_.error("holds a value that no version of causa writes",
                             "restore the last backup; `causa store check` says what is wrong");
  return rows;
}

Result<std::optional<Run>> Reader::last_run(std::string_view source_sha256) {
  Cursor cursor(run_, source_sha256);
  std::optional<Run> run;
  if (cursor.next()) {
    run.emplace();
    cursor.read(run->id, run->started_ms, run->ended_ms, run->source_sha256, run->position,
                run->program_version);
  }
  if (cursor.failed()) return connection_.error();
  return run;
}

Result<std::vector<std::string>> Reader::assessments_of(std::int64_t run, std::string_view after,
                                                        std::uint32_t limit) {
  // Reads every assessment: asked only after a run was cut off, which an index would not be worth.
  Statement statement(connection_.handle(),
                      "SELECT uuid FROM assessment WHERE run = ?1 AND version = 1 AND id > "
                      "coalesce((SELECT id FROM assessment WHERE uuid = ?2 AND version = 1), 0) "
                      "ORDER BY id LIMIT ?3");
  std::vector<std::string> ids;
  Cursor cursor(statement, run, after, limit == 0 ? std::int64_t{-1} : std::int64_t{limit});
  while (cursor.next()) cursor.read(ids.emplace_back());
  if (cursor.failed()) return connection_.error();
  return ids;
}

Result<std::vector<std::string>> Reader::integrity() {
  std::vector<std::string> problems;
  std::string text;
  {
    Statement statement(connection_.handle(), "PRAGMA quick_check(100)");
    Cursor cursor(statement);
    while (cursor.next()) {
      cursor.read(text);
      if (text != "ok") problems.push_back(text);
    }
    if (cursor.failed()) return connection_.error();
  }
  if (!problems.empty()) return problems;  // what follows would only repeat it
  {
    Statement statement(connection_.handle(), "PRAGMA foreign_key_check");
    Cursor cursor(statement);
    while (problems.size() < 100 && cursor.next()) {
      cursor.read(text);
      problems.push_back("a row of " + text + " points at nothing");
    }
    if (cursor.failed()) return connection_.error();
  }
  for (const char* sql : {incomplete_assessments, incomplete_cards}) {
    Statement statement(connection_.handle(), sql);
    Cursor cursor(statement);
    while (cursor.next()) {
      cursor.read(text);
      problems.push_back(
          (sql == incomplete_cards ? "what was shown of assessment " : "assessment ") + text +
          " is not whole");
    }
    if (cursor.failed()) return connection_.error();
  }
  return problems;
}

}  // namespace causa::store
