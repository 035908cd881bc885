// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/move.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/file.hpp"

namespace causa::cli::watch {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_extension = 16;

bool is_same_file(const char* a, const char* b) {
  struct stat first{};
  struct stat second{};
  return ::lstat(a, &first) == 0 && ::lstat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

/// For file systems that can't rename without replacing: a second name, then the first one taken
/// away. Killed in between, the file has both names, and the next call takes the first one away.
int move_by_link(const char* from, const char* to) {
  if (::link(from, to) != 0 && !(errno == EEXIST && is_same_file(from, to))) return errno;
  return ::unlink(from) == 0 ? 0 : errno;
}

/// For file systems that can't do that either. Another program that makes `to` between the two
/// calls would lose its file; nothing better is to be had there.
int move_by_look(const char* from, const char* to) {
  struct stat status{};
  if (::lstat(to, &status) == 0) return EEXIST;
  return ::rename(from, to) == 0 ? 0 : errno;
}

bool is_unsupported(int code) {
  return code == EINVAL || code == ENOSYS || code == EOPNOTSUPP || code == EPERM;
}

}  // namespace

Result<Moved> move_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  int code = 0;
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0)
    code = errno;
  if (code == EINVAL || code == ENOSYS) {
    code = move_by_link(from.c_str(), to.c_str());
    if (is_unsupported(code)) code = move_by_look(from.c_str(), to.c_str());
  }
  if (code == 0) return Moved::yes;
  if (code == EEXIST) return Moved::taken;
  struct stat status{};
  if (code == ENOENT && ::lstat(from.c_str(), &status) != 0 && errno == ENOENT) return Moved::gone;
  return system_error(to.parent_path(), "can't move a file here", code);
}

Result<void> sync(const std::filesystem::path& folder) {
  if (const int code = sync_folder(folder); code != 0)
    return system_error(folder, "can't write", code);
  return {};
}

Error system_error(const std::filesystem::path& folder, std::string_view action, int code) {
  const char* cure = "";
  if (code == ENOENT) cure = "make the folder";
  if (code == EACCES || code == EPERM || code == EROFS)
    cure = "give the user that runs causa the right to write there";
  if (code == ENOSPC || code == EDQUOT) cure = "make room";
  if (code == EXDEV)
    cure =
        "name a folder on the same file system as the one that is watched; files are moved, "
        "not copied";
  return {Fault::usage, folder.string(), std::string(action) + ": " + std::strerror(code), cure};
}

NameParts parts_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot > longest_extension)
    return {name, {}};
  return {name.substr(0, dot), name.substr(dot)};
}

std::string numbered(std::string_view stem, std::string_view extension, unsigned number) {
  std::string end(extension);
  if (number > 1) end.insert(0, "." + std::to_string(number));
  return std::string(stem.substr(0, longest_name - end.size())) + end;
}

}  // namespace causa::cli::watch
