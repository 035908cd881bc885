// SPDX-License-Identifier: Apache-2.0

#include "plugin/worker/process.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

namespace causa::plugin::worker {

namespace {

/// Descriptors below are those that the worker gets: a source among them could be overwritten.
constexpr int first_free_descriptor = 10;

/// What a loader needs to find the same libraries, and what the sanitizers are told.
constexpr std::array<const char*, 4> kept_variables = {"LD_LIBRARY_PATH", "ASAN_OPTIONS",
                                                       "UBSAN_OPTIONS", "TSAN_OPTIONS"};

std::vector<std::string> environment() {
  std::vector<std::string> variables = {"LC_ALL=C"};
  for (const char* name : kept_variables)
    if (const char* value = std::getenv(name))
      variables.push_back(fmt::format("{}={}", name, value));
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  for (auto& text : texts) made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

/// posix_spawn's two tables, freed at the end.
struct Preparation {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};

  Preparation() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~Preparation() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;

  void descriptors(int socket, int library) {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_adddup2(&actions, socket, channel_descriptor);
    posix_spawn_file_actions_adddup2(&actions, library, library_descriptor);
    posix_spawn_file_actions_addclosefrom_np(&actions, library_descriptor + 1);
  }
  void signals() {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
};

Error not_started(int code) {
  return {Fault::plugin,
          {},
          fmt::format("no worker process can be started: {}", std::strerror(code)),
          {}};
}

}  // namespace

std::string Ending::words_with(const std::string& at) const {
  if (hung) return fmt::format("closed its connection to causa{} and was stopped", at);
  if (!by_signal) return fmt::format("ended its process by itself{}, with code {}", at, code);
  const char* name = sigabbrev_np(code);
  const char* about = sigdescr_np(code);
  const std::string what = fmt::format("{} (SIG{})", about == nullptr ? "unknown signal" : about,
                                       name == nullptr ? std::to_string(code) : name);
  if (code == SIGKILL)
    return fmt::format("was killed{} from outside, or because memory ran out: {}", at, what);
  return fmt::format("crashed{}: {}", at, what);
}

Result<Process> Process::start(const std::filesystem::path& program, int library) {
  auto pair = Channel::make_pair();
  if (!pair) return pair.error();
  auto& [channel, other] = *pair;
  const Descriptor socket(::fcntl(other.get(), F_DUPFD_CLOEXEC, first_free_descriptor));
  const Descriptor bytes(::fcntl(library, F_DUPFD_CLOEXEC, first_free_descriptor));
  if (!socket || !bytes) return not_started(errno);
  Preparation preparation;
  preparation.descriptors(socket.get(), bytes.get());
  preparation.signals();
  std::vector<std::string> words = {"causa", "plugin-worker", std::to_string(::getpid())};
  std::vector<std::string> variables = environment();
  pid_t id = -1;
  const int code =
      ::posix_spawn(&id, program.c_str(), &preparation.actions, &preparation.attributes,
                    pointers(words).data(), pointers(variables).data());
  if (code != 0) return not_started(code);
  return Process(std::move(channel), id);
}

Process::Process(Process&& other) noexcept
    : channel_(std::move(other.channel_)), id_(std::exchange(other.id_, -1)) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this == &other) return *this;
  end();
  channel_ = std::move(other.channel_);
  id_ = std::exchange(other.id_, -1);
  return *this;
}

Process::~Process() { end(); }

/// True once there is nothing left to wait for.
bool Process::reap(int options, Ending& ending) noexcept {
  int status = 0;
  pid_t done = -1;
  do done = ::waitpid(id_, &status, options);
  while (done < 0 && errno == EINTR);
  if (done == 0) return false;
  id_ = -1;
  // Less than 0: somebody ignores SIGCHLD, and the system keeps no record of how it ended.
  ending.by_signal = done > 0 && WIFSIGNALED(status);
  ending.code = done < 0 ? -1 : ending.by_signal ? WTERMSIG(status) : WEXITSTATUS(status);
  return true;
}

Ending Process::end() noexcept {
  Ending ending;
  if (id_ < 0) return ending;
  ::kill(id_, SIGKILL);
  reap(0, ending);
  return ending;
}

Ending Process::end_of_closed() noexcept {
  Ending ending;
  using namespace std::chrono_literals;
  for (int i = 0; i < 1000 && id_ >= 0; ++i) {
    if (reap(WNOHANG, ending)) return ending;
    std::this_thread::sleep_for(1ms);
  }
  ending = end();
  ending.hung = true;
  return ending;
}

}  // namespace causa::plugin::worker
