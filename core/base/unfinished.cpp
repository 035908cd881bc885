// SPDX-License-Identifier: Apache-2.0

#include "base/unfinished.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "base/file.hpp"
#include "base/rename_new.hpp"

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

int Unfinished::make(int (*at)(const std::filesystem::path& path)) {
  constexpr int most = 1000;
  const std::string first = path_.string();
  for (int number = 2;; ++number) {
    const int code = at(path_);
    made_ = code == 0;
    if (code != EEXIST || number > most) return code;
    path_ = first + "-" + std::to_string(number);
  }
}

int Unfinished::make_file() {
  return make([](const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return errno;
    ::close(descriptor);
    return 0;
  });
}

int Unfinished::make_folder() {
  return make([](const std::filesystem::path& path) {
    return ::mkdir(path.c_str(), 0700) == 0 ? 0 : errno;
  });
}

int Unfinished::name() {
  if (const int code = sync(path_); code != 0) return code;
  if (const int code = rename_new(path_, place_); code != 0) return code;
  made_ = false;
  if (const int code = sync_folder(place_.parent_path()); code != 0)
    warning_ = place_.string() + " is whole, but its folder can't be left on the disk (" +
               std::strerror(code) + "): a loss of power in the next seconds could take its name";
  return 0;
}

}  // namespace causa
