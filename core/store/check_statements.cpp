// SPDX-License-Identifier: Apache-2.0
//
// The rows that assessments share: whether each is what its digest says, and whether anything
// points at it.

#include <array>
#include <span>
#include <string_view>

#include "store/check.hpp"
#include "store/content_key.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

constexpr char compare_with_backup[] =
    "compare with the last backup, which shows what was there; ask who could write to the file";

/// A table whose rows are found by the digest of their content (Dictionary).
struct StatedTable {
  const char* name;
  const char* sql;                     ///< id, digest, then the content in the order of the digest
  int first_real = 0, last_real = -1;  ///< of the content: not NULL but no number
};

constexpr StatedTable stated_tables[] = {
    {"concept_stated",
     "SELECT id, digest, concept, name, unit, original_unit, original_code, derived_from "
     "FROM concept_stated"},
    {"cause_stated",
     "SELECT id, digest, module, cause, family, name, action, role, prior_p, prior_low, "
     "prior_high, prior_population, prior_basis FROM cause_stated",
     6, 8},
    {"rule_stated",
     "SELECT id, digest, module, rule, about, outcome, lr_published, ci_low, ci_high, basis, "
     "grade, sources FROM rule_stated"},
    {"alert_stated",
     "SELECT id, digest, module, alert, cause, title, action, threshold, sources "
     "FROM alert_stated"},
    {"advice_stated",
     "SELECT id, digest, module, advice, kind, for_cause, text, sources, withheld, \"check\" "
     "FROM advice_stated"},
    {"name_stated", "SELECT id, digest, cause, name, action FROM name_stated"},
    {"finding_stated", "SELECT id, digest, finding, severity, safety, cure FROM finding_stated"}};

/// Rows that nothing points at, how many and the first.
struct LeftTable {
  const char* name;
  const char* sql;
  bool by_forgetting;  ///< `store forget` leaves such rows
};

constexpr LeftTable left_tables[] = {
    {"patient",
     "SELECT count(*), min(id) FROM patient WHERE id NOT IN (SELECT patient FROM assessment)",
     false},
    {"record",
     "SELECT count(*), min(id) FROM record WHERE id NOT IN "
     "(SELECT record FROM assessment WHERE record NOTNULL)",
     false},
    {"concept_stated",
     "SELECT count(*), min(id) FROM concept_stated WHERE id NOT IN (SELECT concept FROM fact)",
     false},
    {"cause_stated",
     "SELECT count(*), min(id) FROM cause_stated WHERE id NOT IN (SELECT cause FROM cause_result)",
     false},
    {"rule_stated",
     "SELECT count(*), min(id) FROM rule_stated WHERE id NOT IN (SELECT rule FROM evidence)",
     false},
    {"alert_stated",
     "SELECT count(*), min(id) FROM alert_stated WHERE id NOT IN (SELECT alert FROM alert)", false},
    {"advice_stated",
     "SELECT count(*), min(id) FROM advice_stated WHERE id NOT IN (SELECT advice FROM advice)",
     false},
    {"name_stated",
     "SELECT count(*), min(id) FROM name_stated WHERE id NOT IN (SELECT name FROM state) "
     "AND id NOT IN (SELECT name FROM must_not_miss)",
     false},
    {"finding_stated",
     "SELECT count(*), min(id) FROM finding_stated WHERE id NOT IN (SELECT finding FROM finding)",
     false},
    {"config",
     "SELECT count(*), min(id) FROM config WHERE id NOT IN (SELECT config FROM assessment)", true},
    // One with a manifest is in the audit, and is kept before its first assessment is.
    {"module",
     "SELECT count(*), min(id) FROM module WHERE manifest ISNULL AND id NOT IN "
     "(SELECT module FROM module_used)",
     true}};

/// A record has its digest since there is an audit.
constexpr char records_to_compare[] =
    "SELECT id, digest, bytes FROM record WHERE digest NOTNULL OR id NOT IN (SELECT a.record "
    "FROM assessment a JOIN audit u ON u.number = a.audit WHERE u.what = ? AND a.record NOTNULL)";

