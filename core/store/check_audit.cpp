// SPDX-License-Identifier: Apache-2.0
//
// The audit against itself, against what is stored, and against the side file.

#include <map>
#include <set>
#include <utility>

#include "base/time.hpp"
#include "store/audit_records.hpp"
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
        assessments_(connection),
        module_(connection.handle(),
                "SELECT digest, module_id, version, sha256 FROM module WHERE id = ?"),
        manifest_(connection.handle(), "SELECT manifest FROM module WHERE id = ?"),
        module_uses_(connection.handle(),
                     "SELECT count(DISTINCT version_row) FROM module_used_of_version "
                     "WHERE module = ?") {}

  bool run(const std::optional<ChainEnd>& reported) {
    return read_forgotten() && walk(reported) && leftover() && losses() && modules();
  }

 private:
  bool read_forgotten();
  bool walk(const std::optional<ChainEnd>& reported);
  void take(const AuditRecord& record);
  void compare_times(const AuditRecord& record);
  void check_assessment(const AuditRecord& record);
  void compare_content(const AuditRecord& record);
  void compare_forgotten(const std::string& place, const AuditRecord& record);
  void tell_unknown();
  void compare_side_file(const std::optional<ChainEnd>& reported, const Digest& hash_there);
  bool leftover();
  bool losses();
  bool modules();
  void check_module(std::int64_t row);
  std::string used_by(std::int64_t module);

  Connection& connection_;
  const HowFar& tell_;
  CheckReport& report_;
  Reader reader_;
  Assessments assessments_;
  Statement module_, manifest_, module_uses_;
  std::set<std::pair<std::uint64_t, Digest>> forgotten_;  ///< number and subject of the record
  std::map<Digest, std::uint64_t> forgotten_last_;        ///< subjects, and the record of that
  std::uint64_t came_back_ = 0, first_back_again_ = 0;
  std::vector<std::pair<std::uint64_t, std::string>> losses_;  ///< not accepted
  std::uint64_t losses_accepted_ = 0;
  std::int64_t last_time_ms_ = unknown_time;
  std::uint64_t times_back_ = 0, first_back_ = 0;
  std::map<Digest, std::uint64_t> modules_;  ///< digests of their records, and the numbers of these
  bool began_later_ = false;                 ///< the store is older than its audit
};

bool AuditCheck::read_forgotten() {
  Statement statement(connection_.handle(),
                      "SELECT number, coalesce(about, 0), subject FROM audit WHERE what = ? "
                      "AND subject NOTNULL ORDER BY number");
  Cursor cursor(statement, AuditKind::forgotten);
  while (cursor.next()) {
    std::uint64_t number = 0, about = 0;
    Digest subject{};
    cursor.read(number, about, subject);
    forgotten_.emplace(about, subject);
    forgotten_last_[subject] = number;
  }
  return !cursor.failed();
}

bool AuditCheck::walk(const std::optional<ChainEnd>& reported) {
  AuditRecords records(connection_);
  Digest hash_there{};
  const auto last = static_cast<std::uint64_t>(
      connection_.number("SELECT coalesce(max(number), 0) FROM audit").value_or(0));
  const bool read = records.each([&](const AuditRecord& record, bool strange) {
    if (reported && record.number == reported->number) hash_there = record.hash;
    check_link(record, strange, report_.end, [&](std::string place, std::string message) {
      report_.add(std::move(place), std::move(message), compare);
    });
    compare_times(record);
    take(record);
    report_.end = {record.number, record.hash};
    if (tell_) tell_(record.number, last);
    return true;
  });
  if (!read) {
    report_.add("the audit", "can't be read after record " + std::to_string(report_.end.number),
                compare);
    return false;
  }
  compare_side_file(reported, hash_there);
  return true;
}

void AuditCheck::take(const AuditRecord& record) {
  if (is_of_assessment(record.what)) check_assessment(record);
  if (record.what == AuditKind::module && record.content)
    modules_.emplace(*record.content, record.number);
  began_later_ = began_later_ || (record.what == AuditKind::migrated && record.number == 2);
  if (record.what == AuditKind::loss) losses_.emplace_back(record.number, record.detail);
  if (record.what == AuditKind::loss_accepted) {
    losses_accepted_ += losses_.size();
    losses_.clear();
  }
}

void AuditCheck::compare_times(const AuditRecord& record) {
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
  if (!record.subject || !forgotten_.contains({record.number, *record.subject}))
    report_.add(name_of_record(record.number),
                "its assessment was removed from the store, and not by `store forget`", compare);
}

