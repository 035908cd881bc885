// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "plugin/descriptor.hpp"
#include "plugin/image.hpp"
#include "plugin/rights.hpp"

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
  if (const auto unsafe = unsafe_rights(status, ::geteuid(), Sticky::refused))
    return refused(path, unsafe->message, unsafe->cure);
  if (status.st_size > largest_file)
    return refused(path, "is larger than 256 MiB",
                   "a module is a few hundred KiB; name another file");
  return {};
}

bool read_all(int from, char* to, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t count = ::read(from, to + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

bool write_all(int to, const char* from, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t count = ::write(to, from + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
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
  if (descriptor_ < 0) memfd_error_ = errno;
  const bool sealing = descriptor_ >= 0 && ::ftruncate(descriptor_, static_cast<off_t>(size_)) == 0;
  if (!sealing && descriptor_ >= 0) {
    memfd_error_ = errno;
    ::close(std::exchange(descriptor_, -1));
  }
  if (!sealing) return keep_in_memory(from);
  // By way of a few pages: of a mapping each page would be met for the first time.
  std::array<char, 32768> part;
  for (std::size_t done = 0; done < size_; done += part.size()) {
    const std::size_t count = std::min(part.size(), size_ - done);
    if (!read_all(from, part.data(), count))
      return refused(path_, "changed while it was read", "try again");
    if (!write_all(descriptor_, part.data(), count)) return system_refused(path_, "copied", errno);
  }
  return add_seals();
}

Result<void> SealedFile::keep_in_memory(int from) {
  void* memory = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return system_refused(path_, "copied", errno);
  data_ = static_cast<const char*>(memory);
  if (!read_all(from, static_cast<char*>(memory), size_))
    return refused(path_, "changed while it was read", "try again");
  ::mprotect(memory, size_, PROT_READ);
  return {};
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

Result<Loadable> SealedFile::loadable() const {
  if (descriptor_ < 0)
    return private_copy(
        fmt::format("this system gives no sealed memory ({})", std::strerror(memfd_error_)));
  const int kept = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  if (kept < 0) return system_refused(path_, "loaded", errno);
  std::string path = fmt::format("/proc/self/fd/{}", kept);
  if (::access(path.c_str(), R_OK) == 0) return Loadable(std::move(path), {});
  ::close(kept);
  return private_copy("/proc can't be read, through which sealed memory is loaded");
}

/// In a folder of its own that nobody else may enter, and gone as soon as it is loaded.
Result<Loadable> SealedFile::private_copy(std::string why) const {
  const auto failed = [&](int code) {
    return refused(path_,
                   fmt::format("can't be loaded safely: {}, and no private copy can be made: {}",
                               why, std::strerror(code)),
                   "mount /proc, or set TMPDIR to a folder that can be written");
  };
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "causa-module-XXXXXX");
  if (error || ::mkdtemp(folder.data()) == nullptr) return failed(error ? error.value() : errno);
  Loadable copy(std::filesystem::path(folder) / path_.filename(), std::move(why));
  const Descriptor to(::open(copy.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0500));
  if (to.get() < 0) return failed(errno);
  if (!write_all(to.get(), data_, size_)) return failed(errno);
  return copy;
}

Loadable::~Loadable() {
  if (why_not_sealed_.empty() || path_.empty()) return;
  std::error_code error;
  std::filesystem::remove_all(path_.parent_path(), error);
}

SealedFile::SealedFile(SealedFile&& other) noexcept
    : path_(std::move(other.path_)),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      memfd_error_(other.memfd_error_) {}

SealedFile& SealedFile::operator=(SealedFile&& other) noexcept {
  if (this == &other) return *this;
  release();
  path_ = std::move(other.path_);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  descriptor_ = std::exchange(other.descriptor_, -1);
  memfd_error_ = other.memfd_error_;
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
