// SPDX-License-Identifier: Apache-2.0

#include "store/new_file.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "store/connection.hpp"
#include "store/image/image.hpp"

namespace causa::store {

namespace {

/// 0, or what the system said.
int write_synced(const std::string& path, std::string_view bytes) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
  int code = written < 0 ? errno : written < static_cast<ssize_t>(bytes.size()) ? ENOSPC : 0;
  if (code == 0 && ::fsync(descriptor) != 0) code = errno;
  ::close(descriptor);
  return code;
}

Error path_error(const std::filesystem::path& path, int code) {
  return sqlite_error(path, code == ENOSPC ? SQLITE_FULL : SQLITE_CANTOPEN, "", code);
}

std::optional<Error> make_folders(const std::filesystem::path& folder) {
  if (folder.empty() || ::access(folder.c_str(), F_OK) == 0) return std::nullopt;
  if (std::optional<Error> error = make_folders(folder.parent_path())) return error;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return path_error(folder, errno);
  return std::nullopt;
}

}  // namespace

std::optional<Error> lies_beside(const std::filesystem::path& path) {
  for (const char* ending : {"-wal", "-journal"}) {
    const std::string log = path.string() + ending;
    std::error_code none;
    if (const auto bytes = std::filesystem::file_size(log, none); none || bytes == 0) continue;
    // Another process may have made the store, and written to it, meanwhile.
    if (::access(path.c_str(), F_OK) == 0) return std::nullopt;
    return Error{
        Fault::store, log,
        "is what a store that was here left, and would be taken for a part of the new file",
        "put that store back in its place, or move this log away; it may hold what was "
        "stored last"};
  }
  return std::nullopt;
}

std::optional<Error> make_new_file(const std::filesystem::path& path) {
  // Not opened to see: to close it would drop the locks that another Store of this process holds.
  if (::access(path.c_str(), F_OK) == 0) return std::nullopt;
  if (std::optional<Error> error = lies_beside(path)) return error;
  if (std::optional<Error> error = make_folders(path.parent_path())) return error;
  const std::string beside = path.string() + "." + random_uuid();
  int code = write_synced(beside, empty_store());
  if (code == 0 && ::link(beside.c_str(), path.c_str()) != 0 && errno != EEXIST) code = errno;
  ::unlink(beside.c_str());
  // Where a file can't have two names, SQLite makes its own out of an empty one.
  if (code == EPERM || code == EOPNOTSUPP || code == ENOSYS) code = write_synced(path.string(), {});
  return code == 0 || code == EEXIST ? std::nullopt : std::optional(path_error(path, code));
}

}  // namespace causa::store
