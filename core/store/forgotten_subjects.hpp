// SPDX-License-Identifier: Apache-2.0
//
// Digests of the versions that were forgotten in a store, by its audit. Whoever goes on for long
// asks again in each transaction, for another process may forget somebody in between. Belongs to
// its connection's thread.
#pragma once

#include <cstdint>
#include <set>
#include <string_view>

#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/enumerations.hpp"
#include "store/statement.hpp"

namespace causa::store {

class ForgottenSubjects {
 public:
  explicit ForgottenSubjects(Connection& connection)
      : connection_(connection),
        newer_(connection.handle(),
               "SELECT subject FROM audit WHERE number > ?1 AND number <= ?2 AND what = ?3 "
               "AND subject NOTNULL") {}

  /// Reads on from where it was read to. False: see Connection::error().
  [[nodiscard]] bool read_on() {
    const auto end = connection_.number("SELECT coalesce(max(number), 0) FROM audit");
    if (!end) return false;
    Cursor cursor(newer_, read_to_, *end, AuditKind::forgotten);
    while (cursor.next()) {
      Digest subject{};
      cursor.read(subject);
      subjects_.insert(subject);
    }
    read_to_ = *end;
    return !cursor.failed();
  }

  [[nodiscard]] const std::set<Digest>& subjects() const { return subjects_; }

  /// This version, or one before it: a later one that was made elsewhere goes with the first.
  [[nodiscard]] bool have(std::string_view id, std::uint32_t version) const {
    if (subjects_.empty()) return false;
    for (; version > 0; --version)
      if (subjects_.contains(subject_of(id, version))) return true;
    return false;
  }

 private:
  Connection& connection_;
  Statement newer_;
  std::int64_t read_to_ = 0;
  std::set<Digest> subjects_;
};

}  // namespace causa::store
