// SPDX-License-Identifier: Apache-2.0
//
// How a run ended: the exit codes of the contract. Several may apply; a signal comes first, then
// the first of 2, 4, 10, 1, 3, 5; all of them stand in a last line on standard error and in
// --summary.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "base/error.hpp"

namespace causa::cli {

enum class Exit : int {
  done = 0,
  input = 1,   ///< some input could not be assessed
  usage = 2,   ///< usage or configuration
  plugin = 3,  ///< a plugin was refused or failed
  store = 4,
  check = 5,   ///< a check found a fault
  alert = 10,  ///< an alert at or above --fail-on
  interrupted = 130,
  terminated = 143,
};

class Outcome {
 public:
  void add(Exit code) {
    if (code != Exit::done) codes_.insert(code);
  }
  void add(const Error& error);

  /// By the order of the contract; signals come first of all.
  [[nodiscard]] Exit code() const;

  /// "exit 1: some input could not be assessed; also 3: a plugin was refused or failed", or empty.
  [[nodiscard]] std::string line() const;

  [[nodiscard]] const std::set<Exit>& codes() const { return codes_; }

 private:
  std::set<Exit> codes_;
};

}  // namespace causa::cli
