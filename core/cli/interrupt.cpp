// SPDX-License-Identifier: Apache-2.0

#include "cli/interrupt.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string_view>

#include "plugin/library.hpp"
#include "plugin/worker/confinement.hpp"

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
extern "C" void say_whose(int /*number*/) {
  const char* const id = plugin::library_at_work;
  if (id == nullptr) return;
  // Nothing but system calls may be done here; what can't be written can't be helped.
  for (const std::string_view part :
       {std::string_view("causa: error: "), std::string_view(id),
        std::string_view(": its library crashed, and the program with it; --isolation worker runs "
                         "it where it takes down only itself\n")})
    static_cast<void>(!::write(STDERR_FILENO, part.data(), part.size()));
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

void name_crashed_library() {
  if (plugin::worker::is_sanitized()) return;
  struct sigaction action = {};
  action.sa_handler = say_whose;
  // What crashed is done again when the handler is done, and then ends the program as it would
  // have.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT})
    sigaction(number, &action, nullptr);
}

int signal_seen() { return seen; }

bool reload_asked() { return reload.exchange(false); }

}  // namespace causa::cli
