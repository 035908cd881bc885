// SPDX-License-Identifier: Apache-2.0

#include "cli/interrupt.hpp"

#include <csignal>

namespace causa::cli {

namespace {
volatile std::sig_atomic_t seen = 0;

extern "C" void remember(int number) { seen = number; }
}  // namespace

void watch_signals() {
  struct sigaction action = {};
  action.sa_handler = remember;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int signal_seen() { return seen; }

}  // namespace causa::cli
