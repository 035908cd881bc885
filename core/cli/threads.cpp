// SPDX-License-Identifier: Apache-2.0

#include "cli/threads.hpp"

#include <pthread.h>

#include <csignal>
#include <utility>

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
  threads_.emplace_back([this, work = std::move(work)] {
    try {
      work();
    } catch (...) {
      {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
      }
      stop_();
    }
  });
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
