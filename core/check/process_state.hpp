// SPDX-License-Identifier: Apache-2.0
//
// What a library must leave as it found it: threads, descriptors, signal handlers and which signals
// wait, timers, locale, umask, current folder, environment, how numbers are calculated, output.
// Linux. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace causa::check {

class ProcessState {
 public:
  static ProcessState now();

  /// "starts a thread", "sets the locale to C.UTF-8", ...; empty: nothing has changed.
  [[nodiscard]] std::string changed_since(const ProcessState& before) const;

 private:
  std::size_t threads_ = 0;
  std::map<std::string, std::string> descriptors_;     ///< by number: what it is
  std::vector<std::pair<const void*, int>> handlers_;  ///< with their flags
  std::vector<bool> blocked_;                          ///< by signal
  bool timed_ = false;                                 ///< a timer will send a signal
  std::string locale_, folder_;
  const void* thread_locale_ = nullptr;
  unsigned mask_ = 0;
  std::vector<std::string> environment_;
  int rounding_ = 0;
  unsigned floats_ = 0;  ///< what traps, and what is flushed to zero
  std::uint64_t written_ = 0;
};

}  // namespace causa::check
