// SPDX-License-Identifier: Apache-2.0

#include "store/chain.hpp"

#include <utility>

#include "base/time.hpp"
#include "store/loss.hpp"

namespace causa::store {

namespace {

std::string loss_words(const ChainEnd& reported, const ChainEnd& found) {
  const std::string reported_last = "record " + std::to_string(reported.number) + " (" +
                                    to_hex(reported.hash) + ") was reported as stored; ";
  if (reported.number > found.number)
    return std::to_string(reported.number - found.number) + " records are lost: " + reported_last +
           "the store ended at " + std::to_string(found.number);
  return "these are records of another store: " + reported_last + "another one has that number";
}

}  // namespace

Chain::Chain(Connection& connection, Actor actor)
    : connection_(connection),
      actor_(std::move(actor)),
      side_file_(connection.path()),
      find_end_(connection.handle(), "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"),
      find_hash_(connection.handle(), "SELECT hash FROM audit WHERE number = ?"),
      find_actor_(connection.handle(),
                  "SELECT id FROM actor WHERE host = ? AND system_user = ? AND user = ? "
                  "AND program = ? AND version = ?"),
      insert_actor_(connection.handle(),
                    "INSERT INTO actor (host, system_user, user, program, version) "
                    "VALUES (?,?,?,?,?)"),
      insert_(connection.handle(),
              "INSERT INTO audit (number, time_ms, actor, what, subject, content, form, about, "
              "detail, before, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?)") {}

bool Chain::next_number(std::uint64_t& number) {
  if (!begin()) return false;
  number = end_.number + 1;
  return true;
}

bool Chain::append(const AuditEntry& entry) { return begin() && link(entry); }

bool Chain::begin() {
  if (begun_) return true;
  refusal_.reset();
  if (const auto prepared = side_file_.prepare(); !prepared) {
    refusal_ = prepared.error();
    return false;
  }
  if (!find_end() || (actor_row_ == 0 && !find_actor())) return false;
  begun_ = true;
  return compared_ || compare_with_side_file();
}

bool Chain::find_end() {
  // Another process may have written since.
  end_ = {};
  Cursor cursor(find_end_);
  if (cursor.next()) cursor.read(end_.number, end_.hash);
  return !cursor.failed();
}

bool Chain::find_actor() {
  const auto& [host, system_user, user, program, version] = actor_;
  {
    Cursor cursor(find_actor_, host, system_user, user, program, version);
    if (cursor.next()) cursor.read(actor_row_);
    if (cursor.failed()) return false;
  }
  if (actor_row_ != 0) return true;
  if (!insert_actor_.run(host, system_user, user, program, version)) return false;
  actor_row_ = sqlite3_last_insert_rowid(connection_.handle());
  return true;
}

/// No other process can have written the file for records that this one doesn't see: it would have
/// had to commit them first.
bool Chain::compare_with_side_file() {
  const auto reported = read_side_file(connection_.path());
  if (!reported) {
    refusal_ = reported.error();
    return false;
  }
  if (!*reported || (*reported)->number == 0) return true;
  Digest here{};
  {
    Cursor cursor(find_hash_, (*reported)->number);
    if (cursor.next()) cursor.read(here);
    if (cursor.failed()) return false;
  }
  if (here == (*reported)->hash) return true;
  loss_ = loss_of(connection_.path(), **reported, end_);
  AuditEntry loss;
  loss.what = AuditKind::loss;
  loss.detail = loss_words(**reported, end_);
  return link(loss);
}

bool Chain::link(const AuditEntry& entry) {
  AuditRecord record{entry, end_.number + 1, now_ms(), actor_, end_.hash, {}};
  record.hash = hash_of(record);
  if (!insert_.run(record.number, record.time_ms, actor_row_, record.what, record.subject,
                   record.content, record.form, record.about, record.detail, record.before,
                   record.hash))
    return false;
  end_ = {record.number, record.hash};
  return true;
}

Result<void> Chain::committed() {
  if (!std::exchange(begun_, false)) return {};
  compared_ = true;
  const bool owed = std::exchange(owes_loss_, false);
  return side_file_.advance(end_, take_loss() || owed);
}

void Chain::committed_unsynced() {
  if (!std::exchange(begun_, false)) return;
  compared_ = true;
  owes_loss_ = take_loss() || owes_loss_;
}

bool Chain::take_loss() {
  const std::optional<Error> loss = std::exchange(loss_, std::nullopt);
  if (loss) connection_.tell_loss(*loss);
  return loss.has_value();
}

void Chain::rolled_back() {
  begun_ = false;
  loss_.reset();
  actor_row_ = 0;
}

}  // namespace causa::store
