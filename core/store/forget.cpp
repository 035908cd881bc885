// SPDX-License-Identifier: Apache-2.0

#include "store/forget.hpp"

#include <iterator>

#include "store/chain.hpp"
#include "store/check.hpp"
#include "store/connection.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

constexpr char chosen_by_patient[] =
    "SELECT a.id FROM assessment a JOIN patient p ON p.id = a.patient WHERE p.patient_id = ?1 "
    "AND ?2 IS NULL";
constexpr char chosen_by_age[] =
    "SELECT id FROM assessment WHERE ?1 IS NULL AND uuid NOT IN "
    "(SELECT uuid FROM assessment WHERE created_ms >= ?2)";

/// In this order: what points at other rows goes before them.
constexpr const char* deletions[] = {
    "DELETE FROM feedback WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM card WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM shown WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM evidence WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM cause_result WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM alert WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM advice WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM state WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM must_not_miss WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM ignored WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM finding WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM fact WHERE assessment IN (SELECT assessment FROM forgetting)",
    "DELETE FROM module_used WHERE assessment IN (SELECT assessment FROM forgetting)",
    // Versions share a record, assessments don't; and all versions go.
    "DELETE FROM record WHERE id IN "
    "(SELECT record FROM assessment WHERE id IN (SELECT assessment FROM forgetting))",
    "DELETE FROM patient WHERE id IN "
    "(SELECT patient FROM assessment WHERE id IN (SELECT assessment FROM forgetting)) "
    "AND NOT EXISTS (SELECT 1 FROM assessment a WHERE a.patient = patient.id "
    "AND a.id NOT IN (SELECT assessment FROM forgetting))",
    "DELETE FROM assessment WHERE id IN (SELECT assessment FROM forgetting)",
    // Statements can hold a patient's values; those that nobody else shares go too.
    "DELETE FROM rule_stated WHERE id NOT IN (SELECT rule FROM evidence)",
    "UPDATE rule_stated SET text = '' WHERE text <> '' AND id NOT IN "
    "(SELECT rule FROM evidence WHERE text IS NULL)",
    "UPDATE rule_stated SET missing = '' WHERE missing <> '' AND id NOT IN "
    "(SELECT rule FROM evidence WHERE missing IS NULL)",
    "DELETE FROM cause_stated WHERE id NOT IN (SELECT cause FROM cause_result)",
    "DELETE FROM alert_stated WHERE id NOT IN (SELECT alert FROM alert)",
    "DELETE FROM advice_stated WHERE id NOT IN (SELECT advice FROM advice)",
    "DELETE FROM name_stated WHERE id NOT IN (SELECT name FROM state) "
    "AND id NOT IN (SELECT name FROM must_not_miss)",
    "DELETE FROM concept_stated WHERE id NOT IN (SELECT concept FROM fact)",
    "DELETE FROM finding_stated WHERE id NOT IN (SELECT finding FROM finding)",
    // Below zero while traces may be left.
    "UPDATE forgotten SET times = -1 - abs(times)", "DELETE FROM forgetting"};

std::string chosen(const ForgetFilter& filter) {
  return filter.patient_id ? chosen_by_patient : chosen_by_age;
}

/// What is noted in the audit counts for a third; the deletions and the new file, which can't be
/// counted, for the rest, so that no bar stands at its end while they run.
class Steps {
 public:
  Steps(const HowFar& tell, std::uint64_t versions)
      : tell_(tell), versions_(versions), all_(3 * versions) {}

  void noted(std::uint64_t versions) const { say(versions); }
  void deleted(std::size_t statements) const {
    say(versions_ + versions_ * statements / std::size(deletions));
  }

 private:
  void say(std::uint64_t done) const {
    if (tell_) tell_(done, all_);
  }
  const HowFar& tell_;
  std::uint64_t versions_, all_;
};

bool note(Connection& connection, Chain& chain, const Steps& steps, Forgotten& forgotten,
          std::optional<Error>& error) {
  Statement next(connection.handle(),
                 "SELECT id, uuid, version, audit FROM assessment "
                 "WHERE id IN (SELECT assessment FROM forgetting) AND id > ? ORDER BY id LIMIT 1");
  for (std::int64_t row = 0;;) {
    std::string uuid;
    std::uint32_t version = 0;
    AuditEntry entry;
    {
      Cursor cursor(next, row);
      if (!cursor.next()) return !cursor.failed();
      cursor.read(row, uuid, version, entry.about);
    }
    entry.what = AuditKind::forgotten;
    entry.subject = subject_of(uuid, version);
    if (!chain.append(entry)) {
      error = chain.error();
      return false;
    }
    steps.noted(++forgotten.versions);
    if (version == 1) ++forgotten.assessments;
  }
}

