// SPDX-License-Identifier: Apache-2.0
//
// A store's file as SQLite sees it, without causa.
#pragma once

#include <sqlite3.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace causa::store_test {

/// What somebody with a SQLite shell could do.
class Shell {
 public:
  explicit Shell(const std::filesystem::path& path) {
    BOOST_REQUIRE(sqlite3_open(path.c_str(), &handle_) == SQLITE_OK);
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;
  ~Shell() { sqlite3_close(handle_); }

  bool execute(const std::string& sql) {
    return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  std::vector<std::string> column(const std::string& sql) {
    std::vector<std::string> values;
    const auto take = [](void* list, int, char** cells, char**) {
      static_cast<std::vector<std::string>*>(list)->push_back(cells[0] == nullptr ? "" : cells[0]);
      return 0;
    };
    BOOST_REQUIRE(sqlite3_exec(handle_, sql.c_str(), take, &values, nullptr) == SQLITE_OK);
    return values;
  }
  [[nodiscard]] std::string message() const { return sqlite3_errmsg(handle_); }

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace causa::store_test
