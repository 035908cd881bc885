// SPDX-License-Identifier: Apache-2.0

#include "store/connection.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <string>

#include "store/begin_audit.hpp"
#include "store/chain.hpp"
#include "store/new_file.hpp"
#include "store/real_store.hpp"
#include "store/schema.hpp"
#include "store/side_file.hpp"

namespace causa::store {

namespace {

/// Path as a URI, so that `immutable` can be said.
std::string to_uri(const std::filesystem::path& path) {
  // An empty authority, since SQLite would take the first name of "//folder/file" for one; and ":"
  // at the beginning of a name would make it a database in memory (":memory:").
  std::string uri = path.is_absolute() ? "file://" : "file:./";
  for (const char letter : path.string()) {
    if (letter == '%' || letter == '?' || letter == '#') {
      static constexpr char digits[] = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(letter);
      uri += '%';
      uri += digits[byte >> 4];
      uri += digits[byte & 15];
    } else {
      uri += letter;
    }
  }
  return uri;
}

/// Of tables whose audit hasn't begun.
constexpr const char* holds_something =
    "SELECT EXISTS (SELECT 1 FROM audit) OR EXISTS (SELECT 1 FROM assessment)";

/// SQLite would count every allocation, under a lock that all connections share; nobody asks for
/// the sum. Has to be said before the first connection, and does nothing afterwards.
void count_no_memory() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);
}

bool is_there(const std::filesystem::path& store, const char* ending) {
  return ::access((store.string() + ending).c_str(), F_OK) == 0;
}

/// Whether something that isn't in the store yet may be in its log.
bool log_holds_something(const std::filesystem::path& store) {
  std::error_code none;
  const std::uintmax_t bytes = std::filesystem::file_size(store.string() + "-wal", none);
  return !none && bytes > 0;
}

/// A store on read-only media, or in a folder that isn't the reader's, has no -shm and can't get
/// one. Without a log nobody has it open for writing now; who opens it later may change what is
/// still being read, which docs/store.md warns of.
bool may_be_immutable(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (::access(folder.c_str(), W_OK) == 0) return false;
  return !is_there(path, "-wal") || (!is_there(path, "-shm") && !log_holds_something(path));
}

}  // namespace

Result<Connection> Connection::open(const std::filesystem::path& given, Mode mode,
                                    const OpenOptions& options, bool* unsound) {
  count_no_memory();
  Connection connection;
  connection.path_ = real_store(given);
  connection.mode_ = mode;
  connection.tell_loss_ = options.tell_loss;
  const std::filesystem::path& path = connection.path_;
  struct stat status{};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode))
    return connection.error("is not a file", "name a file with --store");
  if (!exists && errno == ELOOP)
    return connection.error("is a link that leads to no file but back to itself",
                            "name the file itself with --store");
  if (mode == Mode::create) {
    if (std::optional<Error> error = make_new_file(path)) return *error;
  } else if (!exists && errno == ENOENT) {
    return connection.with_reported(
        connection.not_a_store("there is no store yet",
                               "assess somebody first, or name a store with --store"),
        unsound);
  }
  const bool immutable = mode == Mode::read_only && may_be_immutable(path);
  if (std::optional<Error> error = connection.connect(immutable, options))
    return connection.with_log(connection.with_reported(*std::move(error), unsound));
  return connection;
}

Error Connection::not_a_store(std::string message, std::string cure) {
  not_a_store_ = true;
  return error(std::move(message), std::move(cure));
}

Error Connection::with_reported(Error error, bool* unsound) const {
  const int code = handle_ ? sqlite3_errcode(handle()) & 0xff : SQLITE_OK;
  const bool damaged = damaged_ || (!not_a_store_ && code == SQLITE_CORRUPT);
  const bool other = not_a_store_ || code == SQLITE_NOTADB;
  if (unsound != nullptr) *unsound = damaged;
  if (!damaged && !other) return error;
  const auto reported = read_side_file(path_);
  if (reported && *reported && (*reported)->number > 0) {
    if (unsound != nullptr) *unsound = true;
    error.message +=
        "; " + std::to_string((*reported)->number) + " records were reported as stored here";
    error.cure =
        "keep this file and its -wal, and put the last good backup in its place, but leave " +
        side_file_of(path_).string() + "; `causa store check` then says what is missing";
  } else if (damaged) {
    error.cure = "keep this file and its -wal, and put the last good backup in its place";
  }
  if (damaged && log_holds_something(path_))
    error.cure += "; if this file is a backup and " + path_.string() +
                  "-wal is of the file that was here before, move that and -shm away";
  return error;
}

