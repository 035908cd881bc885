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
  /// `things`: what is counted, many of them.
  explicit Progress(const char* things = "patients");
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Redraws at most ten times a second, and not before a second has passed. `total` 0: not known.
  /// `part` of `total` is how far it is: bytes, rows.
  void update(std::uint64_t count, std::uint64_t part, std::uint64_t total);

  /// Takes the bar away, so that a message can be written.
  void clear();

 private:
  const char* things_;
  bool enabled_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

}  // namespace causa::cli
