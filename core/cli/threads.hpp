// SPDX-License-Identifier: Apache-2.0
//
// The threads of one piece of work. Signals are left to the thread that starts them. The first
// exception of any of them is kept, the work is told to stop, and who takes its results is given
// the exception. One thread starts and joins; throw_failure() is for that one too.
#pragma once

#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace causa::cli {

class Threads {
 public:
  /// `stop` ends the work, and is called from a thread whose work failed.
  explicit Threads(std::function<void()> stop) : stop_(std::move(stop)) {}
  ~Threads() {
    stop_();
    join();
  }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  /// Throws std::runtime_error if the system gives no thread.
  void start(std::function<void()> work);

  /// Starts `count` threads with what `work` gives each, or as many as the system gives, at least
  /// one.
  void start_some(unsigned count, const std::function<std::function<void()>(unsigned)>& work);
  void join();

  /// Throws what a thread threw.
  void throw_failure();

 private:
  const std::function<void()> stop_;
  std::mutex mutex_;
  std::exception_ptr failure_;  ///< guarded
  std::vector<std::thread> threads_;
};

}  // namespace causa::cli
