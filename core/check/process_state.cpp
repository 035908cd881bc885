// SPDX-License-Identifier: Apache-2.0

#include "check/process_state.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <locale.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <cfenv>
#include <clocale>
#include <csignal>
#include <filesystem>
#include <iterator>

#include "check/child.hpp"

namespace causa::check {

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> open_descriptors() {
  std::map<std::string, std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd", error)) {
    const fs::path target = fs::read_symlink(entry.path(), error);
    // The iterator's own descriptor, and the copies of itself that the loader keeps open.
    if (error || target.string().find("/fd") != std::string::npos ||
        target.string().starts_with("/memfd:causa-module"))
      continue;
    found[entry.path().filename().string()] = target.string();
  }
  return found;
}

std::vector<std::pair<const void*, int>> signal_handlers() {
  std::vector<std::pair<const void*, int>> handlers;
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action{};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    handlers.emplace_back(reinterpret_cast<const void*>(action.sa_handler), action.sa_flags);
  }
  return handlers;
}

/// Of this thread.
std::vector<bool> blocked_signals() {
  sigset_t blocked;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  std::vector<bool> found;
  for (int signal = 1; signal < NSIG; ++signal)
    found.push_back(::sigismember(&blocked, signal) == 1);
  return found;
}

bool has_timer() {
  for (const auto which : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
    itimerval timer{};
    if (::getitimer(which, &timer) == 0 &&
        (timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0))
      return true;
  }
  return false;
}

/// Without what only tells that something has happened.
unsigned float_control() {
#if defined(__x86_64__)
  constexpr unsigned happened = 0x3f;
  return __builtin_ia32_stmxcsr() & ~happened;
#else
  return static_cast<unsigned>(::fegetexcept());
#endif
}

}  // namespace

ProcessState ProcessState::now() {
  ProcessState state;
  std::error_code error;
  state.threads_ = static_cast<std::size_t>(
      std::distance(fs::directory_iterator("/proc/self/task", error), fs::directory_iterator()));
  state.descriptors_ = open_descriptors();
  state.handlers_ = signal_handlers();
  state.blocked_ = blocked_signals();
  state.timed_ = has_timer();
  state.locale_ = std::setlocale(LC_ALL, nullptr);
  state.thread_locale_ = ::uselocale(nullptr);
  state.folder_ = fs::current_path(error).string();
  state.mask_ = ::umask(0);
  ::umask(state.mask_);
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
    state.environment_.emplace_back(*entry);
  state.rounding_ = std::fegetround();
  state.floats_ = float_control();
  state.written_ = written_bytes();
  return state;
}

std::string ProcessState::changed_since(const ProcessState& before) const {
  std::vector<std::string> changes;
  if (threads_ > before.threads_)
    changes.push_back(threads_ - before.threads_ == 1 ? "starts a thread" : "starts threads");
  for (const auto& [number, target] : descriptors_)
    if (!before.descriptors_.contains(number))
      changes.push_back(fmt::format("leaves a descriptor open ({})", target));
  for (const auto& [number, target] : before.descriptors_)
    if (!descriptors_.contains(number)) changes.push_back("closes a descriptor of the host");
  if (handlers_ != before.handlers_) changes.emplace_back("changes a signal handler");
  if (blocked_ != before.blocked_) changes.emplace_back("changes which signals are blocked");
  if (timed_ && !before.timed_) changes.emplace_back("leaves a timer running");
  if (locale_ != before.locale_)
    changes.push_back(fmt::format("sets the locale from {} to {}", before.locale_, locale_));
  if (thread_locale_ != before.thread_locale_) changes.emplace_back("sets a locale for the thread");
  if (mask_ != before.mask_) changes.emplace_back("changes the umask");
  if (folder_ != before.folder_) changes.emplace_back("changes the current folder");
  if (environment_ != before.environment_) changes.emplace_back("changes the environment");
  if (rounding_ != before.rounding_)
    changes.emplace_back("changes how numbers are rounded");
  else if (floats_ != before.floats_)
    changes.emplace_back(
        "changes how numbers are calculated (exceptions, or numbers next to zero; -ffast-math "
        "does that when it links)");
  if (written_ > before.written_)
    changes.emplace_back("writes to standard output or standard error");
  return fmt::format("{}", fmt::join(changes, ", "));
}

}  // namespace causa::check
