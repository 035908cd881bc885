// SPDX-License-Identifier: Apache-2.0

#include "cli/interrupt.hpp"

#include <unistd.h>

#include <csignal>

namespace causa::cli {

namespace {
volatile std::sig_atomic_t seen = 0;
volatile std::sig_atomic_t reload = 0;

extern "C" void remember(int number) { seen = number; }
extern "C" void remember_reload(int /*number*/) { reload = 1; }
}  // namespace

void watch_signals() {
  struct sigaction action = {};
  action.sa_handler = remember;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  if (::isatty(STDERR_FILENO) == 1) return;
  action.sa_handler = remember_reload;
  action.sa_flags = SA_RESTART;
  sigaction(SIGHUP, &action, nullptr);
}

int signal_seen() { return seen; }

bool reload_asked() {
  if (reload == 0) return false;
  reload = 0;
  return true;
}

}  // namespace causa::cli
