// SPDX-License-Identifier: Apache-2.0

#include "cli/threads.hpp"

#include <pthread.h>

#include <csignal>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "base/memory_pages.hpp"

namespace causa::cli {

namespace {

/// Threads inherit what their starter blocks.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&blocked, number);
    pthread_sigmask(SIG_BLOCK, &blocked, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

void Threads::start(std::function<void()> work) {
  const SignalsBlocked blocked;
  const auto run = [this, work = std::move(work)] {
    use_large_pages();
    try {
      work();
    } catch (...) {
      {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
      }
      stop_();
    }
  };
  try {
    threads_.emplace_back(run);
  } catch (const std::system_error& error) {
    throw std::runtime_error(std::string("no thread can be started: ") + error.what());
  }
}

void Threads::start_some(unsigned count,
                         const std::function<std::function<void()>(unsigned)>& work) {
  start(work(0));
  for (unsigned i = 1; i < count; ++i) try {
      start(work(i));
    } catch (const std::runtime_error&) {
      return;  // the work is slower with fewer
    }
}

void Threads::join() {
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Threads::throw_failure() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace causa::cli
