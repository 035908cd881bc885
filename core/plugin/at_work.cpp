// SPDX-License-Identifier: Apache-2.0

#include <signal.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <new>

#include "plugin/library.hpp"

namespace causa::plugin {

constinit thread_local const char* library_at_work = nullptr;

namespace {

constexpr std::size_t signal_stack_bytes = std::size_t{64} << 10;

std::atomic<bool> wanted{false};

/// Of the thread that made it; unless somebody gave it one before.
class SignalStack {
 public:
  SignalStack() {
    stack_t there{};
    if (::sigaltstack(nullptr, &there) != 0 || (there.ss_flags & SS_DISABLE) == 0) return;
    bytes_.reset(new (std::nothrow) std::byte[signal_stack_bytes]);
    if (!bytes_) return;
    stack_t own{};
    own.ss_sp = bytes_.get();
    own.ss_size = signal_stack_bytes;
    ::sigaltstack(&own, nullptr);
  }
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;
  ~SignalStack() {
    if (!bytes_) return;
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
  }

 private:
  std::unique_ptr<std::byte[]> bytes_;
};

}  // namespace

AtWork::AtWork(const char* module_id) : before_(library_at_work) {
  if (wanted.load(std::memory_order_relaxed)) {
    static thread_local const SignalStack stack;
    static_cast<void>(stack);
  }
  library_at_work = module_id;
}

AtWork::~AtWork() { library_at_work = before_; }

void give_signal_stacks() { wanted.store(true, std::memory_order_relaxed); }

}  // namespace causa::plugin
