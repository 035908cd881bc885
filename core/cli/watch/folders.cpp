// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/folders.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "cli/watch/move.hpp"

namespace causa::cli::watch {

namespace {

namespace fs = std::filesystem;

constexpr unsigned folder_mode = 0770;      ///< answers and inputs: never for others
constexpr unsigned own_folder_mode = 0700;  ///< what is being worked on

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

FileState to_state(const struct stat& status) {
  return {status.st_ino, static_cast<std::uint64_t>(status.st_size),
          std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Result<void> make_folder(const fs::path& folder, unsigned mode) {
  if (::mkdir(folder.c_str(), mode) == 0)
    return sync(folder.has_parent_path() ? folder.parent_path() : ".");
  const int code = errno;
  struct stat status{};
  if (code == EEXIST && ::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
  return system_error(folder, "can't make this folder", code == EEXIST ? ENOTDIR : code);
}

Result<fs::path> folder_of(const Settings& settings, const char* name, const fs::path& inbox) {
  const std::string& text = settings.text(name);
  const fs::path folder = text.empty() ? inbox / name : fs::path(text);
  if (auto made = make_folder(folder, folder_mode); !made) return made.error();
  std::error_code code;
  fs::path whole = fs::canonical(folder, code);
  if (code) return system_error(folder, "can't find this folder", code.value());
  if (whole == inbox)
    return Error{Fault::usage, fmt::format("--{}", name),
                 "is the folder that is watched; what is put there would be read as input",
                 "name another folder"};
  return whole;
}

/// A file is moved to `folder` and taken away again: rights, room and file system are as needed.
Result<void> try_out(const fs::path& own, const std::string& id, const fs::path& folder) {
  const fs::path from = own / "trial";
  const fs::path to = folder / (".causa-" + id);
  ::unlink(to.c_str());
  if (auto written = write_own(from, ""); !written) return written;
  const auto moved = move_new(from, to);
  ::unlink(from.c_str());
  ::unlink(to.c_str());
  if (!moved) return moved.error();
  return {};
}

/// What write_file() was writing when a program was killed.
void sweep(const fs::path& own) {
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(own, code)) {
    const std::string name = entry.path().filename().string();
    for (const std::string_view kept : {"journal.", "id.", "trial."})
      if (name.starts_with(kept)) ::unlink(entry.path().c_str());
  }
}

}  // namespace

std::optional<FileState> state_of(const fs::path& file) {
  struct stat status{};
  if (::lstat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return to_state(status);
}

Folders::Folders(Folders&& other) noexcept
    : inbox(std::move(other.inbox)),
      out(std::move(other.out)),
      done(std::move(other.done)),
      failed(std::move(other.failed)),
      acks(std::move(other.acks)),
      id(std::move(other.id)),
      lock_(std::exchange(other.lock_, -1)) {}

Folders::~Folders() {
  if (lock_ >= 0) ::close(lock_);
}

Result<Folders> Folders::open(const fs::path& folder, const Settings& settings) {
  Folders folders;
  std::error_code code;
  folders.inbox = fs::canonical(folder, code);
  if (!code && !fs::is_directory(folders.inbox, code)) code = {ENOTDIR, std::generic_category()};
  if (code) return system_error(folder, "can't watch this folder", code.value());
  for (const auto& own : {folders.own(), folders.claimed()})
    if (auto made = make_folder(own, own_folder_mode); !made) return made.error();
  if (auto locked = folders.take_lock(); !locked) return locked.error();
  sweep(folders.own());
  if (auto read = folders.read_id(); !read) return read.error();
  for (const auto& [name, path] : {std::pair{"out", &folders.out}, std::pair{"done", &folders.done},
                                   std::pair{"failed", &folders.failed}}) {
    auto found = folder_of(settings, name, folders.inbox);
    if (!found) return found.error();
    *path = std::move(*found);
  }
  if (!settings.text("acks").empty()) {
    auto found = folder_of(settings, "acks", folders.inbox);
    if (!found) return found.error();
    folders.acks = std::move(*found);
  }
  // Answers are written in their folder; only inputs are moved from folder to folder.
  for (const auto& path : {folders.done, folders.failed})
    if (auto tried = try_out(folders.own(), folders.id, path); !tried) return tried.error();
  for (const auto& path : {folders.out, folders.acks})
    if (!path.empty() && ::access(path.c_str(), W_OK | X_OK) != 0)
      return system_error(path, "can't write here", errno);
  return folders;
}

Result<void> Folders::take_lock() {
  const fs::path file = own() / "lock";
  lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock_ < 0) return system_error(own(), "can't write here", errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno == EWOULDBLOCK)
    return Error{Fault::usage, inbox.string(), "another causa watches this folder",
                 "stop it, or let it do the work"};
  return system_error(own(), "can't lock the file lock", errno);
}

Result<void> Folders::read_id() {
  const fs::path file = own() / "id";
  if (auto text = read_file(file); text && text->size() == 36) {
    id = *text;
    return {};
  }
  id = random_uuid();
  if (auto written = write_own(file, id); !written) return written;
  return sync(own());
}

bool Folders::in_place() const {
  struct stat held{};
  struct stat found{};
  return ::fstat(lock_, &held) == 0 && ::stat((own() / "lock").c_str(), &found) == 0 &&
         held.st_ino == found.st_ino && held.st_dev == found.st_dev;
}

Result<std::vector<ListedFile>> Folders::list(std::size_t& others) const {
  others = 0;
  const OpenFolder folder(::opendir(inbox.c_str()));
  if (!folder) return system_error(inbox, "can't read this folder", errno);
  std::vector<ListedFile> files;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(folder.get());
    if (entry == nullptr && errno != 0) return system_error(inbox, "can't read this folder", errno);
    if (entry == nullptr) return files;
    const std::string name = &entry->d_name[0];
    if (is_unfinished_name(name)) continue;
    struct stat status{};
    if (::fstatat(::dirfd(folder.get()), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISREG(status.st_mode))
      files.push_back({name, to_state(status)});
    else if (!S_ISDIR(status.st_mode))
      ++others;
  }
}

Result<fs::path> Folders::claimed_file() const {
  const OpenFolder folder(::opendir(claimed().c_str()));
  if (!folder) return system_error(claimed(), "can't read this folder", errno);
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(folder.get());
    if (entry == nullptr && errno != 0)
      return system_error(claimed(), "can't read this folder", errno);
    if (entry == nullptr) return fs::path();
    const std::string name = &entry->d_name[0];
    if (name != "." && name != "..") return claimed() / name;
  }
}

}  // namespace causa::cli::watch
