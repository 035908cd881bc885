// SPDX-License-Identifier: Apache-2.0

#include "store/check.hpp"

#include "store/chain.hpp"
#include "store/enumerations.hpp"
#include "store/forget.hpp"
#include "store/real_store.hpp"
#include "store/side_file.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

constexpr char restore[] = "keep this file, and restore the last good backup";

/// Answers in cards whose cards are not those that they were noted with.
constexpr char incomplete_cards[] =
    "SELECT DISTINCT a.uuid FROM shown w JOIN assessment a ON a.id = w.assessment "
    "WHERE w.cards <> (SELECT count(*) FROM card k "
    "WHERE k.assessment = w.assessment AND k.channel = w.channel) LIMIT 100";

/// Versions with a base that can't be one.
constexpr char wrong_bases[] =
    "SELECT a.uuid || ' version ' || a.version FROM assessment a "
    "LEFT JOIN assessment b ON b.id = a.base WHERE a.base NOTNULL AND (b.id IS NULL OR "
    "b.uuid <> a.uuid OR b.version >= a.version OR b.base NOTNULL) LIMIT 100";

/// Calls take(text) for each row's first column. False: the file can't be read there.
template <class Take>
bool each_text(Connection& connection, const char* sql, const Take& take) {
  Statement statement(connection.handle(), sql);
  Cursor cursor(statement);
  std::string text;
  while (cursor.next()) {
    cursor.read(text);
    take(text);
  }
  return !cursor.failed();
}

bool check_pages(Connection& connection, CheckReport& report) {
  return each_text(connection, "PRAGMA integrity_check(100)", [&](const std::string& text) {
    if (text != "ok") report.add("pages", text, restore);
  });
}

/// A damaged store should still say all that can be said of it.
void unreadable(Connection& connection, const char* place, CheckReport& report) {
  const Error error = connection.error();
  report.add(place, error.message, restore);
}

}  // namespace

void CheckReport::add(std::string place, std::string message, std::string cure) {
  if (faults.size() == most_faults) {
    ++more_faults;
    return;
  }
  faults.push_back({Fault::store, std::move(place), std::move(message), std::move(cure)});
}

std::string words_of_missing(std::uint64_t first, std::uint64_t last) {
  if (first == last)
    return "a record that was reported as stored is missing, number " + std::to_string(first);
  return std::to_string(last - first + 1) +
         " records that were reported as stored are missing, number " + std::to_string(first) +
         " to " + std::to_string(last);
}

bool check_rows(Connection& connection, CheckReport& report) {
  const std::uint64_t before = report.count();
  if (!check_pages(connection, report)) unreadable(connection, "pages", report);
  if (report.count() > before) return false;  // what follows would only repeat it
  if (!each_text(connection, "PRAGMA foreign_key_check", [&](const std::string& table) {
        report.add("table " + table, "a row points at nothing", restore);
      }))
    unreadable(connection, "rows", report);
  if (!each_text(connection, incomplete_cards, [&](const std::string& id) {
        report.add("what was shown of assessment " + id, "is not whole", restore);
      }))
    unreadable(connection, "rows", report);
  if (!each_text(connection, wrong_bases, [&](const std::string& version) {
        report.add("assessment " + version, "shares the rows of what is no earlier version of it",
                   restore);
      }))
    unreadable(connection, "rows", report);
  return report.count() == before;
}

namespace {

/// What the side file says, or why that isn't known.
std::optional<ChainEnd> read_reported(const std::filesystem::path& store, CheckReport& report) {
  const auto read = read_side_file(store);
  if (!read) {
    report.add(read.error().place, read.error().message, read.error().cure);
    return std::nullopt;
  }
  if (*read) return *read;
  const std::filesystem::path side_file = side_file_of(store);
  std::error_code code;
  const bool empty = std::filesystem::exists(side_file, code);
  report.notes.emplace_back(
      (empty ? side_file.string() + " is empty" : "there is no " + side_file.string()) +
      ", so nothing tells whether the last records are missing");
  return std::nullopt;
}

/// A file that isn't a store any more.
void unopened(const Error& error, const std::filesystem::path& store, CheckReport& report) {
  report.add("the file", error.message, error.cure);
  const auto reported = read_side_file(store);
  if (!reported || !*reported || (*reported)->number == 0) return;
  report.add("the end of the audit", words_of_missing(1, (*reported)->number),
             "find the store's -wal file, or put a backup in this place and check it: it is then "
             "said what the backup lacks");
}

}  // namespace

Result<CheckReport> check(Connection& connection, const HowFar& tell) {
  CheckReport report;
  // Before the view begins: what others report later isn't missing in it.
  const std::optional<ChainEnd> reported = read_reported(connection.path(), report);
  if (!connection.execute("BEGIN")) return connection.error();
  if (traces_left(connection))
    report.notes.emplace_back(
        "traces of what was forgotten may be left in the file; run `causa store forget` again, "
        "whatever it is to forget");
  if (!check_schema(connection, report)) unreadable(connection, "schema", report);
  const bool rows_good = check_rows(connection, report);
  if (rows_good && !check_statements(connection, report))
    unreadable(connection, "statements", report);
  const bool audit_read = check_audit(connection, reported, tell, report);
  if (!audit_read && rows_good) unreadable(connection, "audit", report);
  static_cast<void>(connection.execute("ROLLBACK"));
  return report;
}

Result<CheckReport> check(const std::filesystem::path& store, const HowFar& tell) {
  bool unsound = false;
  auto connection = Connection::open(store, Mode::read_only, {}, &unsound);
  if (connection) return check(*connection, tell);
  if (!unsound) return connection.error();
  CheckReport report;
  unopened(connection.error(), real_store(store), report);
  return report;
}

Result<bool> accept_losses(const std::filesystem::path& store, const OpenOptions& options) {
  auto connection = Connection::open(store, Mode::existing, options);
  if (!connection) return connection.error();
  Chain chain(*connection, options.actor);
  Transaction transaction(*connection);
  if (!transaction.begin()) return connection->error();
  // Notes a loss that no program has met yet.
  std::uint64_t number = 0;
  if (!chain.next_number(number)) return chain.error();
  Statement last(connection->handle(),
                 "SELECT coalesce(max(number) FILTER (WHERE what = ?1), 0) > "
                 "coalesce(max(number) FILTER (WHERE what = ?2), 0) FROM audit");
  bool lost = false;
  {
    Cursor cursor(last, AuditKind::loss, AuditKind::loss_accepted);
    if (cursor.next()) cursor.read(lost);
    if (cursor.failed()) return connection->error();
  }
  if (!lost) return false;
  AuditEntry accepted;
  accepted.what = AuditKind::loss_accepted;
  if (!chain.append(accepted)) return chain.error();
  if (!transaction.commit()) return connection->error();
  if (const auto synced = chain.committed(); !synced) return synced.error();
  return true;
}

}  // namespace causa::store
