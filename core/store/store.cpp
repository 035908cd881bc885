// SPDX-License-Identifier: Apache-2.0

#include "store/store.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "store/audit_records.hpp"
#include "store/chain.hpp"
#include "store/check.hpp"
#include "store/connection.hpp"
#include "store/feedback_reader.hpp"
#include "store/feedback_writer.hpp"
#include "store/outlines.hpp"
#include "store/reader.hpp"
#include "store/statement.hpp"
#include "store/writer.hpp"

namespace causa::store {

/// In this order: statements end before their connection does.
struct Store::Parts {
  Parts(Connection opened, const Actor& actor)
      : connection(std::move(opened)),
        chain(connection, actor),
        reader(connection),
        outlines(connection),
        writer(connection, chain),
        feedback_reader(connection),
        feedback_writer(connection) {}

  /// When a transaction is on the disk: at once, or with the next one or when the store is closed,
  /// for what nobody is told of as stored.
  enum class Synced : bool { at_once, with_next };

  /// Does `write`, which says what failed, in one transaction; nothing of it stays if it fails.
  template <class Write>
  Result<void> in_transaction(Write write, Synced synced = Synced::at_once) {
    if (!connection.writable())
      return connection.error("is open for reading only",
                              "save with a store that is open for writing");
    const bool waits = synced == Synced::at_once;
    if (!waits && !connection.execute("PRAGMA synchronous=NORMAL")) return connection.error();
    std::optional<Error> error;
    {
      Transaction transaction(connection);
      if (!transaction.begin())
        error = connection.error();
      else if (error = write(); !error && !transaction.commit())
        error = connection.error();
    }
    if (!waits && !connection.execute("PRAGMA synchronous=FULL") && !error)
      error = connection.error();
    if (!error && !waits) chain.committed_unsynced();
    if (!error) return waits ? chain.committed() : Result<void>();
    chain.rolled_back();
    writer.forget();
    reader.forget();
    return *error;
  }

  /// For in_transaction(): what failed, if `done` is false.
  template <class Room>
  static std::optional<Error> fault_of(const Room& room, bool done) {
    return done ? std::nullopt : std::optional(room.error());
  }

  Connection connection;
  Chain chain;
  Reader reader;
  Outlines outlines;
  Writer writer;
  FeedbackReader feedback_reader;
  FeedbackWriter feedback_writer;
};

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& path, Mode mode,
                          const OpenOptions& options) {
  Result<Connection> connection = Connection::open(path, mode, options);
  if (!connection) return connection.error();
  return Store(std::make_unique<Parts>(*std::move(connection), options.actor));
}

bool Store::in_place() const { return parts_->connection.in_place(); }

Result<void> Store::try_write() {
  return parts_->in_transaction([] { return std::optional<Error>(); });
}

Result<void> Store::keep_modules(std::span<const ModuleSource> modules) {
  Writer& writer = parts_->writer;
  bool all_found = true;
  std::vector<const ModuleSource*> changed;
  for (const ModuleSource& module : modules) {
    bool found = false, takes_a_place = false;
    if (!writer.find_module(module, found) ||
        (found && !writer.takes_a_place(module, takes_a_place)))
      return writer.error();
    all_found = all_found && found;
    if (takes_a_place) changed.push_back(&module);
  }
  // Most sessions find all as they were; they write nothing.
  if (all_found && changed.empty()) return {};
  return parts_->in_transaction(
      [&] {
        const bool kept =
            writer.keep_modules(modules) &&
            std::all_of(changed.begin(), changed.end(),
                        [&](const ModuleSource* module) { return writer.note_change(*module); });
        return Parts::fault_of(writer, kept);
      },
      Parts::Synced::with_next);
}

Result<void> Store::save(const Batch& batch) {
  return parts_->in_transaction([&] {
    std::optional<Error> fault = Parts::fault_of(parts_->writer, parts_->writer.write(batch));
    if (fault || batch.shown.empty()) return fault;
    return Parts::fault_of(parts_->feedback_writer,
                           parts_->feedback_writer.note_shown(batch.shown));
  });
}

OtherPeople Store::take_other_people() { return parts_->writer.take_other_people(); }

Result<assess::Assessment> Store::load(std::string_view id, std::uint32_t version) {
  return parts_->reader.load(id, version);
}

Result<void> Store::outline(std::string_view id, Outline& outline) {
  return parts_->outlines.find(id, outline);
}

Result<std::vector<Outline>> Store::outlines(std::int64_t after, std::int64_t until) {
  return parts_->outlines.between(after, until);
}

Result<std::vector<std::string>> Store::overtaken(std::int64_t after, std::int64_t until,
                                                  std::int64_t newest) {
  return parts_->outlines.overtaken(after, until, newest);
}

Result<std::vector<assess::ModuleUsed>> Store::modules_from(std::int64_t place,
                                                            std::uint32_t first) {
  return parts_->outlines.modules_from(place, first);
}

Store::Reading::Reading(Store& store) : store_(store) {
  static_cast<void>(store.parts_->connection.execute("BEGIN"));
}

Store::Reading::~Reading() {
  if (sqlite3_get_autocommit(store_.parts_->connection.handle()) == 0)
    static_cast<void>(store_.parts_->connection.execute("COMMIT"));
}

