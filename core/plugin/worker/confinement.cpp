// SPDX-License-Identifier: Apache-2.0

#include "plugin/worker/confinement.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAUSA_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define CAUSA_SANITIZED 1
#endif
#endif

namespace causa::plugin::worker {

namespace {

#ifdef CAUSA_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

constexpr rlim_t most_descriptors = 64;  // the loader opens one library after the other

bool set(int what, rlim_t value) {
  const rlimit both{value, value};
  return ::setrlimit(static_cast<__rlimit_resource>(what), &both) == 0;
}

/// Bytes of address space in use, or 0.
std::uint64_t mapped_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  std::array<char, 64> line{};
  const bool read = std::fgets(line.data(), line.size(), file) != nullptr;
  std::fclose(file);
  return read ? std::strtoull(line.data(), nullptr, 10) *
                    static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE))
              : 0;
}

}  // namespace

bool end_with_host(pid_t host) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  return ::getppid() == host;  // it may have ended just before
}

void keep_memory_private() {
  set(RLIMIT_CORE, 0);
  ::prctl(PR_SET_DUMPABLE, 0);  // also against a core file that goes to a program
}

void crash_plainly() {
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP})
    ::signal(number, SIG_DFL);
}

bool is_sanitized() { return sanitized; }

bool limit(std::uint64_t memory_bytes) {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (sanitized) return false;
  const std::uint64_t mapped = mapped_bytes();
  const bool memory = mapped != 0 && set(RLIMIT_AS, mapped + memory_bytes);
  const bool files = set(RLIMIT_FSIZE, 0);
  const bool processes = set(RLIMIT_NPROC, 0);
  const bool descriptors = set(RLIMIT_NOFILE, most_descriptors);
  return memory && files && processes && descriptors;
}

void limit_processor_seconds(std::uint64_t seconds) {
  if (sanitized) return;
  const rlimit soft{seconds == 0 ? RLIM_INFINITY : seconds, RLIM_INFINITY};
  ::setrlimit(RLIMIT_CPU, &soft);
}

}  // namespace causa::plugin::worker
