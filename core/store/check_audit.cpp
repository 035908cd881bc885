// SPDX-License-Identifier: Apache-2.0
//
// The audit against itself, against what is stored, and against the side file.

#include <algorithm>
#include <map>

#include "base/time.hpp"
#include "store/check.hpp"
#include "store/content.hpp"
#include "store/enumerations.hpp"
#include "store/reader.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

constexpr char compare[] =
    "compare with the last backup, which shows what was there; ask who could write to the file";

bool is_of_assessment(AuditKind what) {
  return what == AuditKind::adopted || what == AuditKind::assessment ||
         what == AuditKind::extension || what == AuditKind::merged;
}

std::string name_of(std::uint64_t number) { return "audit record " + std::to_string(number); }

/// The assessments in the order of the audit. It is that of their rows, but for changed ones, which
/// must not hide the others.
class Assessments {
 public:
  explicit Assessments(Connection& connection)
      : statement_(connection.handle(),
                   "SELECT max(coalesce(audit, 0), 0), uuid, version FROM assessment "
                   "ORDER BY 1, id"),
        cursor_(statement_) {
    advance();
  }

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] bool failed() const { return cursor_.failed(); }
  [[nodiscard]] std::uint64_t audit() const { return audit_; }
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] std::uint32_t version() const { return version_; }

  void advance() {
    at_end_ = !cursor_.next();
    if (!at_end_) cursor_.read(audit_, id_, version_);
  }

 private:
  Statement statement_;
  Cursor cursor_;
  bool at_end_ = false;
  std::uint64_t audit_ = 0;
  std::string id_;
  std::uint32_t version_ = 0;
};

class AuditCheck {
 public:
  AuditCheck(Connection& connection, const HowFar& tell, CheckReport& report)
      : connection_(connection),
        tell_(tell),
        report_(report),
        reader_(connection),
        assessments_(connection) {}

  bool run(const std::optional<ChainEnd>& reported) {
    return read_forgotten() && walk(reported) && leftover() && losses() && modules();
  }

 private:
  bool read_forgotten();
  bool walk(const std::optional<ChainEnd>& reported);
  void check_link(const AuditRecord& record);
  void check_assessment(const AuditRecord& record);
  void compare_content(const AuditRecord& record);
  void tell_unknown();
  void compare_side_file(const std::optional<ChainEnd>& reported, const Digest& hash_there);
  bool leftover();
  bool losses();
  bool modules();

  Connection& connection_;
  const HowFar& tell_;
  CheckReport& report_;
  Reader reader_;
  Assessments assessments_;
  std::vector<std::uint64_t> forgotten_;  ///< numbers of the records of what was forgotten
  std::vector<std::pair<std::uint64_t, std::string>> losses_;  ///< not accepted
  std::uint64_t losses_accepted_ = 0;
  std::int64_t last_time_ms_ = unknown_time;
  std::uint64_t times_back_ = 0, first_back_ = 0;
  std::map<Digest, std::uint64_t> modules_;  ///< digests of their records, and the numbers of these
  bool began_later_ = false;                 ///< the store is older than its audit
};

bool AuditCheck::read_forgotten() {
  Statement statement(connection_.handle(),
                      "SELECT coalesce(about, 0) FROM audit WHERE what = ? ORDER BY about");
  Cursor cursor(statement, AuditKind::forgotten);
  while (cursor.next()) cursor.read(forgotten_.emplace_back());
  return !cursor.failed();
}

bool AuditCheck::walk(const std::optional<ChainEnd>& reported) {
  Statement statement(connection_.handle(),
                      "SELECT u.number, u.time_ms, u.what, u.subject, u.content, u.form, u.about, "
                      "u.detail, u.before, u.hash, a.host, a.system_user, a.user, a.program, "
                      "a.version FROM audit u LEFT JOIN actor a ON a.id = u.actor "
                      "ORDER BY u.number");
  Cursor cursor(statement);
  Digest hash_there{};
  const auto last = static_cast<std::uint64_t>(
      connection_.number("SELECT coalesce(max(number), 0) FROM audit").value_or(0));
  while (cursor.next()) {
    AuditRecord record;
    cursor.read(record.number, record.time_ms, record.what, record.subject, record.content,
                record.form, record.about, record.detail, record.before, record.hash,
                record.actor.host, record.actor.system_user, record.actor.user,
                record.actor.program, record.actor.version);
    // A value that can't be is read as another one, which may have the hash of what was there.
    if (cursor.take_strange())
      report_.add(name_of(record.number), "was changed: it holds what no causa writes", compare);
    if (reported && record.number == reported->number) hash_there = record.hash;
    check_link(record);
    if (is_of_assessment(record.what)) check_assessment(record);
    if (record.what == AuditKind::module && record.content)
      modules_.emplace(*record.content, record.number);
    began_later_ = began_later_ || (record.what == AuditKind::migrated && record.number == 2);
    if (record.what == AuditKind::loss) losses_.emplace_back(record.number, record.detail);
    if (record.what == AuditKind::loss_accepted) {
      losses_accepted_ += losses_.size();
      losses_.clear();
    }
    report_.end = {record.number, record.hash};
    if (tell_) tell_(record.number, last);
  }
  if (cursor.failed()) {
    report_.add("the audit", "can't be read after record " + std::to_string(report_.end.number),
                compare);
    return false;
  }
  compare_side_file(reported, hash_there);
  return true;
}

