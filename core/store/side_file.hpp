// SPDX-License-Identifier: Apache-2.0
//
// STORE.audit, beside the store: number and hash of the last record of the audit that was reported
// as stored. It is written after the commit and before the report, and synced, so it is never ahead
// of what was on the disk: if the store has fewer records, some that were reported are lost.
//
// One line of 100 bytes, overwritten in place:
//
//     causa.audit/1 NUMBER HASH\n        20 decimal and 64 hexadecimal digits
//
// Several processes may write it; it only goes forward (flock). Belongs to one thread.
#pragma once

#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "store/audit.hpp"

namespace causa::store {

std::filesystem::path side_file_of(const std::filesystem::path& store);

/// Nothing: there is no such file. Error: it can't be read, or isn't what it should be.
Result<std::optional<ChainEnd>> read_side_file(const std::filesystem::path& store);

class SideFile {
 public:
  explicit SideFile(std::filesystem::path store) : store_(std::move(store)) {}
  SideFile(const SideFile&) = delete;
  SideFile& operator=(const SideFile&) = delete;
  ~SideFile();

  /// Makes the file (0600) if it isn't there, so that a full disk is met before the commit.
  Result<void> prepare();

  /// Writes and syncs, unless another process has written a later end. `back`: also if the end is
  /// before the one that is there, after a loss was noted.
  Result<void> advance(const ChainEnd& end, bool back);

 private:
  Result<void> open();
  [[nodiscard]] Error error(int code, const char* what) const;

  std::filesystem::path store_;
  int descriptor_ = -1;
};

}  // namespace causa::store
