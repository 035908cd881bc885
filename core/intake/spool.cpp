// SPDX-License-Identifier: Apache-2.0

#include "intake/spool.hpp"

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

Spool::Spool(int file, std::filesystem::path folder, std::size_t parts)
    : file_(file), folder_(std::move(folder)), parts_(parts) {}

Spool::Spool(Spool&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      folder_(std::move(other.folder_)),
      parts_(std::move(other.parts_)),
      blocks_(other.blocks_) {}

Spool::~Spool() {
  if (file_ >= 0) ::close(file_);
}

Error Spool::failed(std::string what, int code) const {
  return {Fault::usage, folder_.string(), std::move(what) + ": " + std::strerror(code),
          "make room there, or name another folder with --temporary-folder"};
}

Result<Spool> Spool::open(const std::filesystem::path& folder, std::size_t parts,
                          std::uint64_t expected_bytes) {
  Spool spool(open_nameless(folder), folder, parts);
  if (spool.file_ < 0) return spool.failed("no temporary file can be made there", errno);
  struct statvfs room = {};
  if (::fstatvfs(spool.file_, &room) == 0 &&
      std::uint64_t{room.f_bavail} * room.f_frsize < expected_bytes)
    return spool.failed("there is no room for " + std::to_string(expected_bytes >> 20) +
                            " MiB of what has to be joined over lines",
                        ENOSPC);
  return spool;
}

Result<void> Spool::write(std::string_view block) {
  std::uint64_t at = blocks_ * block_bytes;
  while (!block.empty()) {
    const ssize_t count = ::pwrite(file_, block.data(), block.size(), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("can't write a temporary file", errno);
    block.remove_prefix(static_cast<std::size_t>(count));
    at += static_cast<std::uint64_t>(count);
  }
  return {};
}

Result<void> Spool::add(std::size_t part, std::string_view bytes) {
  Part& it = parts_[part];
  while (!bytes.empty()) {
    const std::string_view some = bytes.substr(0, block_bytes - it.held.size());
    it.held.append(some);
    bytes.remove_prefix(some.size());
    if (it.held.size() < block_bytes) break;
    if (auto written = write(it.held); !written) return written;
    it.blocks.push_back(blocks_++);
    it.held.clear();
  }
  return {};
}

Result<std::string> Spool::read(std::size_t part, std::size_t padding) const {
  const Part& it = parts_[part];
  std::string bytes;
  bytes.reserve(it.blocks.size() * block_bytes + it.held.size() + padding);
  bytes.resize(it.blocks.size() * block_bytes);
  for (std::size_t i = 0; i < it.blocks.size(); ++i) {
    char* into = bytes.data() + i * block_bytes;
    for (std::size_t got = 0; got < block_bytes;) {
      const ssize_t count = ::pread(file_, into + got, block_bytes - got,
                                    static_cast<off_t>(it.blocks[i] * block_bytes + got));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return failed("can't read a temporary file", count < 0 ? errno : EIO);
      got += static_cast<std::size_t>(count);
    }
  }
  bytes.append(it.held);
  bytes.append(padding, '\0');
  return bytes;
}

}  // namespace causa::intake