Result<bool> Store::is_as_stored(std::string_view id, std::uint32_t version) {
  Connection& connection = parts_->connection;
  std::uint64_t audit = 0;
  {
    Statement find(connection.handle(),
                   "SELECT version, coalesce(audit, 0) FROM assessment WHERE uuid = ?1 "
                   "AND (?2 = 0 OR version = ?2) ORDER BY version DESC LIMIT 1");
    Cursor cursor(find, id, version);
    if (!cursor.next()) return false;
    cursor.read(version, audit);
  }
  const auto other = [&](const std::string& why) {
    return connection.damaged("assessment " + std::string(id) + " version " +
                              std::to_string(version) + ' ' + why);
  };
  std::optional<Digest> content;
  if (const auto why = Vouching(connection).refusal(audit, id, version, content))
    return other(*why);
  const auto sealed = parts_->reader.load_sealed(id, version);
  if (!sealed) return false;
  if (content && sealed->content != *content) return other("was changed after it was stored");
  return true;
}

Result<std::vector<std::string>> Store::load_manifests(std::string_view id, std::uint32_t version) {
  return parts_->reader.manifests(id, version);
}

Result<std::string> Store::load_record(std::string_view id, std::uint32_t version) {
  return parts_->reader.record(id, version);
}

Result<std::string> Store::load_program(std::string_view id, std::uint32_t version) {
  return parts_->reader.program(id, version);
}

Result<std::vector<std::string>> Store::ids_that_begin(std::string_view begin,
                                                       std::uint32_t limit) {
  return parts_->reader.ids_that_begin(begin, limit);
}

Result<std::uint32_t> Store::last_version(std::string_view id) {
  return parts_->reader.last_version(id);
}

Result<std::int64_t> Store::newest_place() { return parts_->reader.newest_place(); }

Result<std::vector<LastVersion>> Store::last_versions(std::int64_t after, std::uint32_t limit) {
  return parts_->reader.last_versions(after, limit);
}

Result<std::string> Store::load_config(std::string_view config_sha256) {
  return parts_->reader.config(config_sha256);
}

Result<std::vector<ListRow>> Store::list(const ListFilter& filter) {
  return parts_->reader.list(filter);
}

Result<std::vector<ListRow>> Store::find_patient(std::string_view patient_id) {
  ListFilter filter;
  filter.limit = 0;
  filter.patient_id = std::string(patient_id);
  filter.all_versions = true;
  return list(filter);
}

Result<std::int64_t> Store::begin_run(std::string_view source_sha256,
                                      std::string_view program_version) {
  std::int64_t run = 0;
  const Result<void> begun = parts_->in_transaction(
      [&] {
        return Parts::fault_of(parts_->writer,
                               parts_->writer.begin_run(source_sha256, program_version, run));
      },
      Parts::Synced::with_next);
  if (!begun) return begun.error();
  return run;
}

Result<void> Store::end_run(std::int64_t run, std::uint64_t told) {
  return parts_->in_transaction(
      [&] { return Parts::fault_of(parts_->writer, parts_->writer.end_run(run, told)); },
      Parts::Synced::with_next);
}

Result<Untold> Store::untold(std::string_view source_sha256) {
  return parts_->reader.untold(source_sha256);
}

Result<std::optional<Run>> Store::last_run(std::string_view source_sha256) {
  return parts_->reader.last_run(source_sha256);
}

Result<std::optional<Run>> Store::unfinished_run(std::string_view source_sha256) {
  auto run = last_run(source_sha256);
  if (run && *run && (*run)->ended_ms) run->reset();
  return run;
}

Result<void> Store::note_shown(std::span<const Showing> shown) {
  if (shown.empty()) return {};
  return parts_->in_transaction([&] {
    return Parts::fault_of(parts_->feedback_writer, parts_->feedback_writer.note_shown(shown));
  });
}

Result<std::optional<LastShown>> Store::last_shown(std::string_view patient_id, Channel channel) {
  return parts_->feedback_reader.last_shown(patient_id, channel);
}

Result<std::vector<Result<FeedbackKept>>> Store::add_feedback(std::span<const Feedback> feedback) {
  std::vector<Result<FeedbackKept>> kept;
  const Result<void> done = parts_->in_transaction([&] {
    return Parts::fault_of(parts_->feedback_writer, parts_->feedback_writer.add(feedback, kept));
  });
  if (!done) return done.error();
  return kept;
}

Result<FeedbackCounts> Store::feedback_counts(const FeedbackFilter& filter) {
  return parts_->feedback_reader.counts(filter);
}

Result<std::vector<std::string>> Store::assessments_of(std::int64_t run, std::string_view after,
                                                       std::uint32_t limit) {
  return parts_->reader.assessments_of(run, after, limit);
}

Result<void> Store::note(const AuditEntry& entry) {
  return parts_->in_transaction(
      [&] { return Parts::fault_of(parts_->chain, parts_->chain.append(entry)); });
}

Result<CheckReport> Store::check(const HowFar& tell) {
  return store::check(parts_->connection, tell);
}

Result<std::vector<std::string>> Store::integrity() {
  const auto report = check();
  if (!report) return report.error();
  std::vector<std::string> lines;
  for (const Error& fault : report->faults) lines.push_back(to_string(fault));
  return lines;
}

Result<std::filesystem::path> default_path() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  // The XDG specification says to ignore a path that isn't absolute.
  if (const std::filesystem::path data = variable("XDG_DATA_HOME"); data.is_absolute())
    return data / "causa" / "causa.db";
  if (const std::filesystem::path home = variable("HOME"); home.is_absolute())
    return home / ".local" / "share" / "causa" / "causa.db";
  return Error{Fault::store, "$XDG_DATA_HOME",
               "no place for the store: neither it nor HOME is an absolute path",
               "name a file with --store"};
}

}  // namespace causa::store
