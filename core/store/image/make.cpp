// SPDX-License-Identifier: Apache-2.0
//
// Runs when causa is built: make_store_image SCRIPT OUTPUT writes the tables of a SQL script as a
// database file in which nothing is yet. 2 and a sentence if that can't be done.

#include <sqlite3.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "store/schema.hpp"

namespace {

/// Bytes 18 and 19 of a database say how it is written and read; 2 is with a WAL
/// (https://www.sqlite.org/fileformat.html, 1.3).
constexpr std::size_t write_version = 18, read_version = 19;

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
struct Free {
  void operator()(unsigned char* bytes) const { sqlite3_free(bytes); }
};

int fail(const std::string& why) {
  std::cerr << "make_store_image: " << why << '\n';
  return 2;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return fail("write make_store_image SCRIPT OUTPUT");
  std::ifstream script(words[1], std::ios::binary);
  std::string sql(std::istreambuf_iterator<char>(script), {});
  if (!script || sql.empty()) return fail(std::string(words[1]) + " can't be read");
  // No user_version: the audit, which begins with it, is begun where the store is.
  sql += "PRAGMA application_id=" + std::to_string(causa::store::application_id);

  sqlite3* handle = nullptr;
  const int code = sqlite3_open(":memory:", &handle);
  const std::unique_ptr<sqlite3, Close> memory(handle);
  if (code != SQLITE_OK ||
      sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return fail(std::string(words[1]) + ": " + sqlite3_errmsg(handle));
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, Free> bytes(sqlite3_serialize(handle, "main", &size, 0));
  if (!bytes || size <= static_cast<sqlite3_int64>(read_version))
    return fail("SQLite gave no database");
  bytes.get()[write_version] = bytes.get()[read_version] = 2;

  std::ofstream output(words[2], std::ios::binary);
  for (sqlite3_int64 i = 0; i < size; ++i) output.put(static_cast<char>(bytes.get()[i]));
  output.close();
  return output ? 0 : fail(std::string(words[2]) + " can't be written");
}
