// SPDX-License-Identifier: Apache-2.0

#include "rows.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string_view>

namespace causa::bench {

namespace {

constexpr const char* pragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;";

Cell cell_of(sqlite3_stmt* statement, int column) {
  const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
    case SQLITE_BLOB: {
      const auto* begin = static_cast<const char*>(sqlite3_column_blob(statement, column));
      if (sqlite3_column_type(statement, column) == SQLITE_TEXT) return std::string(begin, bytes);
      return std::vector<char>(begin, begin + bytes);
    }
    default:
      return {};
  }
}

std::size_t hash_of(const Cell& cell) {
  struct Hash {
    std::size_t operator()(std::monostate) const { return 1; }
    std::size_t operator()(std::int64_t number) const { return std::hash<std::int64_t>()(number); }
    std::size_t operator()(double number) const { return std::hash<double>()(number); }
    std::size_t operator()(const std::string& text) const {
      return std::hash<std::string_view>()(text);
    }
    std::size_t operator()(const std::vector<char>& bytes) const {
      return std::hash<std::string_view>()({bytes.data(), bytes.size()});
    }
  };
  return std::visit(Hash(), cell);
}

void bind(sqlite3_stmt* statement, int place, const Cell& cell) {
  struct Bind {
    sqlite3_stmt* statement;
    int place;
    void operator()(std::monostate) const { sqlite3_bind_null(statement, place); }
    void operator()(std::int64_t number) const { sqlite3_bind_int64(statement, place, number); }
    void operator()(double number) const { sqlite3_bind_double(statement, place, number); }
    void operator()(const std::string& text) const {
      sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()),
                        SQLITE_STATIC);
    }
    void operator()(const std::vector<char>& bytes) const {
      sqlite3_bind_blob(statement, place, bytes.data(), static_cast<int>(bytes.size()),
                        SQLITE_STATIC);
    }
  };
  std::visit(Bind{statement, place}, cell);
}

}  // namespace

Database::Database(const std::filesystem::path& file) {
  if (sqlite3_open(file.c_str(), &handle_) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(handle_));
}

Database::~Database() {
  for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

void Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(handle_));
}

sqlite3_stmt* Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(handle_));
  statements_.push_back(statement);
  return statement;
}

Rows read_rows(const std::filesystem::path& store) {
  Database database(store);
  Rows rows;
  sqlite3_stmt* schema = database.prepare(
      "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE "
      "'sqlite_%' ORDER BY type = 'table' DESC, rowid");
  while (sqlite3_step(schema) == SQLITE_ROW) {
    rows.schema.push_back(std::get<std::string>(cell_of(schema, 2)));
    if (std::get<std::string>(cell_of(schema, 0)) == "table")
      rows.tables.push_back({std::get<std::string>(cell_of(schema, 1)), 0, {}});
  }
  for (Table& table : rows.tables) {
    sqlite3_stmt* all = database.prepare("SELECT * FROM " + table.name);
    table.columns = static_cast<std::size_t>(sqlite3_column_count(all));
    for (; sqlite3_step(all) == SQLITE_ROW; ++rows.count)
      for (int column = 0; column < static_cast<int>(table.columns); ++column) {
        table.cells.push_back(cell_of(all, column));
        rows.hash = rows.hash * 31 + hash_of(table.cells.back());
      }
  }
  return rows;
}

void insert_rows(const Rows& rows, std::size_t transactions, const std::filesystem::path& file) {
  Database database(file);
  database.run(pragmas);
  for (const std::string& statement : rows.schema) database.run(statement);
  std::vector<sqlite3_stmt*> inserts;
  for (const Table& table : rows.tables) {
    std::string places = "?";
    for (std::size_t i = 1; i < table.columns; ++i) places += ",?";
    inserts.push_back(database.prepare("INSERT INTO " + table.name + " VALUES (" + places + ")"));
  }
  for (std::size_t part = 0; part < transactions; ++part) {
    database.run("BEGIN IMMEDIATE");
    for (std::size_t t = 0; t < rows.tables.size(); ++t) {
      const Table& table = rows.tables[t];
      const std::size_t last = table.rows() * (part + 1) / transactions;
      for (std::size_t row = table.rows() * part / transactions; row < last; ++row) {
        for (std::size_t column = 0; column < table.columns; ++column)
          bind(inserts[t], static_cast<int>(column) + 1, table.cells[row * table.columns + column]);
        if (sqlite3_step(inserts[t]) != SQLITE_DONE)
          throw std::runtime_error("a row of " + table.name + " can't be inserted");
        sqlite3_reset(inserts[t]);
      }
    }
    database.run("COMMIT");
  }
}

void insert_plain(std::size_t count, const std::filesystem::path& file) {
  Database database(file);
  database.run(pragmas);
  database.run(
      "CREATE TABLE IF NOT EXISTS one (a INTEGER, b INTEGER, c REAL, d TEXT);"
      "CREATE INDEX IF NOT EXISTS two ON one (a);");
  sqlite3_stmt* insert = database.prepare("INSERT INTO one VALUES (?,?,?,?)");
  database.run("BEGIN IMMEDIATE");
  for (std::size_t row = 0; row < count; ++row) {
    sqlite3_bind_int64(insert, 1, static_cast<std::int64_t>(row));
    sqlite3_bind_int64(insert, 2, 7);
    sqlite3_bind_double(insert, 3, 4.7);
    sqlite3_bind_text(insert, 4, "an evidence of about this length", -1, SQLITE_STATIC);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  database.run("COMMIT");
}

}  // namespace causa::bench
