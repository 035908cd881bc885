// SPDX-License-Identifier: Apache-2.0
//
// A file that is being written under a name of its own and is moved to its place when it is whole.
// Taken away again unless it was kept. One thread.
#pragma once

#include <cstdio>
#include <filesystem>

#include "base/error.hpp"

namespace causa::cli::watch {

class StagedFile {
 public:
  /// Replaces what an earlier program left there. Error: Fault::usage; the place is the folder.
  static Result<StagedFile> open(const std::filesystem::path& path);

  StagedFile(StagedFile&& other) noexcept;
  StagedFile& operator=(StagedFile&&) = delete;
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;
  ~StagedFile();

  [[nodiscard]] std::FILE* stream() const { return stream_; }

  /// Closes it and leaves it on the disk, whole. Error: it is taken away.
  Result<void> keep();

 private:
  StagedFile(std::filesystem::path path, std::FILE* stream)
      : path_(std::move(path)), stream_(stream) {}

  std::filesystem::path path_;
  std::FILE* stream_;  ///< null: closed
};

}  // namespace causa::cli::watch
