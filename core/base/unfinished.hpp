// SPDX-License-Identifier: Apache-2.0
//
// A file or folder that grows beside its place, under NAME.unfinished-PID or, if that is taken,
// NAME.unfinished-PID-2 and so on, and gets its name when it is whole; until then nobody takes it
// for what it isn't. Gone with this, unless it was named: whoever may be stopped by a signal
// returns instead of being ended by it. One thread. Each call gives 0, or what the system said.
#pragma once

#include <filesystem>
#include <string>

namespace causa {

class Unfinished {
 public:
  explicit Unfinished(std::filesystem::path place);
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished();

  /// Where it grows, once it was made.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Empty, for its owner only.
  int make_file();
  int make_folder();

  /// Leaves it on the disk and gives it its name; replaces nothing (EEXIST).
  int name();

  /// What the system said when the name was to be left on the disk, too: a folder that takes files
  /// need not be readable. A sentence; empty: nothing.
  [[nodiscard]] const std::string& warning() const { return warning_; }

 private:
  /// Under the first of its names that isn't taken: a killed program of this number, of which a
  /// container has few, may have left one.
  int make(int (*at)(const std::filesystem::path& path));

  std::filesystem::path place_, path_;
  bool made_ = false;
  std::string warning_;
};

}  // namespace causa
