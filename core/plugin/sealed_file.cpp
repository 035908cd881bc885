// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "plugin/descriptor.hpp"
#include "plugin/image.hpp"

namespace causa::plugin {

namespace {

constexpr off_t largest_file = off_t{256} << 20;

Error refused(const std::filesystem::path& path, std::string message, std::string cure) {
  return {Fault::plugin, path.string(), std::move(message), std::move(cure)};
}

Error system_refused(const std::filesystem::path& path, const char* action, int code) {
  return refused(path, fmt::format("can't be {}: {}", action, std::strerror(code)),
                 code == ENOENT ? "check the path" : "check the file and its permissions");
}

Result<void> check_file(const std::filesystem::path& path, const struct stat& status) {
  if (!S_ISREG(status.st_mode))
    return refused(path, "isn't a regular file", "name the file itself");
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return refused(path, "may be written by group or others, so anybody could have changed it",
                   "chmod go-w, after making sure that it is the file you mean");
  if (status.st_size > largest_file)
    return refused(path, "is larger than 256 MiB",
                   "a module is a few hundred KiB; name another file");
  return {};
}

bool copy(int from, char* to, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t count = ::read(from, to + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

Result<SealedFile> SealedFile::open(const std::filesystem::path& path) {
  // O_NONBLOCK: a FIFO must not hang the start.
  const Descriptor from(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (from.get() < 0) {
    if (errno == ELOOP)
      return refused(path, "is a symbolic link", "name the file that it points at");
    return system_refused(path, "opened", errno);
  }
  struct stat status{};
  if (::fstat(from.get(), &status) != 0) return system_refused(path, "looked at", errno);
  if (auto good = check_file(path, status); !good) return good.error();
  SealedFile file;
  file.path_ = path;
  file.size_ = static_cast<std::size_t>(status.st_size);
  if (file.size_ == 0) return file;
  if (auto done = file.seal(from.get()); !done) return done.error();
  return file;
}

Result<SealedFile> SealedFile::adopt(int descriptor, std::filesystem::path path) {
  SealedFile file;
  file.descriptor_ = descriptor;
  file.path_ = std::move(path);
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return system_refused(file.path_, "taken over", errno);
  file.size_ = static_cast<std::size_t>(status.st_size);
  if (auto done = file.map(); !done) return done.error();
  return file;
}

Result<void> SealedFile::seal(int from) {
  descriptor_ = ::memfd_create("causa-module", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  const bool sealing = descriptor_ >= 0 && ::ftruncate(descriptor_, static_cast<off_t>(size_)) == 0;
  if (!sealing && descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  // MAP_SHARED fills the memfd; without one the copy is private memory.
  const int flags = sealing ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS;
  void* memory = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, flags, descriptor_, 0);
  if (memory == MAP_FAILED) return system_refused(path_, "copied", errno);
  const bool copied = copy(from, static_cast<char*>(memory), size_);
  if (!sealing) {
    data_ = static_cast<const char*>(memory);
    ::mprotect(memory, size_, PROT_READ);
  } else {
    ::munmap(memory, size_);  // a writable mapping would forbid the seal
  }
  if (!copied) return refused(path_, "changed while it was read", "try again");
  return sealing ? add_seals() : Result<void>();
}

Result<void> SealedFile::add_seals() {
  if (::fcntl(descriptor_, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) !=
      0)
    return system_refused(path_, "sealed", errno);
  return map();
}

Result<void> SealedFile::map() {
  // Private: kernels before 6.7 refuse a shared mapping of a sealed file, even to read.
  void* memory = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor_, 0);
  if (memory == MAP_FAILED) return system_refused(path_, "read", errno);
  data_ = static_cast<const char*>(memory);
  return {};
}

Result<std::string> SealedFile::load_path() const {
  if (descriptor_ < 0) return path_.string();
  const int kept = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  if (kept < 0) return system_refused(path_, "loaded", errno);
  return fmt::format("/proc/self/fd/{}", kept);
}

SealedFile::SealedFile(SealedFile&& other) noexcept
    : path_(std::move(other.path_)),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

SealedFile& SealedFile::operator=(SealedFile&& other) noexcept {
  if (this == &other) return *this;
  release();
  path_ = std::move(other.path_);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  descriptor_ = std::exchange(other.descriptor_, -1);
  return *this;
}

SealedFile::~SealedFile() { release(); }

void SealedFile::release() noexcept {
  if (data_ != nullptr)
    ::munmap(const_cast<void*>(static_cast<const void*>(data_)), size_);  // NOLINT
  if (descriptor_ >= 0) ::close(descriptor_);
  data_ = nullptr;
  descriptor_ = -1;
}

}  // namespace causa::plugin
