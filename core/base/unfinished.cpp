// SPDX-License-Identifier: Apache-2.0

#include "base/unfinished.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "base/file.hpp"

namespace causa {

namespace {

int sync(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const int code = ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
  ::close(descriptor);
  return code;
}

}  // namespace

Unfinished::Unfinished(std::filesystem::path place)
    : place_(std::move(place)),
      path_(place_.string() + ".unfinished-" + std::to_string(::getpid())) {}

Unfinished::~Unfinished() {
  std::error_code ignored;
  if (made_) std::filesystem::remove_all(path_, ignored);
}

int Unfinished::make_file() {
  const int descriptor = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  ::close(descriptor);
  made_ = true;
  return 0;
}

int Unfinished::make_folder() {
  if (::mkdir(path_.c_str(), 0700) != 0) return errno;
  made_ = true;
  return 0;
}

int Unfinished::name() {
  if (const int code = sync(path_); code != 0) return code;
  if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, place_.c_str(), RENAME_NOREPLACE) != 0) {
    // Not every file system can refuse to replace; then a look has to do.
    if (errno != EINVAL) return errno;
    if (::access(place_.c_str(), F_OK) == 0) return EEXIST;
    if (::rename(path_.c_str(), place_.c_str()) != 0) return errno;
  }
  made_ = false;
  return sync_folder(place_.parent_path());
}

}  // namespace causa
