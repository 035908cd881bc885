// SPDX-License-Identifier: Apache-2.0

#include "cli/interrupt.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "plugin/library.hpp"
#include "plugin/worker/confinement.hpp"

namespace causa::cli {

namespace {

std::atomic<int> seen{0};
std::atomic<bool> reload{false};
std::atomic<bool> finished{false};
pid_t program = 0;
std::atomic<Stop*> to_stop{nullptr};
std::atomic<const char*> crash_mark{nullptr};
static_assert(std::atomic<Stop*>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void remember(int number) {
  seen = number;
  if (Stop* stop = to_stop) stop->ask();
}

/// Of the library that this thread is in; null: nobody knows which. Nothing but system calls may be
/// done here; what can't be written can't be helped.
void say_whose(const char* id, std::string_view what_it_did) {
  for (const std::string_view part :
       {std::string_view("causa: error: "), std::string_view(id != nullptr ? id : "a module"),
        std::string_view(": its library "), what_it_did,
        std::string_view("; --isolation worker runs it where it takes down only itself\n")})
    static_cast<void>(!::write(STDERR_FILENO, part.data(), part.size()));
}

/// As above, nothing but system calls.
void leave_mark(const char* id) {
  const char* const file = crash_mark;
  if (file == nullptr) return;
  const int descriptor = ::open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return;
  const std::string_view name(id != nullptr ? id : "");
  static_cast<void>(!::write(descriptor, name.data(), name.size()));
  ::fsync(descriptor);
  ::close(descriptor);
}

/// The mark comes first: whoever reads the words may have gone, or may not be reading.
extern "C" void say_who_crashed(int number, siginfo_t* how, void* /*context*/) {
  // Sent by somebody else, it is no fault of a library, nor of what is being read.
  const bool is_sent = how->si_code <= 0 && how->si_pid != ::getpid();
  if (!is_sent) {
    const char* const id = plugin::library_at_work;
    leave_mark(id);
    if (id != nullptr) say_whose(id, "crashed, and the program with it");
  }
  // What was sent, or came from abort(), doesn't come again of itself. The handler is reset and
  // the signal blocked until it returns.
  ::raise(number);
}

/// A library that calls exit() would end the program as if all were done. Children that try a
/// library end with its own code.
void end_unfinished() {
  if (finished || ::getpid() != program) return;
  leave_mark(plugin::library_at_work);
  say_whose(plugin::library_at_work, "ended the program before it was done");
  std::fflush(stdout);
  ::_exit(static_cast<int>(Exit::plugin));
}

extern "C" void remember_reload(int /*number*/) { reload = true; }

}  // namespace

void watch_signals(Stop* stop) {
  to_stop = stop;
  struct sigaction action = {};
  action.sa_handler = remember;
  // What waits for input is told by the stop or asks again; what waits to write is not to fail.
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  if (::isatty(STDERR_FILENO) == 1) return;
  action.sa_handler = remember_reload;
  action.sa_flags = SA_RESTART;
  sigaction(SIGHUP, &action, nullptr);
}

void stop_at_hangup() {
  if (::isatty(STDERR_FILENO) != 1) return;
  struct sigaction action = {};
  // nohup
  if (sigaction(SIGHUP, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESTART;
  sigaction(SIGHUP, &action, nullptr);
}

void name_library_that_ends_it() {
  program = ::getpid();
  std::atexit(end_unfinished);
  if (plugin::worker::is_sanitized()) return;
  struct sigaction action = {};
  action.sa_sigaction = say_who_crashed;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_ONSTACK | SA_SIGINFO;
  plugin::give_signal_stacks();
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT})
    sigaction(number, &action, nullptr);
}

CrashMark::CrashMark(std::filesystem::path file) : file_(std::move(file)) {
  crash_mark = file_.c_str();
}

CrashMark::~CrashMark() { crash_mark = nullptr; }

void finish() { finished = true; }

int signal_seen() { return seen; }

Exit exit_by_signal() {
  if (seen == 0) return Exit::done;
  return seen == SIGINT ? Exit::interrupted : Exit::terminated;
}

bool reload_asked() { return reload.exchange(false); }

}  // namespace causa::cli
