// SPDX-License-Identifier: Apache-2.0
//
// Gives a version of an assessment rows like those of another, without their coming out of the
// file. Belongs to its connection's thread. False: the file failed, see Connection::error().
#pragma once

#include <cstdint>

#include "store/connection.hpp"
#include "store/statement.hpp"

namespace causa::store {

class VersionCopy {
 public:
  explicit VersionCopy(Connection& connection) : VersionCopy(connection.handle()) {}

  bool alerts(std::int64_t to, std::int64_t from) { return alerts_.run(to, from); }

  /// All but the alerts that `from` has beside what it shares with its base, and of its modules
  /// only the first `modules`.
  bool own_rows(std::int64_t to, std::int64_t from, std::uint32_t modules);

 private:
  explicit VersionCopy(sqlite3* database);

  Statement alerts_, modules_, facts_, causes_, evidence_, advice_, states_, must_not_miss_;
  Statement ignored_, findings_;
};

}  // namespace causa::store
