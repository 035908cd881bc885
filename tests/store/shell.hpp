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
  /// As somebody who first takes away what keeps rows as they are, and puts it back: else the check
  /// would find that alone.
  void change(const std::string& sql) {
    const auto triggers = column("SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
    for (const std::string& name : column("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
      BOOST_TEST_REQUIRE(execute("DROP TRIGGER " + name));
    BOOST_TEST_REQUIRE(execute("PRAGMA ignore_check_constraints=ON;" + sql), message());
    for (const std::string& trigger : triggers) BOOST_TEST_REQUIRE(execute(trigger));
  }
  [[nodiscard]] std::string message() const { return sqlite3_errmsg(handle_); }

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace causa::store_test
