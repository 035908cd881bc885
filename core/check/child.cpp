// SPDX-License-Identifier: Apache-2.0

#include "check/child.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <string>

#include "base/text.hpp"

namespace causa::check {

namespace {

constexpr std::size_t longest_activity = 240;
constexpr std::size_t longest_text = 4096;
constexpr rlim_t largest_file_bytes = 4 << 20;

/// Memory that parent and child share: what the child was doing when it ended, and its verdict.
struct Shared {
  char activity[longest_activity + 1];
  std::uint64_t seed;
  bool has_seed;
  std::atomic<bool> finished;
  Status status;
  char text[longest_text + 1];
};

Shared* shared = nullptr;
FaultReader fault_reader = nullptr;
int output = -1;

void put(char* to, std::size_t room, std::string_view text) {
  const std::size_t size = std::min(text.size(), room);
  std::memcpy(to, text.data(), size);
  to[size] = '\0';
}

const char* name_of(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "a bad memory access (SIGSEGV)";
    case SIGBUS:
      return "a bad memory access (SIGBUS)";
    case SIGFPE:
      return "an arithmetic fault (SIGFPE)";
    case SIGILL:
      return "an illegal instruction (SIGILL)";
    case SIGABRT:
      return "abort() (SIGABRT)";
    case SIGXFSZ:
      return "writing more to files than is allowed (SIGXFSZ)";
    case SIGXCPU:
      return "using more processor time than is allowed (SIGXCPU)";
    default:
      return ::strsignal(signal);
  }
}

/// Runs on a stack of its own, in whatever state the module left the process. Words are made only
/// of a fault in memory of the tests, which no allocator touches.
void on_fault(int signal, siginfo_t* info, void* context) {
  if (fault_reader != nullptr && (signal == SIGSEGV || signal == SIGBUS)) {
#if defined(__x86_64__)
    const auto error = static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR];
    fault_reader(info->si_addr, true, (error & 2) != 0);
#else
    fault_reader(info->si_addr, false, false);
#endif
  }
  (void)context;
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

[[noreturn]] void on_terminate() {
  const std::string what = [] {
    if (const auto current = std::current_exception()) try {
        std::rethrow_exception(current);
      } catch (const std::exception& exception) {
        return std::string(": ") + exception.what();
      } catch (...) {
      }
    return std::string();
  }();
  report(
      fail(fmt::format("an exception left the library in {}{}; catch all exceptions and return "
                       "a status with a text, as causa/plugin.hpp does",
                       activity(), what)));
}

void catch_faults() {
  static char stack[64 * 1024];
  stack_t other{};
  other.ss_sp = stack;
  other.ss_size = sizeof(stack);
  ::sigaltstack(&other, nullptr);
  struct sigaction action{};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int signal : {SIGSEGV, SIGBUS}) ::sigaction(signal, &action, nullptr);
  std::set_terminate(on_terminate);
}

std::uint64_t mapped_bytes() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void limit(const Limits& limits) {
  const auto set = [](int resource, rlim_t value) {
    const rlimit both{value, value};
    ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
  };
  set(RLIMIT_CORE, 0);
  set(RLIMIT_FSIZE, largest_file_bytes);
  set(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds) + 5);
  if (!has_sanitizer()) set(RLIMIT_AS, mapped_bytes() + limits.memory_bytes);
}

[[noreturn]] void be_child(const std::function<Verdict()>& work, const Limits& limits,
                           pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it ended before the line above
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ}) ::signal(signal, SIG_DFL);
  limit(limits);
  catch_faults();
  report(work());
}

/// The last words of a child that died: what the C library or a sanitizer said.
std::string last_words() {
  char bytes[4096];
  const ssize_t size = ::pread(output, bytes, sizeof(bytes), 0);
  if (size <= 0) return {};
  const std::string_view text(bytes, static_cast<std::size_t>(size));
  std::size_t begin = text.find_first_not_of("=\n");
  if (begin == std::string_view::npos) return {};
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  return fmt::format(" (it said: {})", printable(line.substr(0, 160)));
}

std::string where() {
  return shared->activity[0] == '\0' ? std::string() : fmt::format(" in {}", shared->activity);
}

std::string again() {
  return shared->has_seed ? fmt::format("; seed {}", shared->seed) : std::string();
}

/// True: it ended by itself in time.
bool wait_for(int process, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd ready{process, POLLIN, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (count > 0) return true;
    if (count == 0 || errno != EINTR) return false;
  }
}

Verdict verdict_of(const Limits& limits, bool in_time, int status, const rusage& usage) {
  if (shared->finished.load()) return {shared->status, shared->text};
  if (!in_time)
    return crash(
        fmt::format("did not end within {:g} seconds{}{}; bound its loops, and poll "
                    "cancelled() in long ones",
                    limits.seconds, where(), again()));
  const auto peak = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  const bool hungry = peak > limits.memory_bytes / 2;
  const std::string memory =
      hungry ? fmt::format("; it had taken {} MiB, {} MiB more than at the start are allowed",
                           peak >> 20, limits.memory_bytes >> 20)
             : std::string();
  if (WIFSIGNALED(status))
    return crash(
        fmt::format("ended by {}{}{}{}{}; run it in a debugger, or with "
                    "-fsanitize=address,undefined",
                    name_of(WTERMSIG(status)), where(), last_words(), memory, again()));
  return crash(
      fmt::format("ended the process with exit code {}{}{}{}{}; a library never ends the "
                  "process",
                  WEXITSTATUS(status), where(), last_words(), memory, again()));
}

}  // namespace

Verdict run_in_child(const std::function<Verdict()>& work, const Limits& limits) {
  void* memory =
      ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  output = ::memfd_create("causa-check-output", MFD_CLOEXEC);
  if (memory == MAP_FAILED || output < 0)
    return skip(fmt::format("can't be tried: {}", std::strerror(errno)));
  shared = static_cast<Shared*>(memory);
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) be_child(work, limits, parent);
  Verdict verdict = skip("can't be tried: no process is to be had");
  if (child > 0) {
    ::setpgid(child, child);  // in both, so that it is done whoever comes first
    // glibc 2.36 declares pidfd_open for C only.
    const int process = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    const bool in_time = process >= 0 && wait_for(process, limits.seconds);
    // The whole group: also what the module started and left behind.
    ::kill(-child, SIGKILL);
    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) continue;
    if (process >= 0) ::close(process);
    verdict = verdict_of(limits, in_time, status, usage);
  }
  ::close(output);
  ::munmap(memory, sizeof(Shared));
  shared = nullptr;
  return verdict;
}

void doing(std::string_view activity) {
  // One place for one activity: that of the main thread.
  if (shared != nullptr && ::gettid() == ::getpid())
    put(shared->activity, longest_activity, activity);
}

std::string_view activity() { return shared == nullptr ? "" : shared->activity; }

void trying(std::uint64_t seed) {
  if (shared == nullptr) return;
  shared->seed = seed;
  shared->has_seed = true;
}

void report(const Verdict& verdict) {
  if (shared != nullptr) {
    put(shared->text, longest_text, verdict.text);
    shared->status = verdict.status;
    shared->finished.store(true);
  }
  ::_exit(0);
}

std::uint64_t written_bytes() {
  std::fflush(stdout);
  struct stat status{};
  if (output < 0 || ::fstat(output, &status) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

void set_fault_reader(FaultReader reader) { fault_reader = reader; }

bool has_sanitizer() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
  return true;
#else
  return false;
#endif
#else
  return false;
#endif
}

}  // namespace causa::check
