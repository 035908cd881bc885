// SPDX-License-Identifier: Apache-2.0
//
// A folder for one test, gone afterwards.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/store.hpp"

namespace causa::store_test {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "causa_store_XXXXXX").string();
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
