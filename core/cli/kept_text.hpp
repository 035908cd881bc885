// SPDX-License-Identifier: Apache-2.0
//
// Text that can be written only at the end of a run, since something that isn't known yet comes
// first: in memory while it is little, then in a temporary file. If there can be none, or the disk
// is full, the rest is held in memory and a warning says so: nothing is lost. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "intake/temporary_file.hpp"

namespace causa::cli {

class KeptText {
 public:
  explicit KeptText(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(std::string_view text);

  /// Calls `take` for one piece after another. Throws std::system_error if the file can't be read.
  void write(const std::function<void(const std::string&)>& take) const;

 private:
  Result<void> move_to_file();

  std::filesystem::path folder_;
  std::optional<intake::TemporaryFile> file_;
  std::string held_;  ///< behind what is in the file
  bool failed_ = false;
};

}  // namespace causa::cli
