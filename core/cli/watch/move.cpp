// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/move.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/file.hpp"
#include "base/rename_new.hpp"

namespace causa::cli::watch {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_extension = 16;

}  // namespace

Result<Moved> move_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  const int code = rename_new(from, to);
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

Result<void> write_own(const std::filesystem::path& file, std::string_view text) {
  if (auto written = write_file(file, text, 0600); !written)
    return Error{Fault::usage, file.parent_path().string(), written.error().message,
                 written.error().cure};
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
