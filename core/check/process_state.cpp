// SPDX-License-Identifier: Apache-2.0

#include "check/process_state.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
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

std::vector<const void*> signal_handlers() {
  std::vector<const void*> handlers;
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action{};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    handlers.push_back(reinterpret_cast<const void*>(action.sa_handler));
  }
  return handlers;
}

}  // namespace

ProcessState ProcessState::now() {
  ProcessState state;
  std::error_code error;
  state.threads_ = static_cast<std::size_t>(
      std::distance(fs::directory_iterator("/proc/self/task", error), fs::directory_iterator()));
  state.descriptors_ = open_descriptors();
  state.handlers_ = signal_handlers();
  state.locale_ = std::setlocale(LC_ALL, nullptr);
  state.folder_ = fs::current_path(error).string();
  state.mask_ = ::umask(0);
  ::umask(state.mask_);
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
    state.environment_.emplace_back(*entry);
  state.rounding_ = std::fegetround();
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
  if (locale_ != before.locale_)
    changes.push_back(fmt::format("sets the locale from {} to {}", before.locale_, locale_));
  if (mask_ != before.mask_) changes.emplace_back("changes the umask");
  if (folder_ != before.folder_) changes.emplace_back("changes the current folder");
  if (environment_ != before.environment_) changes.emplace_back("changes the environment");
  if (rounding_ != before.rounding_) changes.emplace_back("changes how numbers are rounded");
  if (written_ > before.written_)
    changes.emplace_back("writes to standard output or standard error");
  return fmt::format("{}", fmt::join(changes, ", "));
}

}  // namespace causa::check
