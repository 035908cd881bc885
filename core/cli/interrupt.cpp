// SPDX-License-Identifier: Apache-2.0

#include "cli/interrupt.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace causa::cli {

namespace {

std::atomic<int> seen{0};
std::atomic<bool> reload{false};
std::atomic<Stop*> to_stop{nullptr};
static_assert(std::atomic<Stop*>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void remember(int number) {
  seen = number;
  if (Stop* stop = to_stop) stop->ask();
}
extern "C" void remember_reload(int /*number*/) { reload = true; }

}  // namespace

void watch_signals(Stop* stop) {
  to_stop = stop;
  struct sigaction action = {};
  action.sa_handler = remember;
  // What waits for input is told by the stop; what waits to write is not to fail.
  action.sa_flags = static_cast<int>(SA_RESETHAND) | (stop != nullptr ? SA_RESTART : 0);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  if (::isatty(STDERR_FILENO) == 1) return;
  action.sa_handler = remember_reload;
  action.sa_flags = SA_RESTART;
  sigaction(SIGHUP, &action, nullptr);
}

int signal_seen() { return seen; }

bool reload_asked() { return reload.exchange(false); }

}  // namespace causa::cli
