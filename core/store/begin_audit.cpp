// SPDX-License-Identifier: Apache-2.0

#include "store/begin_audit.hpp"

#include <string>

#include "base/hash.hpp"
#include "store/content.hpp"
#include "store/reader.hpp"
#include "store/schema.hpp"

namespace causa::store {

namespace {

constexpr std::int64_t first_with_audit = 5;

std::optional<Error> adopt(Connection& connection, Chain& chain) {
  Reader reader(connection);
  Statement next(connection.handle(),
                 "SELECT id, uuid, version FROM assessment WHERE id > ? ORDER BY id LIMIT 1");
  Statement number_it(connection.handle(), "UPDATE assessment SET audit = ? WHERE id = ?");
  for (std::int64_t row = 0;;) {
    std::string uuid;
    std::uint32_t version = 0;
    {
      Cursor cursor(next, row);
      const bool found = cursor.next();
      if (cursor.failed()) return connection.error();
      if (!found) return std::nullopt;
      cursor.read(row, uuid, version);
    }
    AuditEntry entry;
    entry.what = AuditKind::adopted;
    entry.subject = subject_of(uuid, version);
    // What is damaged already is none the better for being left out; `store check` tells of it.
    if (const auto sealed = reader.load_sealed(uuid, version)) {
      entry.content = sealed->content;
      entry.form = whole_content;
    } else {
      entry.detail = "not whole when the audit began";
    }
    std::uint64_t audit = 0;
    if (!chain.next_number(audit) || !chain.append(entry)) return chain.error();
    if (!number_it.run(audit, row)) return connection.error();
  }
}

}  // namespace

std::optional<Error> begin_audit(Connection& connection, Chain& chain, std::int64_t before) {
  AuditEntry entry;
  if (before < first_with_audit) {
    entry.what = AuditKind::begun;
    entry.detail = random_uuid();
    if (!chain.append(entry)) return chain.error();
  }
  if (before > 0) {
    entry.what = AuditKind::migrated;
    entry.detail =
        "from schema " + std::to_string(before) + " to " + std::to_string(newest_schema());
    if (!chain.append(entry)) return chain.error();
  }
  if (before >= first_with_audit) return std::nullopt;
  return adopt(connection, chain);
}

}  // namespace causa::store
