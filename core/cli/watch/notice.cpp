// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/notice.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "cli/interrupt.hpp"

namespace causa::cli::watch {

namespace {

/// Blocks the signals that end a watch, so that one can't come between the look and the wait.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

  [[nodiscard]] const sigset_t& before() const { return before_; }

 private:
  sigset_t before_;
};

}  // namespace

Notice::Notice(const std::filesystem::path& folder, bool ask_system) {
  if (!ask_system) return;
  descriptor_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor_ < 0) return;
  if (::inotify_add_watch(descriptor_, folder.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR) >=
      0)
    return;
  ::close(descriptor_);
  descriptor_ = -1;
}

Notice::~Notice() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Notice::take(const std::function<void(std::string_view)>& moved_in) {
  if (descriptor_ < 0) return;
  alignas(inotify_event) std::array<char, 65536> buffer;
  ssize_t size = 0;
  while ((size = ::read(descriptor_, buffer.data(), buffer.size())) > 0) {
    for (ssize_t at = 0; at < size;) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      if ((event.mask & IN_MOVED_TO) != 0 && event.len > 0)
        moved_in(buffer.data() + at + sizeof event);
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
}

void Notice::wait_for(int descriptor, std::chrono::milliseconds longest) {
  const SignalsBlocked blocked;
  if (signal_seen() != 0) return;
  pollfd waited{.fd = descriptor, .events = POLLIN, .revents = 0};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(longest);
  const timespec time{.tv_sec = seconds.count(),
                      .tv_nsec = std::chrono::nanoseconds(longest - seconds).count()};
  ::ppoll(&waited, descriptor >= 0 ? 1 : 0, &time, &blocked.before());
}

}  // namespace causa::cli::watch
