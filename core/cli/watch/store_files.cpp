// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/store_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "cli/overwriting.hpp"

namespace causa::cli::watch {

namespace {

bool is_database(const std::string& file) {
  using namespace std::string_view_literals;
  constexpr std::string_view head = "SQLite format 3\0"sv;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return false;
  char bytes[head.size()];
  const ssize_t size = ::read(descriptor, bytes, sizeof(bytes));
  ::close(descriptor);
  return size == static_cast<ssize_t>(head.size()) && std::string_view(bytes, head.size()) == head;
}

}  // namespace

bool is_of_some_store(const Settings& settings, const std::filesystem::path& file) {
  for (const std::string_view ending : {"", "-wal", "-shm", "-journal", ".audit"}) {
    const std::string name = file.string();
    if (!name.ends_with(ending)) continue;
    const std::string store = name.substr(0, name.size() - ending.size());
    // Not opened before it is sure that it is none of this run's: to close one drops its locks.
    if (belongs_to_store(settings, store) || is_database(store)) return true;
  }
  return false;
}

}  // namespace causa::cli::watch
