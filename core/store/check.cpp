// SPDX-License-Identifier: Apache-2.0

#include "store/check.hpp"

#include "store/forget.hpp"
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

bool check_rows(Connection& connection, CheckReport& report) {
  const std::size_t before = report.faults.size();
  if (!check_pages(connection, report)) unreadable(connection, "pages", report);
  if (report.faults.size() > before) return false;  // what follows would only repeat it
  if (!each_text(connection, "PRAGMA foreign_key_check", [&](const std::string& table) {
        report.add("table " + table, "a row points at nothing", restore);
      }))
    unreadable(connection, "rows", report);
  if (!each_text(connection, incomplete_cards, [&](const std::string& id) {
        report.add("what was shown of assessment " + id, "is not whole", restore);
      }))
    unreadable(connection, "rows", report);
  return report.faults.size() == before;
}

Result<CheckReport> check(Connection& connection, const HowFar& tell) {
  CheckReport report;
  // Before the view begins: what others report later isn't missing in it.
  std::optional<ChainEnd> reported;
  if (const auto read = read_side_file(connection.path()); !read)
    report.add(read.error().place, read.error().message, read.error().cure);
  else if (reported = *read; !reported)
    report.notes.emplace_back("there is no " + side_file_of(connection.path()).string() +
                              ", so nothing tells whether the last records are missing");
  if (has_free_pages(connection))
    report.notes.emplace_back(
        "traces of what was forgotten may be left in the file; run `causa store forget` again, "
        "whatever it is to forget");
  if (!connection.execute("BEGIN")) return connection.error();
  const bool rows_good = check_rows(connection, report);
  const bool audit_read = check_audit(connection, reported, tell, report);
  if (!audit_read && rows_good) unreadable(connection, "audit", report);
  static_cast<void>(connection.execute("ROLLBACK"));
  return report;
}

}  // namespace causa::store
