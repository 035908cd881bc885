// SPDX-License-Identifier: Apache-2.0

#include "store/backup.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/unfinished.hpp"
#include "store/connection.hpp"
#include "store/loss.hpp"
#include "store/new_file.hpp"
#include "store/side_file.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

Error copy_error(const std::filesystem::path& path, int code) {
  return {Fault::store, path.string(), std::string("can't be written: ") + std::strerror(code),
          "name a file in a folder that you may write to, on a disk with room"};
}

Error exists_error(const std::filesystem::path& path) {
  return {Fault::store, path.string(), "is there already; a backup overwrites nothing",
          "name another file, or move that one away"};
}

/// While it lives, what the connection does ends with SQLITE_INTERRUPT once it is to stop.
class Stoppable {
 public:
  Stoppable(Connection& connection, const std::function<bool()>& stopped)
      : connection_(connection) {
    constexpr int steps = 10'000;  // of SQLite's machine: some fractions of a millisecond
    if (!stopped) return;
    sqlite3_progress_handler(
        connection_.handle(), steps,
        [](void* asked) { return (*static_cast<const std::function<bool()>*>(asked))() ? 1 : 0; },
        const_cast<std::function<bool()>*>(&stopped));
  }
  Stoppable(const Stoppable&) = delete;
  Stoppable& operator=(const Stoppable&) = delete;
  ~Stoppable() { sqlite3_progress_handler(connection_.handle(), 0, nullptr, nullptr); }

 private:
  Connection& connection_;
};

/// The store is only read, so what can't be written is the copy.
Error failure(const Connection& connection, const std::filesystem::path& copy) {
  const int code = sqlite3_extended_errcode(connection.handle());
  if ((code & 0xff) == SQLITE_FULL) return copy_error(copy, ENOSPC);
  const bool of_writing =
      code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_TRUNCATE;
  if (of_writing) return copy_error(copy, sqlite3_system_errno(connection.handle()));
  return connection.error();
}

/// A copy that nobody has read is a hope.
std::optional<Error> check(const std::filesystem::path& path,
                           const std::function<bool()>& stopped) {
  OpenOptions options;
  options.older_too = true;
  Result<Connection> connection = Connection::open(path, Mode::read_only, options);
  if (!connection) return connection.error();
  const Stoppable stoppable(*connection, stopped);
  Statement statement(connection->handle(), "PRAGMA integrity_check(1)");
  Cursor cursor(statement);
  std::string found;
  if (cursor.next()) cursor.read(found);
  if (cursor.failed()) return connection->error();
  if (found == "ok") return std::nullopt;
  return connection->error("the copy is damaged: " + found,
                           "look at the store with `causa store check`, and at the disk");
}

}  // namespace

Result<BackUp> back_up(const std::filesystem::path& store, const std::filesystem::path& copy,
                       const std::function<bool()>& stopped) {
  if (::access(copy.c_str(), F_OK) == 0) return exists_error(copy);
  if (std::optional<Error> error = lies_beside(copy)) return *error;
  OpenOptions options;
  options.older_too = true;
  Result<Connection> connection = Connection::open(store, Mode::read_only, options);
  if (!connection) return connection.error();
  const auto reported = read_side_file(connection->path());
  // SQLite fills a file that is empty, and leaves its mode as it is.
  Unfinished unfinished(copy);
  if (const int code = unfinished.make_file(); code != 0) return copy_error(copy, code);
  const Stoppable stoppable(*connection, stopped);
  Statement statement(connection->handle(), "VACUUM INTO ?");
  // Absolute, or a name could be taken for a URI.
  if (!statement.run(std::filesystem::absolute(unfinished.path()).string()))
    return failure(*connection, copy);
  if (std::optional<Error> error = check(unfinished.path(), stopped)) return *error;
  if (const int code = unfinished.name(); code != 0)
    return code == EEXIST ? exists_error(copy) : copy_error(copy, code);
  std::string warning = unfinished.warning();
  if (!reported && warning.empty())
    warning = "whether anything is missing in it can't be told: " + reported.error().place + ": " +
              reported.error().message;
  return BackUp{std::move(warning), known_loss(*connection, reported)};
}

}  // namespace causa::store
