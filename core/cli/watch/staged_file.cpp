// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/staged_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cli/watch/move.hpp"

namespace causa::cli::watch {

namespace {
constexpr unsigned answer_mode = 0660;  ///< of patients: the umask may take the group's rights
}

Result<StagedFile> StagedFile::open(const std::filesystem::path& path) {
  ::unlink(path.c_str());
  const int descriptor =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, answer_mode);
  if (descriptor < 0) return system_error(path.parent_path(), "can't write here", errno);
  std::FILE* stream = ::fdopen(descriptor, "wb");
  if (stream != nullptr) return StagedFile(path, stream);
  const int code = errno;
  ::close(descriptor);
  ::unlink(path.c_str());
  return system_error(path.parent_path(), "can't write here", code);
}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : path_(std::move(other.path_)), stream_(std::exchange(other.stream_, nullptr)) {}

StagedFile::~StagedFile() {
  if (stream_ == nullptr) return;
  std::fclose(stream_);
  ::unlink(path_.c_str());
}

Result<void> StagedFile::keep() {
  int code = std::fflush(stream_) == 0 && ::fsync(::fileno(stream_)) == 0 ? 0 : errno;
  if (std::fclose(std::exchange(stream_, nullptr)) != 0 && code == 0) code = errno;
  if (code == 0) return {};
  ::unlink(path_.c_str());
  return system_error(path_.parent_path(), "can't write here", code);
}

}  // namespace causa::cli::watch
