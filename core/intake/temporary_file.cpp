// SPDX-License-Identifier: Apache-2.0

#include "intake/temporary_file.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace causa::intake {

namespace {

/// A file without a name; some file systems need one for a moment.
int open_nameless(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
  std::string name = (folder / "causa-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

TemporaryFile::TemporaryFile(int file, std::filesystem::path folder)
    : file_(file), folder_(std::move(folder)) {}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      folder_(std::move(other.folder_)),
      size_(other.size_) {}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
  std::swap(file_, other.file_);
  folder_.swap(other.folder_);
  std::swap(size_, other.size_);
  return *this;
}

TemporaryFile::~TemporaryFile() {
  if (file_ >= 0) ::close(file_);
}

Error TemporaryFile::failed(std::string what, int code) const {
  return {Fault::usage, folder_.string(), std::move(what) + ": " + std::strerror(code),
          "make room there, or name another folder with --temporary-folder"};
}

Result<TemporaryFile> TemporaryFile::open(const std::filesystem::path& folder,
                                          std::uint64_t expected_bytes) {
  TemporaryFile opened(open_nameless(folder), folder);
  if (opened.file_ < 0) return opened.failed("no temporary file can be made there", errno);
  struct statvfs room = {};
  if (::fstatvfs(opened.file_, &room) == 0 &&
      std::uint64_t{room.f_bavail} * room.f_frsize < expected_bytes)
    return opened.failed("there is no room for " + std::to_string(expected_bytes >> 20) +
                             " MiB of what has to be joined by patient",
                         ENOSPC);
  return opened;
}

Result<void> TemporaryFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failed("can't write a temporary file", count < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    size_ += static_cast<std::uint64_t>(count);
  }
  return {};
}

Result<void> TemporaryFile::read(std::uint64_t from, char* into, std::size_t size) const {
  for (std::size_t got = 0; got < size;) {
    const ssize_t count = ::pread(file_, into + got, size - got, static_cast<off_t>(from + got));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failed("can't read a temporary file", count < 0 ? errno : EIO);
    got += static_cast<std::size_t>(count);
  }
  return {};
}

void TemporaryFile::release_before(std::uint64_t end) {
  [[maybe_unused]] const int done =
      ::fallocate(file_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(end));
}

}  // namespace causa::intake