/// In one transaction.
std::optional<Error> take_out(Connection& connection, Chain& chain, const ForgetFilter& filter,
                              const HowFar& tell, Forgotten& forgotten) {
  Transaction transaction(connection);
  if (!transaction.begin()) return connection.error();
  const std::string sql = "INSERT INTO forgetting " + chosen(filter);
  Statement choose(connection.handle(), sql.c_str());
  if (!choose.run(filter.patient_id, filter.before_ms)) return connection.error();
  std::optional<Error> error;
  const Steps steps(tell, static_cast<std::uint64_t>(sqlite3_changes64(connection.handle())));
  if (!note(connection, chain, steps, forgotten, error)) return error ? error : connection.error();
  if (forgotten.versions == 0) return std::nullopt;
  for (std::size_t i = 0; i < std::size(deletions); ++i) {
    if (!connection.execute(deletions[i])) return connection.error();
    steps.deleted(i + 1);
  }
  if (!transaction.commit()) return connection.error();
  return std::nullopt;
}

/// SQLite keeps what is deleted in pages that are free, and in the log.
std::optional<Error> scrub(Connection& connection, const std::filesystem::path& store,
                           bool rewrite) {
  // The copy that VACUUM makes holds patients: on the disk of the store, not in /tmp or in memory.
  const std::filesystem::path folder = std::filesystem::absolute(store).parent_path();
  sqlite3_free(sqlite3_temp_directory);
  sqlite3_temp_directory = sqlite3_mprintf("%s", folder.c_str());
  if (rewrite && (!connection.execute("PRAGMA temp_store=FILE") || !connection.execute("VACUUM")))
    return connection.error(
        "can't be written anew",
        "make room, then run `causa store forget` again, which goes on with it");
  connection.wait_no_longer(10'000);  // for who reads
  Statement checkpoint(connection.handle(), "PRAGMA wal_checkpoint(TRUNCATE)");
  Cursor cursor(checkpoint);
  std::int64_t busy = 1;
  if (cursor.next()) cursor.read(busy);
  if (cursor.failed()) return connection.error();
  if (busy == 0) {
    if (connection.execute("UPDATE forgotten SET times = abs(times) WHERE times < 0"))
      return std::nullopt;
    return connection.error();
  }
  return connection.error(
      "is being read by another program, which holds the log",
      "end that program, then run `causa store forget` again, which goes on with it");
}

}  // namespace

bool traces_left(Connection& connection) {
  const std::int64_t times = connection.number("SELECT times FROM forgotten").value_or(0);
  // An earlier causa didn't note it, but nothing else left free pages then.
  return times < 0 || (times > 0 && connection.number("PRAGMA freelist_count").value_or(0) > 0);
}

Result<Forgotten> count_to_forget(const std::filesystem::path& store, const ForgetFilter& filter) {
  auto connection = Connection::open(store, Mode::read_only, {});
  if (!connection) return connection.error();
  const std::string sql =
      "SELECT count(*), count(DISTINCT uuid) FROM assessment WHERE id IN (" + chosen(filter) + ")";
  Statement count(connection->handle(), sql.c_str());
  Cursor cursor(count, filter.patient_id, filter.before_ms);
  Forgotten forgotten;
  if (cursor.next()) cursor.read(forgotten.versions, forgotten.assessments);
  if (cursor.failed()) return connection->error();
  return forgotten;
}

Result<std::uint64_t> count_forgotten(const std::filesystem::path& store,
                                      std::int64_t made_since_ms) {
  auto connection = Connection::open(store, Mode::read_only, {});
  if (!connection) return connection.error();
  Statement count(connection->handle(),
                  "SELECT count(*) FROM audit AS gone JOIN audit AS made ON made.number = "
                  "gone.about WHERE gone.what = ?1 AND made.what = ?2 AND made.time_ms >= ?3");
  Cursor cursor(count, static_cast<std::int64_t>(AuditKind::forgotten),
                static_cast<std::int64_t>(AuditKind::assessment), made_since_ms);
  std::uint64_t assessments = 0;
  if (cursor.next()) cursor.read(assessments);
  if (cursor.failed()) return connection->error();
  return assessments;
}

Result<Forgotten> forget(const std::filesystem::path& store, const ForgetFilter& filter,
                         const OpenOptions& options, const HowFar& tell) {
  auto connection = Connection::open(store, Mode::existing, options);
  if (!connection) return connection.error();
  if (!connection->execute("PRAGMA secure_delete=ON")) return connection->error();
  Chain chain(*connection, options.actor);
  Forgotten forgotten;
  CheckReport schema;
  if (!check_schema(*connection, schema)) return connection->error();
  forgotten.strange_schema = schema.count() > 0;
  if (auto error = take_out(*connection, chain, filter, tell, forgotten)) return *error;
  if (forgotten.versions == 0) {
    chain.rolled_back();
    // An earlier call may have been kept from it.
    const bool traces = traces_left(*connection);
    forgotten.unscrubbed = scrub(*connection, connection->path(), traces);
    forgotten.traces_gone = traces && !forgotten.unscrubbed;
    return forgotten;
  }
  // They are gone, whether the side file can be told of it or not.
  const auto synced = chain.committed();
  forgotten.unscrubbed = scrub(*connection, connection->path(), true);
  if (!synced) return synced.error();
  return forgotten;
}

}  // namespace causa::store