Error Connection::with_log(Error error) const {
  const bool unopened = handle_ && (sqlite3_errcode(handle()) & 0xff) == SQLITE_CANTOPEN;
  if (writable() || !unopened || is_there(path_, "-shm") || !log_holds_something(path_))
    return error;
  error.message = "can't be read here: a part of it is in " + path_.string() +
                  "-wal, whose index (-shm) is missing and can't be made where nothing may be "
                  "written";
  error.cure =
      "copy the store and its -wal into a folder that you may write to, and name that copy";
  return error;
}

std::optional<Error> Connection::connect(bool immutable, const OpenOptions& options) {
  std::string uri = to_uri(path_);
  if (immutable) uri += "?immutable=1";
  const int access = writable() ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(
      uri.c_str(), &handle, access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  handle_.reset(handle);
  if (handle == nullptr) return sqlite_error(path_, SQLITE_NOMEM, "");
  if (code != SQLITE_OK) return error();
  // SQLite falls back to reading only where it may not write; that would fail at the first save.
  if (writable() && sqlite3_db_readonly(handle, "main") == 1)
    return sqlite_error(path_, SQLITE_READONLY, "");
  if (std::optional<Error> error = foreign_log()) return error;
  if (std::optional<Error> error = prepare_session(options)) return error;
  bool blank = false;
  std::int32_t schema = 0;
  // In one transaction: others may begin a new store's audit between two looks at it.
  if (!execute("BEGIN")) return error();
  if (std::optional<Error> error = check_identity(blank, schema)) return error;
  if (!execute("COMMIT")) return error();
  // Made just now, by a run that hasn't stored anything yet, or never came to it.
  if (blank && mode_ != Mode::create && number("PRAGMA application_id") == application_id)
    return not_a_store("nothing is stored yet",
                       "assess somebody first, or name a store with --store");
  if (blank && mode_ != Mode::create)
    return not_a_store("is empty", "name another file with --store");
  if (!writable()) {
    if (schema < newest_schema() && !options.older_too)
      return error("was made by an older version of causa",
                   "run `causa store migrate --store " + path_.string() + "` once");
    return std::nullopt;
  }
  if (schema < newest_schema()) {
    if (std::optional<Error> error = migrate(options.actor)) return error;
  }
  if (!to_wal() || !execute("PRAGMA synchronous=FULL")) return error();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  return std::nullopt;
}

std::optional<Error> Connection::foreign_log() const {
  // A copy (VACUUM INTO) knows of no log; SQLite would take any that lies there for its own. The
  // log is asked for first: another process may be giving a new store its first.
  if (!log_holds_something(path_)) return std::nullopt;
  // Through SQLite, since to close a file of our own would drop this process's locks.
  constexpr sqlite3_int64 read_version_at = 19;
  unsigned char read_version = 0;
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file == nullptr || file->pMethods == nullptr ||
      file->pMethods->xRead(file, &read_version, 1, read_version_at) != SQLITE_OK ||
      read_version != 1)
    return std::nullopt;
  return error("is a copy, and beside it lies the log of another file, " + path_.string() + "-wal",
               "move that and -shm away; keep them if what was here before may hold more than the "
               "copy");
}

int Connection::wait(void* waiting, int times) {
  constexpr int pauses_ms[] = {1, 2, 5, 10, 15, 20, 25, 50};
  Waiting& it = *static_cast<Waiting*>(waiting);
  if (times == 0) it.waited_ms = 0;
  if (it.waited_ms >= it.at_most_ms && !(it.go_on && it.go_on())) return 0;
  const int last = static_cast<int>(std::size(pauses_ms)) - 1;
  it.waited_ms += sqlite3_sleep(pauses_ms[std::min(times, last)]);
  return 1;
}

std::optional<Error> Connection::prepare_session(const OpenOptions& options) {
  waiting_->at_most_ms = options.wait_ms;
  waiting_->go_on = options.go_on_waiting;
  sqlite3_busy_handler(handle(), &Connection::wait, waiting_.get());
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Until it is known to be a sound store: what is refused must not be changed by that.
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // foreign_keys: each row would look for its parents, which the same transaction has just written
  // or found, and that is a quarter of all that SQLite does for an assessment. Who writes asks for
  // what he can't know; `store check` looks for what points nowhere.
  // recursive_triggers: REPLACE would else delete rows without asking the triggers.
  const bool ready = execute(
      "PRAGMA foreign_keys=OFF; PRAGMA recursive_triggers=ON; PRAGMA cell_size_check=ON;"
      "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384");
  return ready ? std::nullopt : std::optional(error());
}

