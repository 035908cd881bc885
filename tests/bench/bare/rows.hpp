// SPDX-License-Identifier: Apache-2.0
//
// The limit of storing: the rows that a store holds after a run, inserted again with prepared
// statements and nothing else, into the same tables, as durable as there. What fails ends the
// program with a word: it is a yardstick.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace causa::bench {

class Database {
 public:
  explicit Database(const std::filesystem::path& file);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  void run(const std::string& sql);
  sqlite3_stmt* prepare(const std::string& sql);

 private:
  sqlite3* handle_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

using Cell = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<char>>;

struct Table {
  std::string name;
  std::size_t columns = 0;
  std::vector<Cell> cells;  ///< row by row

  [[nodiscard]] std::size_t rows() const { return cells.size() / columns; }
};

struct Rows {
  std::vector<std::string> schema;  ///< statements that make the tables, indexes and triggers
  std::vector<Table> tables;
  std::size_t count = 0;
  std::uint64_t hash = 0;  ///< of all cells
};

/// All that a store holds.
Rows read_rows(const std::filesystem::path& store);

/// Inserts them in `transactions` transactions of about the same size.
void insert_rows(const Rows& rows, std::size_t transactions, const std::filesystem::path& file);

/// Inserts `count` short rows into one plain table in one transaction.
void insert_plain(std::size_t count, const std::filesystem::path& file);

}  // namespace causa::bench
