// SPDX-License-Identifier: Apache-2.0
//
// A progress bar on standard error with rate and time left, for long work on a terminal; nothing in
// a pipe. One thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace causa::cli {

class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Redraws at most ten times a second, and not before a second has passed. `total` 0: not known.
  void update(std::uint64_t patients, std::uint64_t bytes, std::uint64_t total);

  /// Takes the bar away, so that a message can be written.
  void clear();

 private:
  bool enabled_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

}  // namespace causa::cli