class StatementsCheck {
 public:
  StatementsCheck(Connection& connection, CheckReport& report)
      : connection_(connection), report_(report) {}

  bool run() {
    for (const StatedTable& table : stated_tables)
      if (!digests(table)) return false;
    if (!record_digests() || !doors()) return false;
    for (const LeftTable& table : left_tables)
      if (!left(table)) return false;
    return true;
  }

 private:
  bool digests(const StatedTable& table);
  bool record_digests();
  bool left(const LeftTable& table);
  bool doors();

  Connection& connection_;
  CheckReport& report_;
  ContentKey key_;
  bool forgot_ = false;  ///< `store forget` has run here
};

std::string row_of(const char* table, std::int64_t id) {
  return std::string("table ") + table + " row " + std::to_string(id);
}

/// As Dictionary wrote it, from what is stored.
void append_column(sqlite3_stmt* row, int column, bool real, ContentKey& key) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
      return key.integer(sqlite3_column_int64(row, column));
    case SQLITE_FLOAT:
      return key.real(sqlite3_column_double(row, column));
    case SQLITE_NULL:
      return real ? key.real(std::numeric_limits<double>::quiet_NaN()) : key.none();
    default: {
      const void* bytes = sqlite3_column_blob(row, column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
      key.text(bytes == nullptr ? std::string_view()
                                : std::string_view(static_cast<const char*>(bytes), size));
    }
  }
}

bool StatementsCheck::digests(const StatedTable& table) {
  Statement statement(connection_.handle(), table.sql);
  Cursor cursor(statement);
  constexpr int before_content = 2;
  while (cursor.next()) {
    std::int64_t id = 0;
    std::string digest;
    cursor.read(id, digest);
    key_.clear();
    const int columns = sqlite3_data_count(cursor.row()) - before_content;
    for (int i = 0; i < columns; ++i)
      append_column(cursor.row(), before_content + i, i >= table.first_real && i <= table.last_real,
                    key_);
    if (sha256_hex(key_.written()) != digest)
      report_.add(row_of(table.name, id), "was changed after it was stored", compare_with_backup);
  }
  return !cursor.failed();
}

bool StatementsCheck::record_digests() {
  Statement statement(connection_.handle(), records_to_compare);
  Cursor cursor(statement, AuditKind::adopted);
  while (cursor.next()) {
    std::int64_t id = 0;
    Digest digest{};
    std::string bytes;
    cursor.read(id, digest, bytes);
    if (blake2b(bytes) != digest)
      report_.add(row_of("record", id), "was changed after it was stored", compare_with_backup);
  }
  return !cursor.failed();
}

bool StatementsCheck::left(const LeftTable& table) {
  Statement statement(connection_.handle(), table.sql);
  Cursor cursor(statement);
  std::uint64_t count = 0;
  std::int64_t first = 0;
  if (cursor.next()) cursor.read(count, first);
  if (cursor.failed()) return false;
  if (count == 0) return true;
  const std::string words = std::to_string(count) + (count == 1 ? " row" : " rows") +
                            " that no assessment speaks of, first " + std::to_string(first);
  if (table.by_forgetting && forgot_)
    report_.notes.push_back(std::string("table ") + table.name + ": " + words +
                            "; `causa store forget` leaves such, and nothing else does");
  else
    report_.add(std::string("table ") + table.name, words + ": put there by another program",
                compare_with_backup);
  return true;
}

/// What lets rows be deleted is open within a transaction of `store forget` only.
bool StatementsCheck::doors() {
  const auto open = connection_.number("SELECT count(*) FROM forgetting");
  const auto rows = connection_.number("SELECT count(*) FROM forgotten");
  const auto times = connection_.number("SELECT coalesce(max(abs(times)), 0) FROM forgotten");
  if (!open || !rows || !times) return false;
  if (*open != 0)
    report_.add("table forgetting", "names assessments whose rows can be deleted",
                compare_with_backup);
  if (*rows != 1) report_.add("table forgotten", "has not one row", compare_with_backup);
  forgot_ = *times > 0;
  return true;
}

}  // namespace

bool check_statements(Connection& connection, CheckReport& report) {
  return StatementsCheck(connection, report).run();
}

}  // namespace causa::store
