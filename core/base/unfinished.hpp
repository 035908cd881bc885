// SPDX-License-Identifier: Apache-2.0
//
// A file or folder that grows beside its place, under NAME.unfinished-PID, and gets its name when
// it is whole; until then nobody takes it for what it isn't. Gone with this, unless it was named:
// whoever may be stopped by a signal returns instead of being ended by it. One thread. Each call
// gives 0, or what the system said.
#pragma once

#include <filesystem>

namespace causa {

class Unfinished {
 public:
  explicit Unfinished(std::filesystem::path place);
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Empty, for its owner only. EEXIST: it is there already.
  int make_file();
  int make_folder();

  /// Leaves it on the disk and gives it its name; replaces nothing (EEXIST).
  int name();

 private:
  std::filesystem::path place_, path_;
  bool made_ = false;
};

}  // namespace causa
