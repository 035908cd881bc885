// SPDX-License-Identifier: Apache-2.0
//
// Somebody wants the run to end: a signal, or a part of the run that failed. Whoever waits for
// bytes that may never come waits for this too. ask() may be called from any thread and from a
// signal handler. Owns its descriptor.
#pragma once

#include <atomic>

namespace causa {

class Stop {
 public:
  Stop();
  ~Stop();
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

  void ask() noexcept;

  [[nodiscard]] bool asked() const noexcept { return asked_.load(std::memory_order_acquire); }

  /// Waits until `descriptor` can be read, or is at its end. False: a stop was asked for.
  [[nodiscard]] bool wait_for(int descriptor) const noexcept;

 private:
  std::atomic<bool> asked_{false};
  int descriptor_;  ///< can be read once a stop was asked for; -1: the system had none left
};

}  // namespace causa
