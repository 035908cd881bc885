// SPDX-License-Identifier: Apache-2.0

#include "base/stop.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace causa {

Stop::Stop() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Stop::~Stop() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Stop::ask() noexcept {
  const int code = errno;  // of the code that a signal interrupts
  asked_.store(true, std::memory_order_release);
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(descriptor_, &one, sizeof one);
  errno = code;
}

bool Stop::wait_for(int descriptor) const noexcept {
  pollfd waited[2] = {{descriptor, POLLIN, 0}, {descriptor_, POLLIN, 0}};
  while (!asked()) {
    const int ready = ::poll(waited, 2, -1);
    // What poll can't wait for, a read will tell.
    if (ready < 0 && errno != EINTR) return true;
    if (ready > 0 && waited[0].revents != 0) return !asked();
  }
  return false;
}

}  // namespace causa
