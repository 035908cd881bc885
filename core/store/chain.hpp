// SPDX-License-Identifier: Apache-2.0
//
// Adds records to the audit of a store, within the transactions of its connection: append() in one,
// then committed() after its commit, or rolled_back(). The order is what the side file's promise
// rests on: records are on the disk (commit), then the side file names the last of them and is
// synced, then the caller reports. Belongs to its connection's thread.
#pragma once

#include <optional>

#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/side_file.hpp"
#include "store/statement.hpp"

namespace causa::store {

class Chain {
 public:
  Chain(Connection& connection, Actor actor);

  /// Number that the next record gets. The first call of a transaction reads where the chain ends;
  /// the first of all also compares that with the side file, and notes a loss as a record.
  bool next_number(std::uint64_t& number);

  /// False: see error().
  bool append(const AuditEntry& entry);

  Result<void> committed();
  /// It was committed and is on the disk with a later one, which tells the side file of both.
  void committed_unsynced();
  void rolled_back();

  [[nodiscard]] Error error() const { return refusal_ ? *refusal_ : connection_.error(); }

 private:
  bool begin();
  bool find_end();
  bool find_actor();
  bool compare_with_side_file();
  bool link(const AuditEntry& entry);
  /// Whether the transaction that was committed notes a loss, which is told then.
  bool take_loss();

  Connection& connection_;
  Actor actor_;
  SideFile side_file_;
  ChainEnd end_;
  std::int64_t actor_row_ = 0;
  bool begun_ = false;         ///< in this transaction
  bool compared_ = false;      ///< with the side file, and committed
  bool owes_loss_ = false;     ///< one did of which the side file wasn't told
  std::optional<Error> loss_;  ///< this transaction notes one
  std::optional<Error> refusal_;
  Statement find_end_, find_hash_, find_actor_, insert_actor_, insert_;
};

}  // namespace causa::store