std::optional<Error> Connection::check_identity(bool& blank, std::int32_t& schema) {
  const std::optional<std::int64_t> application = number("PRAGMA application_id");
  if (!application) return error();
  const std::optional<std::int64_t> version = number("PRAGMA user_version");
  if (!version) return error();
  const std::optional<std::int64_t> objects = number("SELECT count(*) FROM sqlite_schema");
  if (!objects) return error();
  schema = static_cast<std::int32_t>(*version);
  const bool not_begun = *application == application_id && *version == 0;
  damaged_ = not_begun && number(holds_something) != 0;
  if (damaged_)
    return error("says that nothing was stored in it yet, and holds something",
                 "restore it from a backup");
  blank = not_begun || (*application == 0 && *version == 0 && *objects == 0);
  if (blank) return std::nullopt;
  if (*application != application_id)
    return not_a_store("is a database of another program", "name another file with --store");
  if (schema > newest_schema())
    return error("was made by a newer version of causa (schema " + std::to_string(schema) +
                     ", this program knows " + std::to_string(newest_schema()) + ")",
                 "update causa, or name another store with --store");
  return std::nullopt;
}

std::optional<Error> Connection::migrate(const Actor& actor) {
  Chain chain(*this, actor);
  Transaction transaction(*this);
  if (!transaction.begin()) return error();
  // Another process may have done it while this one waited.
  const std::optional<std::int64_t> version = number("PRAGMA user_version");
  if (!version) return error();
  if (*version == newest_schema()) return std::nullopt;
  if (*version == 0) {
    const std::optional<std::int64_t> tables = number("SELECT count(*) FROM sqlite_schema");
    if (!tables || (*tables == 0 && !execute(newest_sql()))) return error();
  } else {
    for (const Migration& migration : migrations())
      if (migration.number > *version && !execute(migration.sql)) return error();
  }
  const std::string marks = "PRAGMA application_id=" + std::to_string(application_id) +
                            "; PRAGMA user_version=" + std::to_string(newest_schema());
  if (!execute(marks.c_str())) return error();
  if (std::optional<Error> fault = begin_audit(*this, chain, *version)) return fault;
  if (!transaction.commit()) return error();
  if (const auto synced = chain.committed(); !synced) return synced.error();
  return std::nullopt;
}

bool Connection::to_wal() {
  // The change of mode doesn't always ask the busy handler, and where it does, nobody could read
  // meanwhile; so it is asked here.
  sqlite3_busy_handler(handle(), nullptr, nullptr);
  bool changed = execute("PRAGMA journal_mode=WAL");
  for (int times = 0; !changed && (sqlite3_errcode(handle()) & 0xff) == SQLITE_BUSY &&
                      wait(waiting_.get(), times) != 0;
       ++times)
    changed = execute("PRAGMA journal_mode=WAL");
  sqlite3_busy_handler(handle(), &Connection::wait, waiting_.get());
  return changed;
}

bool Connection::in_place() const {
  int moved = 0;
  return sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
         moved == 0;
}

bool Connection::execute(const char* sql) {
  return sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::optional<std::int64_t> Connection::number(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  std::optional<std::int64_t> value;
  if (sqlite3_prepare_v2(handle(), sql, -1, &statement, nullptr) != SQLITE_OK) return value;
  if (sqlite3_step(statement) == SQLITE_ROW) value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

Error Connection::error() const {
  return sqlite_error(path_, sqlite3_extended_errcode(handle()), sqlite3_errmsg(handle()),
                      sqlite3_system_errno(handle()));
}

Error Connection::error(std::string message, std::string cure) const {
  return {Fault::store, path_.string(), std::move(message), std::move(cure)};
}

Error Connection::damaged(std::string message) const {
  return error(std::move(message), damage_cure(path_));
}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after some failures (a full disk).
  if (open_ && sqlite3_get_autocommit(connection_.handle()) == 0)
    static_cast<void>(connection_.execute("ROLLBACK"));
}

bool Transaction::begin() { return open_ = connection_.execute("BEGIN IMMEDIATE"); }

bool Transaction::commit() {
  if (!connection_.execute("COMMIT")) return false;
  open_ = false;
  return true;
}

}  // namespace causa::store
