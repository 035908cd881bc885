// SPDX-License-Identifier: Apache-2.0
//
// The file NAME.reason.txt beside an input of which something could not be assessed: for each
// patient what is wrong, where, and the cure. It holds no identifier of a patient and no name of a
// file. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/summary.hpp"

namespace causa::cli::watch {

class Reason {
 public:
  /// Errors name this file as their place; the reason says "the file" instead.
  explicit Reason(const std::filesystem::path& file) : file_(file.string()) {}

  void add(const Error& error);

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::string text(const Counts& counts) const;

 private:
  [[nodiscard]] std::string without_path(std::string text) const;

  std::string file_;
  std::vector<Error> errors_;  ///< the first ones; all are counted
  std::uint64_t count_ = 0;
};

/// What stands beside an input that the program crashed over. `id`: of the module whose library did
/// it; empty: nobody knows.
std::string crash_text(const std::string& id);

}  // namespace causa::cli::watch
