// SPDX-License-Identifier: Apache-2.0

#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/hash.hpp"

namespace causa {

Error file_trouble(const std::filesystem::path& path, const char* action, int code) {
  std::string cure;
  if (code == ENOENT) cure = "check the path";
  if (code == EACCES || code == EPERM) cure = "check the permissions";
  return input_error(path.string(), std::string("can't ") + action + ": " + std::strerror(code),
                     cure);
}

namespace {

/// Of what the system says of a file, which may be wrong.
constexpr off_t most_reserved = off_t{1} << 26;

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return file_trouble(path, "read", errno);
  std::string bytes;
  struct stat info{};
  if (::fstat(descriptor, &info) == 0 && info.st_size > 0 && info.st_size < most_reserved)
    bytes.reserve(static_cast<std::size_t>(info.st_size));
  std::array<char, 65536> buffer;
  ssize_t count = 0;
  while ((count = ::read(descriptor, buffer.data(), buffer.size())) > 0)
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  const int code = errno;
  ::close(descriptor);
  if (count < 0) return file_trouble(path, "read", code);
  return bytes;
}

namespace {

/// 0, or what the system said.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

constexpr std::size_t written_together = std::size_t{1} << 18;

}  // namespace

int write_pieces(int descriptor, const std::function<void(const TakePiece&)>& write) {
  int code = 0;
  std::string held;
  const auto put = [&] {
    if (code == 0) code = write_all(descriptor, held);
    held.clear();
  };
  write([&](std::string_view piece) {
    held += piece;
    if (held.size() >= written_together) put();
  });
  put();
  return code;
}

Result<void> write_file_in_pieces(const std::filesystem::path& path,
                                  const std::function<void(const TakePiece&)>& write,
                                  unsigned mode) {
  const std::string beside = path.string() + "." + random_uuid();
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return file_trouble(path, "write", errno);
  int code = write_pieces(descriptor, write);
  if (code == 0 && ::fsync(descriptor) != 0) code = errno;
  if (::close(descriptor) != 0 && code == 0) code = errno;
  if (code == 0 && ::rename(beside.c_str(), path.c_str()) != 0) code = errno;
  if (code != 0) {
    ::unlink(beside.c_str());
    return file_trouble(path, "write", code);
  }
  return {};
}

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  return write_file_in_pieces(path, [&](const TakePiece& take) { take(bytes); }, mode);
}

int sync_folder(const std::filesystem::path& folder) {
  const int descriptor =
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const int code = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  // Some network file systems don't know this call for folders.
  return code == EINVAL || code == EOPNOTSUPP ? 0 : code;
}

}  // namespace causa
