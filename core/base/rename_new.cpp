// SPDX-License-Identifier: Apache-2.0

#include "base/rename_new.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace causa {

namespace {

bool is_same_file(const char* a, const char* b) {
  struct stat first{};
  struct stat second{};
  return ::lstat(a, &first) == 0 && ::lstat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

/// For file systems that can't rename without replacing: a second name, then the first one taken
/// away. Killed in between, the file has both names, and the next call takes the first one away.
int rename_by_link(const char* from, const char* to) {
  if (::link(from, to) != 0 && !(errno == EEXIST && is_same_file(from, to))) return errno;
  return ::unlink(from) == 0 ? 0 : errno;
}

/// For file systems that can't do that either, and for folders. Another program that makes `to`
/// between the two calls would lose its file; nothing better is to be had there.
int rename_by_look(const char* from, const char* to) {
  struct stat status{};
  if (::lstat(to, &status) == 0) return EEXIST;
  return ::rename(from, to) == 0 ? 0 : errno;
}

bool is_unsupported(int code) {
  return code == EINVAL || code == ENOSYS || code == EOPNOTSUPP || code == EPERM;
}

}  // namespace

int rename_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  const int code = rename_by_link(from.c_str(), to.c_str());
  return is_unsupported(code) ? rename_by_look(from.c_str(), to.c_str()) : code;
}

}  // namespace causa
