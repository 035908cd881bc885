// SPDX-License-Identifier: Apache-2.0
//
// A folder for one test, gone afterwards.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "store/store.hpp"

namespace causa::store_test {

/// Where folders are made: in memory, where it holds enough, unless TMPDIR names another place. On
/// a disk a store waits at each commit, which is the same to every test: what is killed leaves the
/// same in memory, and where the power is cut the disk is another one (unsynced_disk.hpp).
inline std::filesystem::path quick_folder() {
  const std::filesystem::path memory = "/dev/shm";
  std::error_code error;
  const auto room = std::filesystem::space(memory, error);
  const bool holds_enough = !error && room.available >= std::uintmax_t{1} << 30;
  return std::getenv("TMPDIR") == nullptr && holds_enough && ::access(memory.c_str(), W_OK) == 0
             ? memory
             : std::filesystem::temp_directory_path();
}

class Folder {
 public:
  Folder() {
    std::string pattern = (quick_folder() / "causa_store_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file() const { return path_ / "causa.db"; }

  store::Store open(store::Mode mode = store::Mode::create) const {
    return store::Store::open(file(), mode).value();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace causa::store_test
