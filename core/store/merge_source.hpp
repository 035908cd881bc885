// SPDX-License-Identifier: Apache-2.0
//
// The store that is merged into another, read at one moment: its versions of assessments in their
// order, and what its audit says of them. Belongs to its connection's thread. Errors: failed() or a
// result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/audit.hpp"
#include "store/audit_records.hpp"
#include "store/connection.hpp"
#include "store/reader.hpp"
#include "store/statement.hpp"

namespace causa::store {

/// One version of an assessment of the other store.
struct MergeVersion {
  std::int64_t row = 0;
  std::string id;
  std::uint32_t version = 0;
  std::uint64_t audit = 0;
  std::optional<Digest> content;  ///< as its audit says, once that was asked
  std::optional<std::int64_t> record;
};

class MergeSource {
 public:
  explicit MergeSource(Connection& connection)
      : connection_(connection),
        reader_(connection),
        vouching_(connection),
        next_(connection.handle(),
              "SELECT id, uuid, version, audit, record FROM assessment WHERE id > ? "
              "ORDER BY id LIMIT 1"),
        record_before_(connection.handle(),
                       "SELECT record FROM assessment WHERE uuid = ? AND version = ?") {}

  [[nodiscard]] Connection& connection() { return connection_; }
  [[nodiscard]] Reader& reader() { return reader_; }

  /// False: there is no later one, or see failed().
  bool next(MergeVersion& version) {
    Cursor cursor(next_, version.row);
    const bool found = cursor.next();
    failed_ = cursor.failed();
    if (found) cursor.read(version.row, version.id, version.version, version.audit, version.record);
    return found;
  }
  [[nodiscard]] bool failed() const { return failed_; }

  /// Fills in what the audit says of it, or says why that isn't to be believed.
  std::optional<std::string> refusal(MergeVersion& version) {
    return vouching_.refusal(version.audit, version.id, version.version, version.content);
  }

  /// Versions mostly share their record; it is stored once here too.
  bool has_record_of_its_own(const MergeVersion& version) {
    if (!version.record) return false;
    if (version.version == 1) return true;
    std::optional<std::int64_t> before;
    Cursor cursor(record_before_, version.id, version.version - 1);
    if (cursor.next()) cursor.read(before);
    return before != version.record;
  }

  /// "store 2f1c…", by the UUID that its audit begins with.
  Result<std::string> name() {
    Statement statement(connection_.handle(), "SELECT detail FROM audit WHERE number = 1");
    Cursor cursor(statement);
    std::string id;
    if (cursor.next()) cursor.read(id);
    if (cursor.failed()) return connection_.error();
    return "store " + id;
  }

  /// The last row, for telling how far the merge is; 0 if that can't be read.
  std::uint64_t newest() {
    return static_cast<std::uint64_t>(
        connection_.number("SELECT coalesce(max(id), 0) FROM assessment").value_or(0));
  }

  Result<ChainEnd> end() {
    Statement statement(connection_.handle(),
                        "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1");
    Cursor cursor(statement);
    ChainEnd end;
    if (cursor.next()) cursor.read(end.number, end.hash);
    if (cursor.failed()) return connection_.error();
    return end;
  }

 private:
  Connection& connection_;
  Reader reader_;
  Vouching vouching_;
  Statement next_, record_before_;
  bool failed_ = false;
};

}  // namespace causa::store
