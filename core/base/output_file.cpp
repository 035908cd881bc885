// SPDX-License-Identifier: Apache-2.0

#include "base/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <ctime>
#include <string>
#include <system_error>

#include "base/hash.hpp"

namespace causa {

namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40;  // as the system has it

/// The descriptor that "/dev/fd/3" and the like name. It is not opened again: as another file of
/// the same name it would begin at its start, over what was written there.
std::optional<int> own_descriptor(const fs::path& path) {
  std::error_code code;
  const fs::path folder = fs::canonical(fs::absolute(path, code).parent_path(), code);
  if (code || folder != fs::canonical("/proc/self/fd", code) || code) return std::nullopt;
  const std::string name = path.filename().string();
  int number = -1;
  const auto [end, trouble] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (trouble != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

struct Destination {
  fs::path file;                  ///< at the end of all links
  std::optional<int> descriptor;  ///< of the program
  mode_t kind = S_IFREG;          ///< of the file; regular too if there is none

  [[nodiscard]] bool is_replaced() const { return !descriptor && S_ISREG(kind); }
};

Destination destination_of(fs::path path) {
  for (int links = 0; links < most_links; ++links) {
    if (const auto descriptor = own_descriptor(path)) return {path, descriptor};
    std::error_code code;
    const fs::path target = fs::read_symlink(path, code);
    if (code) break;
    path = path.parent_path() / target;
  }
  struct stat status{};
  const bool is_there = ::lstat(path.c_str(), &status) == 0;
  return {path, std::nullopt, is_there ? status.st_mode : mode_t{S_IFREG}};
}

/// -1: errno says why; EINTR: a stop was asked for, and nobody reads the pipe.
int open_to_write(const Destination& to, const Stop* stop) {
  constexpr int flags = O_WRONLY | O_NOCTTY | O_CLOEXEC;
  if (stop == nullptr || !S_ISFIFO(to.kind)) return ::open(to.file.c_str(), flags);
  // The system tells nobody when a reader comes, but to who waits in open(), which no stop ends.
  constexpr timespec a_while{0, 20'000'000};
  while (true) {
    const int descriptor = ::open(to.file.c_str(), flags | O_NONBLOCK);
    if (descriptor >= 0) ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
    if (descriptor >= 0 || errno != ENXIO) return descriptor;
    if (stop->asked()) break;
    ::nanosleep(&a_while, nullptr);
  }
  errno = EINTR;
  return -1;
}

}  // namespace

Result<void> write_output(const fs::path& path, const std::function<void(const TakePiece&)>& write,
                          const Stop* stop) {
  const Destination to = destination_of(path);
  if (to.is_replaced()) return write_file_in_pieces(to.file, write);
  const int descriptor = to.descriptor ? *to.descriptor : open_to_write(to, stop);
  if (descriptor < 0 && errno == EINTR && S_ISFIFO(to.kind))
    return input_error(path.string(), "can't write: nobody reads this pipe, and a signal came",
                       "have somebody read it");
  int code = descriptor < 0 ? errno : write_pieces(descriptor, write);
  if (!to.descriptor && descriptor >= 0 && ::close(descriptor) != 0 && code == 0) code = errno;
  if (code != 0) return file_trouble(path, "write", code);
  return {};
}

Result<void> try_output(const fs::path& path) {
  const Destination to = destination_of(path);
  int code = 0;
  if (to.descriptor) {
    const int flags = ::fcntl(*to.descriptor, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) code = EBADF;
  } else if (to.is_replaced()) {
    const std::string beside = to.file.string() + "." + random_uuid();
    const int made = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) code = errno;
    if (made >= 0) ::close(made);
    if (made >= 0) ::unlink(beside.c_str());
  } else if (S_ISDIR(to.kind)) {
    code = EISDIR;
  } else if (S_ISLNK(to.kind)) {
    code = ELOOP;
  } else if (S_ISSOCK(to.kind)) {
    code = ENXIO;
  } else if (::faccessat(AT_FDCWD, to.file.c_str(), W_OK, AT_EACCESS) != 0) {
    code = errno;
  }
  if (code != 0) return file_trouble(path, "write", code);
  return {};
}

std::optional<fs::path> replaced_by_output(const fs::path& path) {
  const Destination to = destination_of(path);
  if (!to.is_replaced()) return std::nullopt;
  return to.file;
}

}  // namespace causa
