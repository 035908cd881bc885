// SPDX-License-Identifier: Apache-2.0

#include "store/audit_records.hpp"

#include <limits>

#include "store/enumerations.hpp"

namespace causa::store {

namespace {

constexpr char not_in_audit[] = "is not in its store's audit";

bool speaks_for_assessment(const AuditRecord& record) {
  switch (record.what) {
    case AuditKind::adopted:
      return record.content.has_value() == record.form.has_value();
    case AuditKind::assessment:
    case AuditKind::extension:
    case AuditKind::merged:
      return record.content.has_value();
    default:
      return false;
  }
}

}  // namespace

AuditRecords::AuditRecords(Connection& connection)
    : statement_(connection.handle(),
                 "SELECT u.number, u.time_ms, u.what, u.subject, u.content, u.form, u.about, "
                 "u.detail, u.before, u.hash, a.host, a.system_user, a.user, a.program, "
                 "a.version FROM audit u LEFT JOIN actor a ON a.id = u.actor "
                 "WHERE u.number BETWEEN ? AND ? ORDER BY u.number") {}

bool AuditRecords::each(const Take& take) {
  return run(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
             take);
}

bool AuditRecords::each(std::uint64_t first, std::uint64_t last, const Take& take) {
  return run(static_cast<std::int64_t>(first), static_cast<std::int64_t>(last), take);
}

bool AuditRecords::run(std::int64_t first, std::int64_t last, const Take& take) {
  Cursor cursor(statement_, first, last);
  AuditRecord record;
  while (cursor.next()) {
    cursor.read(record.number, record.time_ms, record.what, record.subject, record.content,
                record.form, record.about, record.detail, record.before, record.hash,
                record.actor.host, record.actor.system_user, record.actor.user,
                record.actor.program, record.actor.version);
    if (!take(record, cursor.take_strange())) return true;
  }
  return !cursor.failed();
}

std::string name_of_record(std::uint64_t number) {
  return "audit record " + std::to_string(number);
}

void check_link(const AuditRecord& record, bool strange, const ChainEnd& before,
                const std::function<void(std::string place, std::string message)>& tell) {
  const std::string name = name_of_record(record.number);
  if (strange) tell(name, "was changed: it holds what no causa writes");
  const std::uint64_t expected = before.number + 1;
  if (record.number != expected)
    tell(record.number == expected + 1 ? name_of_record(expected)
                                       : "audit records " + std::to_string(expected) + " to " +
                                             std::to_string(record.number - 1),
         "removed");
  else if (record.before != before.hash)
    tell(name, "does not follow the record before it: records were changed, exchanged or removed");
  if (record.hash != hash_of(record)) tell(name, "was changed after it was written");
}

std::optional<Error> broken_chain(Connection& connection) {
  AuditRecords records(connection);
  ChainEnd last;
  std::string place, message;
  const bool read = records.each([&](const AuditRecord& record, bool strange) {
    check_link(record, strange, last, [&](std::string where, std::string what) {
      if (!place.empty()) return;
      place = std::move(where);
      message = std::move(what);
    });
    last = {record.number, record.hash};
    return place.empty();
  });
  if (place.empty() && read) return std::nullopt;
  if (place.empty()) {
    place = "the audit";
    message = "can't be read after record " + std::to_string(last.number);
  }
  const std::string store = connection.path().string();
  return Error{
      Fault::store, store + ": " + place,
      message + "; so its audit does not prove all that it says",
      "`causa store check --store " + store + "` says more; find out who could write to that file"};
}

std::optional<std::string> Vouching::refusal(std::uint64_t number, std::string_view id,
                                             std::uint32_t version,
                                             std::optional<Digest>& content) {
  content.reset();
  std::optional<AuditRecord> own, next;
  bool own_is_sound = false;
  const bool read = records_.each(number, number + 1, [&](const AuditRecord& record, bool strange) {
    const bool sound = !strange && record.hash == hash_of(record);
    if (record.number == number) {
      own = record;
      own_is_sound = sound;
    } else if (sound) {
      next = record;
    }
    return true;
  });
  const std::string name = name_of_record(number) + ", which speaks of it, ";
  if (!own && !read) return name + "can't be read";
  if (!own || !speaks_for_assessment(*own) || own->subject != subject_of(id, version))
    return not_in_audit;
  if (!own_is_sound) return name + "was changed after it was written";
  // One that was changed and got a new hash isn't the one that the next record names. Who changes
  // that too has to go on to the end, which the side file knows.
  if (next && next->before != own->hash) return name + "isn't the one that the next record follows";
  content = own->content;
  return std::nullopt;
}

}  // namespace causa::store
