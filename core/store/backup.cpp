// SPDX-License-Identifier: Apache-2.0

#include "store/backup.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "store/connection.hpp"
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

/// The file that grows, gone unless it got its name.
class Unfinished {
 public:
  explicit Unfinished(const std::filesystem::path& copy)
      : path_(copy.string() + ".unfinished-" + std::to_string(::getpid())) {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    if (!named_) ::unlink(path_.c_str());
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// SQLite fills a file that is empty, and leaves its mode as it is.
  std::optional<Error> make() {
    const int descriptor = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return copy_error(path_, errno);
    ::close(descriptor);
    return std::nullopt;
  }

  std::optional<Error> name(const std::filesystem::path& copy) {
    if (std::optional<Error> error = sync(path_)) return error;
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, copy.c_str(), RENAME_NOREPLACE) != 0) {
      if (errno == EEXIST) return exists_error(copy);
      // Not every file system can refuse to replace; it was looked for at the start.
      if (errno != EINVAL || ::rename(path_.c_str(), copy.c_str()) != 0)
        return copy_error(copy, errno);
    }
    named_ = true;
    const std::filesystem::path folder = copy.parent_path();
    return sync(folder.empty() ? "." : folder);
  }

 private:
  static std::optional<Error> sync(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return copy_error(path, errno);
    const bool done = ::fsync(descriptor) == 0 || errno == EINVAL;
    const int code = errno;
    ::close(descriptor);
    return done ? std::nullopt : std::optional(copy_error(path, code));
  }

  std::filesystem::path path_;
  bool named_ = false;
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
std::optional<Error> check(const std::filesystem::path& path) {
  OpenOptions options;
  options.older_too = true;
  Result<Connection> connection = Connection::open(path, Mode::read_only, options);
  if (!connection) return connection.error();
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

Result<void> back_up(const std::filesystem::path& store, const std::filesystem::path& copy) {
  if (::access(copy.c_str(), F_OK) == 0) return exists_error(copy);
  OpenOptions options;
  options.older_too = true;
  Result<Connection> connection = Connection::open(store, Mode::read_only, options);
  if (!connection) return connection.error();
  Unfinished unfinished(copy);
  if (std::optional<Error> error = unfinished.make()) return *error;
  Statement statement(connection->handle(), "VACUUM INTO ?");
  // Absolute, or a name could be taken for a URI.
  if (!statement.run(std::filesystem::absolute(unfinished.path()).string()))
    return failure(*connection, copy);
  if (std::optional<Error> error = check(unfinished.path())) return *error;
  if (std::optional<Error> error = unfinished.name(copy)) return *error;
  return {};
}

}  // namespace causa::store
