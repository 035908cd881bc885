// SPDX-License-Identifier: Apache-2.0

#include "intake/input_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <utility>

#include "intake/folder.hpp"

namespace causa::intake {

namespace {

namespace fs = std::filesystem;

/// Regular files by device and inode, which all links to one share.
class Seen {
 public:
  /// False: it was there before. A pipe may give something else each time.
  bool add(const std::string& path) {
    struct stat status{};
    const int failed = path == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(path.c_str(), &status);
    return failed != 0 || !S_ISREG(status.st_mode) ||
           seen_.emplace(status.st_dev, status.st_ino).second;
  }

 private:
  std::set<std::pair<dev_t, ino_t>> seen_;
};

std::uint64_t size_of_all(const std::vector<std::string>& files) {
  std::uint64_t sum = 0;
  for (const std::string& path : files) {
    std::error_code code;
    const std::uintmax_t size = path == "-" ? 0 : fs::file_size(path, code);
    if (path == "-" || code) return 0;
    sum += size;
  }
  return sum;
}

}  // namespace

Result<InputFiles> find_files(std::span<const std::string> inputs) {
  InputFiles found;
  Seen seen;
  const auto add = [&](const std::string& path) {
    (seen.add(path) ? found.files : found.repeated).push_back(path);
  };
  for (const std::string& input : inputs) {
    std::error_code code;
    if (input != "-" && fs::is_directory(input, code)) {
      const Result<FolderFiles> listed = list_folder(input);
      if (listed.has_error()) return listed.error();
      for (const std::string& path : listed->inputs) add(path);
      found.passed_over.insert(found.passed_over.end(), listed->passed_over.begin(),
                               listed->passed_over.end());
    } else if (input == "-" || fs::exists(input, code)) {
      add(input);
    } else {
      return input_error(input, "no such file or folder", "check the path");
    }
  }
  found.bytes = size_of_all(found.files);
  return found;
}

std::FILE* open_file(const std::string& path, const Stop* stop) {
  struct stat status{};
  const bool may_wait =
      stop != nullptr && ::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
  if (!may_wait) return std::fopen(path.c_str(), "rb");
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return nullptr;
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  return ::fdopen(descriptor, "rb");
}

}  // namespace causa::intake
