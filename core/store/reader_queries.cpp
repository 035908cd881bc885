// SPDX-License-Identifier: Apache-2.0
//
// What is asked about assessments, beside an assessment itself.

#include <algorithm>
#include <limits>

#include "store/content.hpp"
#include "store/enumerations.hpp"
#include "store/reader.hpp"

namespace causa::store {

namespace {

std::string list_sql(const ListFilter& filter) {
  std::string sql =
      "SELECT a.uuid, a.version, a.created_ms, a.as_of_ms, p.patient_id, a.ranking, "
      "s.cause, s.name, (SELECT max(urgency) FROM alert WHERE assessment = a.id) "
      "FROM assessment a JOIN patient p ON p.id = a.patient "
      "LEFT JOIN cause_stated s ON s.id = (SELECT cause FROM "
      "cause_result_of_version WHERE version_row = a.id AND rank = 1 ORDER BY position LIMIT 1) "
      "WHERE ";
  sql += filter.patient_id ? "p.patient_id = ?1 " : "?1 IS NULL ";
  sql += "AND a.created_ms BETWEEN ?3 AND ?4 ";
  const auto narrow = [&](bool asked, const char* condition, const char* nothing) {
    sql += asked ? condition : nothing;
  };
  narrow(filter.urgency.has_value(),
         "AND EXISTS (SELECT 1 FROM alert WHERE assessment = a.id AND urgency >= ?5) ",
         "AND ?5 IS NULL ");
  narrow(!filter.cause.empty(),
         "AND EXISTS (SELECT 1 FROM cause_result_of_version r JOIN cause_stated c ON c.id = "
         "r.cause WHERE r.version_row = a.id AND r.rank > 0 AND c.cause = ?6) ",
         "AND ?6 = '' ");
  narrow(!filter.family.empty(),
         "AND EXISTS (SELECT 1 FROM cause_result_of_version r JOIN cause_stated c ON c.id = "
         "r.cause WHERE r.version_row = a.id AND r.rank > 0 AND c.family = ?7) ",
         "AND ?7 = '' ");
  narrow(!filter.module.empty(),
         "AND EXISTS (SELECT 1 FROM module_used_of_version u JOIN module m ON m.id = u.module "
         "WHERE u.version_row = a.id AND u.status = ?9 AND (m.module_id = ?8 "
         "OR substr(m.module_id, -length(?8) - 1) = '.' || ?8)) ",
         "AND ?8 = '' AND ?9 NOTNULL ");
  if (!filter.all_versions)
    sql +=
        "AND NOT EXISTS (SELECT 1 FROM assessment later "
        "WHERE later.uuid = a.uuid AND later.version = a.version + 1) ";
  // Of one patient never a version before an earlier one, whatever the clock said.
  const std::string made =
      filter.patient_id ? "(SELECT max(e.created_ms) FROM assessment e WHERE e.uuid = a.uuid AND "
                          "e.version <= a.version)"
                        : "a.created_ms";
  sql += "ORDER BY " + made + (filter.newest_first ? " DESC, a.id DESC" : ", a.id");
  return sql + " LIMIT ?2";
}

/// How many stand as they stood, from the first one on.
std::size_t kept_modules(const std::vector<assess::ModuleUsed>& before,
                         const std::vector<assess::ModuleUsed>& now) {
  const auto end = std::mismatch(before.begin(), before.end(), now.begin(), now.end()).first;
  return static_cast<std::size_t>(end - before.begin());
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

Result<Sealed> Reader::load_sealed(std::string_view id, std::uint32_t version) {
  auto loaded = load(id, version);
  if (!loaded) return loaded.error();
  Sealed sealed;
  sealed.assessment = std::move(*loaded);
  ContentParts parts;
  if (!read_seal(sealed.module_digests, parts.record, sealed.form)) return connection_.error();
  parts.modules = sealed.module_digests;
  if (config_sha256_ != sealed.assessment.config_sha256) {
    const auto text = config(sealed.assessment.config_sha256);
    if (!text) return text.error();
    config_sha256_ = sealed.assessment.config_sha256;
    config_digest_ = blake2b(*text);
  }
  parts.config = config_digest_;
  sealed.whole = content_digest(sealed.assessment, parts, space_);
  sealed.content = sealed.whole;
  // What is sealed in a form that can't be has not the content that was sealed; the first version
  // repeats nothing.
  const bool repeats = sealed.form == repeated_content || sealed.form == replaced_content;
  if (!repeats || sealed.assessment.version < 2) return sealed;
  return seal_repeated(std::move(sealed), parts);
}

/// What belongs to the digest of the assessment that was just loaded.
bool Reader::read_seal(std::vector<std::string>& modules, std::optional<Digest>& record,
                       std::uint32_t& form) {
  {
    Cursor cursor(module_digests_, row_);
    while (cursor.next()) cursor.read(modules.emplace_back());
    if (cursor.failed()) return false;
  }
  {
    Cursor cursor(record_, row_);
    std::string bytes;
    if (cursor.next()) {
      cursor.read(bytes);
      record = blake2b(bytes);
    }
    if (cursor.failed()) return false;
  }
  form = whole_content;  // what isn't in the audit yet
  Cursor cursor(form_, row_);
  if (cursor.next()) cursor.read(form);
  if (cursor.strange()) form = no_content_form;
  return !cursor.failed();
}

/// A version that says that it repeats the one before it is proved to do so; else its digest is
/// that of another content than it was sealed with.
Result<Sealed> Reader::seal_repeated(Sealed sealed, ContentParts parts) {
  const assess::Assessment& now = sealed.assessment;
  const auto before = load_sealed(now.id, now.version - 1);
  if (!before) return before.error();
  const auto& earlier = before->assessment.modules;
  const std::size_t kept = kept_modules(earlier, now.modules);
  const bool all_kept = kept == earlier.size();
  if (all_kept != (sealed.form == repeated_content)) return sealed;
  assess::Assessment same = now;
  same.version = before->assessment.version;
  same.created_ms = before->assessment.created_ms;
  same.modules = earlier;
  std::vector<std::string> digests = before->module_digests;
  std::copy_n(sealed.module_digests.begin(), kept, digests.begin());
  parts.modules = digests;
  if (content_digest(same, parts, space_) != before->whole) return sealed;
  sealed.modules_kept = static_cast<std::uint32_t>(kept);
  sealed.content = repeated_digest(
      {sealed.form, before->content, now.id, now.version, now.created_ms, kept,
       std::span(now.modules).subspan(kept), std::span(sealed.module_digests).subspan(kept)},
      space_);
  return sealed;
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

Result<std::vector<std::string>> Reader::ids_that_begin(std::string_view begin,
                                                        std::uint32_t limit) {
  Statement statement(connection_.handle(),
                      "SELECT DISTINCT uuid FROM assessment WHERE uuid >= ?1 "
                      "AND uuid < ?1 || char(0x10FFFF) ORDER BY uuid LIMIT ?2");
  std::vector<std::string> ids;
  Cursor cursor(statement, begin, std::int64_t{limit});
  while (cursor.next()) cursor.read(ids.emplace_back());
  if (cursor.failed()) return connection_.error();
  return ids;
}

Result<std::vector<ListRow>> Reader::list(const ListFilter& filter) {
  const std::string sql = list_sql(filter);
  const std::int64_t limit = filter.limit == 0 ? -1 : std::int64_t{filter.limit};
  Statement statement(connection_.handle(), sql.c_str());
  std::vector<ListRow> rows;
  Cursor cursor(statement, filter.patient_id, limit,
                filter.since_ms.value_or(std::numeric_limits<std::int64_t>::min()),
                filter.until_ms.value_or(std::numeric_limits<std::int64_t>::max()), filter.urgency,
                filter.cause, filter.family, filter.module, assess::ModuleStatus::ok);
  while (cursor.next()) {
    ListRow& row = rows.emplace_back();
    cursor.read(row.id, row.version, row.created_ms, row.as_of_ms, row.patient_id, row.ranking,
                row.top_cause, row.top_cause_name, row.worst_alert);
  }
  if (cursor.failed()) return connection_.error();
  if (cursor.strange()) return connection_.damaged("holds a value that no version of causa writes");
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

Result<Untold> Reader::untold(std::string_view source_sha256) {
  Untold found;
  {
    // First: what is stored meanwhile is then told twice rather than never.
    Statement statement(connection_.handle(),
                        "SELECT coalesce((SELECT max(number) FROM audit), 0), EXISTS (SELECT 1 "
                        "FROM run WHERE source_sha256 = ? AND ended_ms ISNULL)");
    Cursor cursor(statement, source_sha256);
    bool any = false;
    if (cursor.next()) cursor.read(found.until, any);
    if (cursor.failed()) return connection_.error();
    // The common case. Else every assessment is read, which an index would not be worth.
    if (!any) return found;
  }
  // By numbers of the audit, since places are given anew after the last assessment is forgotten.
  Statement statement(connection_.handle(),
                      "SELECT id, uuid, version FROM assessment WHERE run IN (SELECT id FROM run "
                      "WHERE source_sha256 = ?1 AND ended_ms ISNULL) AND audit > coalesce((SELECT "
                      "max(position) FROM run WHERE source_sha256 = ?1 AND ended_ms NOTNULL), 0) "
                      "ORDER BY audit");
  Cursor cursor(statement, source_sha256);
  while (cursor.next()) {
    LastVersion& one = found.versions.emplace_back();
    cursor.read(one.place, one.id, one.version);
  }
  if (cursor.failed()) return connection_.error();
  return found;
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

}  // namespace causa::store