void AuditCheck::compare_content(const AuditRecord& record) {
  ++report_.assessments;
  const std::string place =
      "assessment " + assessments_.id() + " version " + std::to_string(assessments_.version());
  if (record.subject != subject_of(assessments_.id(), assessments_.version()))
    return report_.add(place,
                       "stands in the place of another one (" + name_of_record(record.number) + ")",
                       compare);
  compare_forgotten(place, record);
  // Without content it wasn't whole when the audit began, and isn't now.
  if (record.content && record.form.value_or(0) > newest_content_form)
    return report_.add(place, "was sealed in a form that this program doesn't know",
                       "check it with a newer causa");
  const auto sealed = reader_.load_sealed(assessments_.id(), assessments_.version());
  if (!sealed)
    report_.add(place, "can't be read: " + sealed.error().message, compare);
  else if (record.content && sealed->content != *record.content)
    report_.add(place, "was changed after it was stored (" + name_of_record(record.number) + ")",
                compare);
}

/// Ids are random, so what is stored after it was forgotten came from another store. No merge of
/// today lets it in, but one of an earlier causa did if somebody forgot meanwhile.
void AuditCheck::compare_forgotten(const std::string& place, const AuditRecord& record) {
  const auto forgotten = forgotten_last_.find(*record.subject);
  if (forgotten == forgotten_last_.end()) return;
  if (forgotten->second > record.number)
    return report_.add(
        place,
        "is here, though it was forgotten (" + name_of_record(forgotten->second) +
            "): it was put back, or that was noted by another program",
        "if it has to go, forget its patient again; ask who could write to the file");
  if (came_back_++ == 0) first_back_again_ = record.number;
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
    report_.add(name_of_record(reported->number),
                "is another one than was reported as stored: this file stands in the place of "
                "another store, or of an older state of it",
                compare);
}

bool AuditCheck::losses() {
  for (const auto& [number, detail] : losses_)
    report_.add(name_of_record(number), detail,
                "once it is known what was lost, `causa store check --accept-loss`");
  if (losses_accepted_ > 0)
    report_.notes.push_back("losses that are noted in the audit and were accepted: " +
                            std::to_string(losses_accepted_));
  if (times_back_ > 0)
    report_.notes.push_back(
        (times_back_ == 1
             ? "the clock was set back once, before "
             : "the clock was set back " + std::to_string(times_back_) + " times, first before ") +
        name_of_record(first_back_) + "; the order of the records is that of their numbers");
  if (came_back_ > 0)
    report_.notes.push_back(
        "versions of assessments that were forgotten and came back by a merge: " +
        std::to_string(came_back_) + ", first " + name_of_record(first_back_again_) +
        "; if they have to go, forget their patients again");
  return true;
}

/// One that can't be read hides no other.
bool AuditCheck::modules() {
  std::vector<std::int64_t> rows;
  Statement all(connection_.handle(), "SELECT id FROM module NOT INDEXED ORDER BY id");
  Cursor each(all);
  while (each.next()) each.read(rows.emplace_back());
  if (each.failed()) return false;
  for (const std::int64_t row : rows) check_module(row);
  for (const auto& [content, number] : modules_)
    report_.add(name_of_record(number), "its module was changed or removed from the store",
                compare);
  return true;
}

void AuditCheck::check_module(std::int64_t row) {
  std::string digest, id, version, sha256;
  {
    Cursor cursor(module_, row);
    if (cursor.next()) cursor.read(digest, id, version, sha256);
    if (cursor.failed()) return report_.add("the modules", "one can't be read", compare);
  }
  const std::string place = "module " + id + ' ' + version;
  std::optional<std::string> manifest;
  Cursor cursor(manifest_, row);
  if (cursor.next()) cursor.read(manifest);
  std::string content = id + '\0' + version + '\0' + sha256;
  if (manifest) content += '\0' + *manifest;
  const bool known = modules_.erase(blake2b(digest)) > 0;
  if (cursor.failed())
    report_.add(place, "its manifest can't be read" + used_by(row), compare);
  else if (sha256_hex(content) != digest)
    report_.add(place, "what is kept of it was changed" + used_by(row), compare);
  else if (!known && manifest && !began_later_)
    report_.add(place, "is not in the audit: it was put there by another program", compare);
}

/// In words, or nothing if it can't be counted.
std::string AuditCheck::used_by(std::int64_t module) {
  Cursor cursor(module_uses_, module);
  std::uint64_t versions = 0;
  if (cursor.next()) cursor.read(versions);
  if (cursor.failed() || versions == 0) return {};
  return "; it took part in " + std::to_string(versions) +
         (versions == 1 ? " version of an assessment" : " versions of assessments");
}

}  // namespace

bool check_audit(Connection& connection, const std::optional<ChainEnd>& reported,
                 const HowFar& tell, CheckReport& report) {
  return AuditCheck(connection, tell, report).run(reported);
}

}  // namespace causa::store
