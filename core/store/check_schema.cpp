// SPDX-License-Identifier: Apache-2.0
//
// The tables, views, indexes and triggers of a store against those that causa makes.

#include <map>
#include <memory>

#include "store/check.hpp"
#include "store/schema.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

/// Text of SQL by kind and name ("trigger audit_no_update").
using Objects = std::map<std::string, std::string>;

// Beside what SQLite makes: indexes without text for UNIQUE, and statistics. A name tells nothing,
// for whoever may write the schema can give any.
constexpr char all_objects[] =
    "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema "
    "WHERE NOT (type = 'index' AND sql IS NULL) AND coalesce(sql, '') NOT IN ("
    "'CREATE TABLE sqlite_stat1(tbl,idx,stat)', "
    "'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)')";

/// Without comments, and with one blank for many: what an earlier causa wrote may differ in them.
/// What stands in quotes is kept byte for byte.
std::string plain(const std::string& sql) {
  std::string text;
  char quote = 0;  // that is open
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (quote != 0) {
      text += sql[i];
      if (sql[i] == quote) quote = 0;
      continue;
    }
    if (sql.compare(i, 2, "--") == 0) i = sql.find('\n', i);
    if (i == std::string::npos) break;
    if (sql[i] == ' ' || sql[i] == '\n' || sql[i] == '\t') {
      if (!text.empty() && text.back() != ' ') text += ' ';
      continue;
    }
    // Before what closes a table stands a comment, or nothing.
    if ((sql[i] == ')' || sql[i] == ',') && !text.empty() && text.back() == ' ') text.pop_back();
    if (sql[i] == '\'' || sql[i] == '"') quote = sql[i];
    text += sql[i];
  }
  return text;
}

bool read_objects(sqlite3* database, Objects& objects) {
  Statement statement(database, all_objects);
  Cursor cursor(statement);
  while (cursor.next()) {
    std::string name, sql;
    cursor.read(name, sql);
    // A name that is there twice is an object that nobody made.
    while (!objects.try_emplace(name, plain(sql)).second) name += " (again)";
  }
  return !cursor.failed();
}

bool read_newest(Objects& objects) {
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  sqlite3* handle = nullptr;
  const int code = sqlite3_open(":memory:", &handle);
  const std::unique_ptr<sqlite3, Close> memory(handle);
  return code == SQLITE_OK &&
         sqlite3_exec(handle, newest_sql(), nullptr, nullptr, nullptr) == SQLITE_OK &&
         read_objects(handle, objects);
}

}  // namespace

bool check_schema(Connection& connection, CheckReport& report) {
  constexpr char mend[] =
      "ask who could write to the file; `causa store merge` of this file into a new store takes "
      "over all that is as it was stored";
  Objects made, found;
  if (!read_newest(made) || !read_objects(connection.handle(), found)) return false;
  for (const auto& [name, sql] : made) {
    const auto at = found.find(name);
    if (at == found.end())
      report.add(name, "was taken out", mend);
    else if (at->second != sql)
      report.add(name, "was changed", mend);
  }
  for (const auto& [name, sql] : found)
    if (!made.contains(name))
      report.add(name, "was put in by another program",
                 "ask who could write to the file, then take it out with a SQLite shell");
  return true;
}

}  // namespace causa::store
