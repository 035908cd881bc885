// SPDX-License-Identifier: Apache-2.0

#include "store/merge.hpp"

#include <algorithm>
#include <set>

#include "store/answers_merge.hpp"
#include "store/audit_records.hpp"
#include "store/chain.hpp"
#include "store/connection.hpp"
#include "store/forgotten_subjects.hpp"
#include "store/loss.hpp"
#include "store/merge_source.hpp"
#include "store/outlines.hpp"
#include "store/reader.hpp"
#include "store/side_file.hpp"
#include "store/statement.hpp"
#include "store/writer.hpp"

namespace causa::store {

namespace {

constexpr std::size_t in_a_transaction = 256;

class Merge {
 public:
  Merge(Connection& into, MergeSource& source, const Actor& actor, const HowFar& tell,
        const std::function<bool()>& stopped, std::set<Digest>& forgotten_elsewhere)
      : into_(into),
        source_(source),
        tell_(tell),
        stopped_(stopped),
        forgotten_elsewhere_(forgotten_elsewhere),
        chain_(into, actor),
        writer_(into, chain_),
        reader_(into),
        outlines_(into),
        answers_(source.connection(), into),
        forgotten_here_(into),
        find_(into.handle(),
              "SELECT a.id, u.content FROM assessment a LEFT JOIN audit u ON u.number = a.audit "
              "WHERE a.uuid = ? AND a.version = ?") {}

  /// Of what is on the disk.
  MergeReport run();

 private:
  std::optional<Error> run_all();
  std::optional<Error> begin();
  std::optional<Error> run_transaction(MergeVersion& at, bool& more);
  std::optional<Error> take(MergeVersion& version);
  std::optional<Error> add(const MergeVersion& version);
  bool write(const MergeVersion& version, const Sealed& sealed, std::optional<Error>& error);
  bool keep_modules(const MergeVersion& version, std::span<const assess::ModuleUsed> modules,
                    std::optional<Error>& error);
  bool repeat(const MergeVersion& version, const Sealed& sealed, const std::string& origin,
              std::optional<Error>& error);
  std::optional<Error> copy_answers(const MergeVersion& version, std::int64_t row);
  std::optional<Error> count_forgotten_there();
  std::optional<Error> note();
  bool find(const MergeVersion& version, std::int64_t& row, std::optional<Digest>& content);
  std::optional<Sealed> load(const MergeVersion& version);
  void refuse(const MergeVersion& version, std::string message, std::string cure = {});