void AuditCheck::check_link(const AuditRecord& record) {
  const std::uint64_t expected = report_.end.number + 1;
  if (record.number != expected)
    report_.add(record.number == expected + 1 ? name_of(expected)
                                              : "audit records " + std::to_string(expected) +
                                                    " to " + std::to_string(record.number - 1),
                "removed", compare);
  else if (record.before != report_.end.hash)
    report_.add(name_of(record.number),
                "does not follow the record before it: records were changed, exchanged or removed",
                compare);
  if (record.hash != hash_of(record))
    report_.add(name_of(record.number), "was changed after it was written", compare);
  if (last_time_ms_ != unknown_time && record.time_ms < last_time_ms_ && times_back_++ == 0)
    first_back_ = record.number;
  last_time_ms_ = record.time_ms;
}

void AuditCheck::check_assessment(const AuditRecord& record) {
  while (!assessments_.at_end() && assessments_.audit() < record.number) tell_unknown();
  if (!assessments_.at_end() && assessments_.audit() == record.number) {
    compare_content(record);
    assessments_.advance();
    return;
  }
  if (!std::binary_search(forgotten_.begin(), forgotten_.end(), record.number))
    report_.add(name_of(record.number),
                "its assessment was removed from the store, and not by `store forget`", compare);
}

void AuditCheck::compare_content(const AuditRecord& record) {
  ++report_.assessments;
  const std::string place =
      "assessment " + assessments_.id() + " version " + std::to_string(assessments_.version());
  if (record.subject != subject_of(assessments_.id(), assessments_.version()))
    return report_.add(place, "stands in the place of another one (" + name_of(record.number) + ")",
                       compare);
  // Without content it wasn't whole when the audit began, and isn't now.
  if (record.content && record.form.value_or(0) > newest_content_form)
    return report_.add(place, "was sealed in a form that this program doesn't know",
                       "check it with a newer causa");
  const auto sealed = reader_.load_sealed(assessments_.id(), assessments_.version());
  if (!sealed)
    report_.add(place, "can't be read: " + sealed.error().message, sealed.error().cure);
  else if (record.content && sealed->content != *record.content)
    report_.add(place, "was changed after it was stored (" + name_of(record.number) + ")", compare);
}

void AuditCheck::tell_unknown() {
  report_.add(
      "assessment " + assessments_.id() + " version " + std::to_string(assessments_.version()),
      "is not in the audit: it was put there by another program", compare);
  assessments_.advance();
}

bool AuditCheck::leftover() {
  while (!assessments_.at_end()) tell_unknown();
  return !assessments_.failed();
}

void AuditCheck::compare_side_file(const std::optional<ChainEnd>& reported,
                                   const Digest& hash_there) {
  if (!reported || reported->number == 0) return;
  if (reported->number > report_.end.number)
    report_.add("the end of the audit", words_of_missing(report_.end.number + 1, reported->number),
                "find the store's -wal file or a newer copy; else assess again what was assessed "
                "since " +
                    (last_time_ms_ == unknown_time ? "then" : format_time(last_time_ms_)) +
                    ", then `causa store check --accept-loss`");
  else if (hash_there != reported->hash)
    report_.add(name_of(reported->number),
                "is another one than was reported as stored: this file stands in the place of "
                "another store, or of an older state of it",
                compare);
}

bool AuditCheck::losses() {
  for (const auto& [number, detail] : losses_)
    report_.add(name_of(number), detail,
                "once it is known what was lost, `causa store check --accept-loss`");
  if (losses_accepted_ > 0)
    report_.notes.push_back("losses that are noted in the audit and were accepted: " +
                            std::to_string(losses_accepted_));
  if (times_back_ > 0)
    report_.notes.push_back(
        (times_back_ == 1
             ? "the clock was set back once, before "
             : "the clock was set back " + std::to_string(times_back_) + " times, first before ") +
        name_of(first_back_) + "; the order of the records is that of their numbers");
  return true;
}

bool AuditCheck::modules() {
  Statement statement(connection_.handle(),
                      "SELECT digest, module_id, version, sha256, manifest FROM module");
  Cursor cursor(statement);
  while (cursor.next()) {
    std::string digest, id, version, sha256;
    std::optional<std::string> manifest;
    cursor.read(digest, id, version, sha256, manifest);
    std::string content = id + '\0' + version + '\0' + sha256;
    if (manifest) content += '\0' + *manifest;
    const std::string place = "module " + id + ' ' + version;
    if (sha256_hex(content) != digest)
      report_.add(place, "what is kept of it was changed", compare);
    else if (modules_.erase(blake2b(digest)) == 0 && manifest && !began_later_)
      report_.add(place, "is not in the audit: it was put there by another program", compare);
  }
  if (cursor.failed()) return false;
  for (const auto& [content, number] : modules_)
    report_.add(name_of(number), "its module was changed or removed from the store", compare);
  return true;
}

}  // namespace

bool check_audit(Connection& connection, const std::optional<ChainEnd>& reported,
                 const HowFar& tell, CheckReport& report) {
  return AuditCheck(connection, tell, report).run(reported);
}

}  // namespace causa::store
