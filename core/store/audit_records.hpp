// SPDX-License-Identifier: Apache-2.0
//
// The records of a store's audit as they are in the file, whoever wrote them, and what can be wrong
// with a chain of them. Belongs to its connection's thread. Errors: false, then
// Connection::error().
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/statement.hpp"

namespace causa::store {

class AuditRecords {
 public:
  /// `strange`: a value can't be one, and was read as another, which may have the hash of what was
  /// there. False ends it.
  using Take = std::function<bool(const AuditRecord& record, bool strange)>;

  explicit AuditRecords(Connection& connection);

  [[nodiscard]] bool each(const Take& take);
  [[nodiscard]] bool each(std::uint64_t first, std::uint64_t last, const Take& take);

 private:
  bool run(std::int64_t first, std::int64_t last, const Take& take);

  Statement statement_;
};

/// "audit record 20".
std::string name_of_record(std::uint64_t number);

/// Tells what is wrong with a record that comes after the one at `before`.
void check_link(const AuditRecord& record, bool strange, const ChainEnd& before,
                const std::function<void(std::string place, std::string message)>& tell);

/// The first place where the chain of this store is broken, for who takes something out of it.
/// Reads all records, and nothing else.
std::optional<Error> broken_chain(Connection& connection);

/// What a store's audit says of one version of an assessment, for who takes it out of the store.
class Vouching {
 public:
  explicit Vouching(Connection& connection) : records_(connection) {}

  /// Why the record that the version's row names doesn't speak for it; nothing: it does, and
  /// `content` is what the version must have. That is absent only of one that wasn't whole when the
  /// audit began, or a record without it would stand for anything.
  std::optional<std::string> refusal(std::uint64_t number, std::string_view id,
                                     std::uint32_t version, std::optional<Digest>& content);

 private:
  AuditRecords records_;
};

}  // namespace causa::store