  Connection& into_;
  MergeSource& source_;
  const HowFar& tell_;
  const std::function<bool()>& stopped_;
  std::set<Digest>& forgotten_elsewhere_;
  Chain chain_;
  Writer writer_;
  Reader reader_;
  Outlines outlines_;
  AnswersMerge answers_;
  ForgottenSubjects forgotten_here_;
  Statement find_;
  std::set<std::string> left_out_;  ///< assessments of which a version was left out
  std::set<std::string> kept_;      ///< modules whose manifests are here
  std::string source_name_;
  std::uint64_t newest_ = 0;  ///< last row of the source
  MergeReport report_;
  MergeReport committed_;  ///< as it was after the last transaction
};

MergeReport Merge::run() {
  if (auto error = run_all()) {
    committed_.other_people = writer_.take_other_people();
    committed_.failed = std::move(*error);
    return std::move(committed_);
  }
  return std::move(report_);
}

std::optional<Error> Merge::run_all() {
  if (auto error = begin()) return error;
  newest_ = source_.newest();
  MergeVersion at;
  for (bool more = true; more && !report_.stopped;) {
    if (auto error = run_transaction(at, more)) return error;
    committed_ = report_;
    report_.stopped = more && stopped_ && stopped_();
  }
  if (auto error = count_forgotten_there()) return error;
  return note();
}

std::optional<Error> Merge::begin() {
  const auto name = source_.name();
  if (!name) return name.error();
  source_name_ = *name;
  // A loss is noted by itself, so that no savepoint below can take it back.
  Transaction transaction(into_);
  std::uint64_t number = 0;
  if (!transaction.begin()) return into_.error();
  if (!chain_.next_number(number)) return chain_.error();
  if (!transaction.commit()) return into_.error();
  const auto synced = chain_.committed();
  return synced ? std::nullopt : std::optional(synced.error());
}

std::optional<Error> Merge::run_transaction(MergeVersion& at, bool& more) {
  Transaction transaction(into_);
  if (!transaction.begin() || !forgotten_here_.read_on()) return into_.error();
  for (std::size_t i = 0; i < in_a_transaction && more; ++i) {
    more = source_.next(at);
    if (source_.failed()) return source_.connection().error();
    if (!more) break;
    if (auto error = take(at)) return error;
    if (tell_) tell_(static_cast<std::uint64_t>(at.row), newest_);
  }
  if (!transaction.commit()) return into_.error();
  const auto synced = chain_.committed();
  return synced ? std::nullopt : std::optional(synced.error());
}

std::optional<Error> Merge::take(MergeVersion& version) {
  std::int64_t row = 0;
  std::optional<Digest> content;
  if (!find(version, row, content)) return into_.error();
  if (row == 0 && forgotten_here_.have(version.id, version.version)) {
    ++report_.forgotten_here;
    return std::nullopt;
  }
  if (auto why = source_.refusal(version)) {
    refuse(version, *std::move(why));
    return std::nullopt;
  }
  if (row == 0) return add(version);
  if (content != version.content) {
    refuse(version, "stands here with another content",
           "look at both with `causa show`; one of the stores was changed or is a branch");
    return std::nullopt;
  }
  // What its audit says isn't what it holds if somebody changed it. Of one that wasn't whole when
  // its audit began, neither audit knows more.
  if (version.content && !load(version)) return std::nullopt;
  ++report_.known;
  if (version.version > 1) ++report_.known_later;
  return copy_answers(version, row);
}

/// Nothing: it was left out.
std::optional<Sealed> Merge::load(const MergeVersion& version) {
  auto sealed = source_.reader().load_sealed(version.id, version.version);
  if (!sealed) {
    refuse(version, "can't be read: " + sealed.error().message);
    return std::nullopt;
  }
  if (version.content && sealed->content != *version.content) {
    refuse(version, "was changed after it was stored");
    return std::nullopt;
  }
  return *std::move(sealed);
}

std::optional<Error> Merge::add(const MergeVersion& version) {
  // A version is made of the one before it, so it is worth nothing without.
  if (left_out_.contains(version.id)) {
    refuse(version, "follows a version that was left out");
    return std::nullopt;
  }
  if (version.version > 1) {
    std::int64_t row = 0;
    std::optional<Digest> content;
    if (!find({0, version.id, version.version - 1, 0, {}, {}}, row, content)) return into_.error();
    if (row == 0) {
      refuse(version, "follows a version that isn't there");
      return std::nullopt;
    }
  }
  const auto sealed = load(version);
  if (!sealed) return std::nullopt;
  if (!into_.execute("SAVEPOINT one")) return into_.error();
  std::optional<Error> error;
  if (write(version, *sealed, error)) {
    if (!into_.execute("RELEASE one")) return into_.error();
    ++report_.added;
    if (version.version > 1) ++report_.added_later;
    std::int64_t row = 0;
    std::optional<Digest> content;
    if (!find(version, row, content)) return into_.error();
    return copy_answers(version, row);
  }
  // A full disk has ended the transaction itself.
  if (sqlite3_get_autocommit(into_.handle()) != 0 || !into_.execute("ROLLBACK TO one; RELEASE one"))
    return error;
  chain_.rolled_back();
  writer_.forget();
  kept_.clear();
  reader_.forget();
  std::uint64_t number = 0;
  if (!chain_.next_number(number)) return chain_.error();
  refuse(version, error->message, error->cure);
  return std::nullopt;
}

/// Manifests are long and mostly those of the assessment before.
bool Merge::keep_modules(const MergeVersion& version, std::span<const assess::ModuleUsed> modules,
                         std::optional<Error>& error) {
  std::vector<std::string> keys;
  for (const assess::ModuleUsed& module : modules)
    keys.push_back(module.id.text() + '\0' + module.version + '\0' + module.sha256 + '\0' +
                   std::to_string(static_cast<int>(module.status)));
  if (std::all_of(keys.begin(), keys.end(), [&](const auto& key) { return kept_.contains(key); }))
    return true;
  const auto manifests = source_.reader().manifests(version.id, version.version);
  if (!manifests) {
    error = manifests.error();
    return false;
  }
  std::vector<ModuleSource> sources;
  for (std::size_t i = 0; i < manifests->size(); ++i)
    if (!(*manifests)[i].empty())
      sources.push_back({modules[i].id, modules[i].version, modules[i].sha256, (*manifests)[i]});
  if (!writer_.keep_modules(sources)) {
    error = writer_.error();
    return false;
  }
  kept_.insert(keys.begin(), keys.end());
  return true;
}

bool Merge::write(const MergeVersion& version, const Sealed& sealed, std::optional<Error>& error) {
  Reader& reader = source_.reader();
  const auto config = reader.config(sealed.assessment.config_sha256);
  Result<std::string> record = std::string();
  if (source_.has_record_of_its_own(version)) record = reader.record(version.id, version.version);
  if (!config || !record) {
    error = !config ? config.error() : record.error();
    return false;
  }
  const std::string origin = source_name_ + " record " + std::to_string(version.audit);
  if (!keep_modules(version, sealed.assessment.modules, error)) return false;
  if (sealed.form != whole_content) return repeat(version, sealed, origin, error);
  // What it shares with the version before is kept once here too.
  Result<assess::Assessment> before = Error{};
  if (version.version > 1) before = reader_.load(version.id, version.version - 1);
  const Entry entry{&sealed.assessment, *record, before ? &*before : nullptr};
  if (writer_.write_merged(entry, *config, origin, sealed.content)) return true;
  error = writer_.error();
  return false;
}

bool Merge::repeat(const MergeVersion& version, const Sealed& sealed, const std::string& origin,
                   std::optional<Error>& error) {
  Outline before;
  if (auto found = outlines_.find(version.id, before); !found) {
    error = found.error();
    return false;
  }
  const Repeat repeat{before.place,
                      version.id,
                      version.version,
                      sealed.assessment.created_ms,
                      before.modules,
                      sealed.modules_kept,
                      std::span(sealed.assessment.modules).subspan(sealed.modules_kept)};
  if (writer_.write_merged(repeat, origin, sealed.content)) return true;
  error = writer_.error();
  return false;
}

std::optional<Error> Merge::copy_answers(const MergeVersion& version, std::int64_t row) {
  std::uint64_t added = 0;
  if (auto error = answers_.copy(version.row, row, added)) return error;
  report_.answers += added;
  return std::nullopt;
}

std::optional<Error> Merge::count_forgotten_there() {
  ForgottenSubjects there(source_.connection());
  // An audit that can't be read was told of before; what was read of it counts.
  static_cast<void>(there.read_on());
  forgotten_elsewhere_.insert(there.subjects().begin(), there.subjects().end());
  if (forgotten_elsewhere_.empty()) return std::nullopt;
  Statement statement(into_.handle(), "SELECT uuid, version FROM assessment");
  Cursor cursor(statement);
  while (cursor.next()) {
    std::string id;
    std::uint32_t version = 0;
    cursor.read(id, version);
    report_.forgotten_there += forgotten_elsewhere_.erase(subject_of(id, version));
  }
  return cursor.failed() ? std::optional(into_.error()) : std::nullopt;
}

std::optional<Error> Merge::note() {
  report_.other_people = writer_.take_other_people();
  const auto end = source_.end();
  if (!end) return end.error();
  AuditEntry merged;
  merged.what = AuditKind::merge;
  merged.detail = source_name_ + ", whose audit ends with record " + std::to_string(end->number) +
                  " (" + to_hex(end->hash) + "): " + std::to_string(report_.added) + " added, " +
                  std::to_string(report_.known) + " known, " +
                  std::to_string(report_.refused.size() + report_.more_refused) + " refused" +
                  (report_.stopped ? ", stopped before its end" : "");
  Transaction transaction(into_);
  if (!transaction.begin()) return into_.error();
  if (!chain_.append(merged)) return chain_.error();
  if (!transaction.commit()) return into_.error();
  const auto synced = chain_.committed();
  return synced ? std::nullopt : std::optional(synced.error());
}

bool Merge::find(const MergeVersion& version, std::int64_t& row, std::optional<Digest>& content) {
  Cursor cursor(find_, version.id, version.version);
  if (cursor.next()) cursor.read(row, content);
  return !cursor.failed();
}

void Merge::refuse(const MergeVersion& version, std::string message, std::string cure) {
  left_out_.insert(version.id);
  if (report_.refused.size() == MergeReport::most_refused) {
    ++report_.more_refused;
    return;
  }
  const std::string from = source_.connection().path().string();
  if (cure.empty()) cure = "`causa store check --store " + from + "` says what is wrong with it";
  report_.refused.push_back(
      {Fault::store,
       from + ": assessment " + version.id + " version " + std::to_string(version.version),
       std::move(message), std::move(cure)});
}

/// It was named by an argument, not by the option of which the cure speaks.
Error of_argument(Error error) {
  constexpr std::string_view option = " with --store";
  if (const std::size_t at = error.cure.find(option); at != std::string::npos)
    error.cure.erase(at, option.size());
  return error;
}

}  // namespace

Result<MergeReport> merge(const std::filesystem::path& into, const std::filesystem::path& from,
                          const OpenOptions& options, const HowFar& tell,
                          const std::function<bool()>& stopped,
                          std::set<Digest>* forgotten_elsewhere) {
  std::error_code fault;
  if (!std::filesystem::exists(from, fault))
    return Error{Fault::store, from.string(), fault ? fault.message() : "there is no such file",
                 "name the stores whose assessments are to be taken in"};
  auto there = Connection::open(from, Mode::read_only, {});
  if (!there) return of_argument(there.error());
  const auto reported = read_side_file(there->path());
  if (!there->execute("BEGIN")) return there->error();
  auto doubt = known_loss(*there, reported);
  if (!doubt) doubt = broken_chain(*there);
  auto here = Connection::open(into, Mode::create, options);
  if (!here) return here.error();
  MergeSource source(*there);
  std::set<Digest> of_this_one;
  if (forgotten_elsewhere == nullptr) forgotten_elsewhere = &of_this_one;
  MergeReport report =
      Merge(*here, source, options.actor, tell, stopped, *forgotten_elsewhere).run();
  report.loss = std::move(doubt);
  return report;
}

}  // namespace causa::store
