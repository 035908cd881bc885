// SPDX-License-Identifier: Apache-2.0

#include "plugin/worker/filter.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "plugin/worker/confinement.hpp"
#include "plugin/worker/protocol.hpp"

namespace causa::plugin::worker {

namespace {

using Context = std::unique_ptr<void, decltype(&seccomp_release)>;

/// Memory, clocks, locks, its own signals and end. No descriptor leads anywhere but to the host.
constexpr std::array always = {"brk",
                               "clock_getres",
                               "clock_gettime",
                               "clock_nanosleep",
                               "close",
                               "exit",
                               "exit_group",
                               "futex",
                               "getcpu",
                               "getpid",
                               "getrandom",
                               "gettid",
                               "gettimeofday",
                               "madvise",
                               "mremap",
                               "munmap",
                               "nanosleep",
                               "ppoll",
                               "poll",
                               "read",
                               "readv",
                               "recvfrom",
                               "recvmsg",
                               "restart_syscall",
                               "rseq",
                               "rt_sigreturn",
                               "sched_getaffinity",
                               "sched_yield",
                               "sendmsg",
                               "sendto",
                               "set_robust_list",
                               "sigaltstack",
                               "time",
                               "write",
                               "writev",
                               "rt_sigprocmask"};

/// What the loader does, and what a library may do in its constructors and in create.
constexpr std::array at_load = {"access",     "arch_prctl", "dup",      "faccessat",  "faccessat2",
                                "fcntl",      "fstat",      "fstatfs",  "getcwd",     "getdents64",
                                "getegid",    "geteuid",    "getgid",   "getrlimit",  "getuid",
                                "ioctl",      "lseek",      "lstat",    "mmap",       "mprotect",
                                "newfstatat", "pread64",    "readlink", "readlinkat", "seccomp",
                                "stat",       "statfs",     "statx",    "sysinfo",    "uname"};

/// Refused, but what a stray printf() does ends no process.
constexpr std::array in_vain = {"fstat",     "ioctl",     "lseek",    "newfstatat", "statx",
                                "prlimit64", "getrlimit", "readlink", "uname",      "sysinfo"};

constexpr std::uint64_t opens_to_write = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;

/// Collects rules; a call that this machine doesn't have is passed over.
class Rules {
 public:
  explicit Rules(scmp_filter_ctx context) : context_(context) {}

  template <class... Conditions>
  void add(std::uint32_t action, const char* name, Conditions... conditions) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR || call < 0) return;
    constexpr unsigned count = sizeof...(conditions);
    if constexpr (count == 0) {
      good_ = seccomp_rule_add(context_, action, call, 0) == 0 && good_;
    } else {
      const std::array<scmp_arg_cmp, count> list = {conditions...};
      good_ = seccomp_rule_add_array(context_, action, call, count, list.data()) == 0 && good_;
    }
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  scmp_filter_ctx context_;
  bool good_ = true;
};

scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}
scmp_arg_cmp differs(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}
scmp_arg_cmp without(unsigned argument, std::uint64_t bits) {
  return {argument, SCMP_CMP_MASKED_EQ, bits, 0};
}

void add_rules(Rules& rules, Phase phase) {
  for (const char* name : always) rules.add(SCMP_ACT_ALLOW, name);
  if (is_sanitized())
    for (const char* name : {"pipe", "pipe2"}) rules.add(SCMP_ACT_ALLOW, name);
  // abort() sends itself a signal; whoever took SIGSYS over could go on after a stopped call.
  rules.add(SCMP_ACT_ALLOW, "tgkill", equals(0, static_cast<std::uint64_t>(::getpid())));
  rules.add(SCMP_ACT_ALLOW, "rt_sigaction", differs(0, SIGSYS));
  if (phase == Phase::load) {
    for (const char* name : at_load) rules.add(SCMP_ACT_ALLOW, name);
    rules.add(SCMP_ACT_ALLOW, "open", without(1, opens_to_write));
    rules.add(SCMP_ACT_ALLOW, "openat", without(2, opens_to_write));
    // Its own limits, which it can only make narrower.
    rules.add(SCMP_ACT_ALLOW, "prlimit64", equals(0, 0));
    return;
  }
  for (const char* name : in_vain) rules.add(SCMP_ACT_ERRNO(EPERM), name);
  rules.add(SCMP_ACT_ALLOW, "mmap", without(2, PROT_EXEC));
  rules.add(SCMP_ACT_ALLOW, "mprotect", without(2, PROT_EXEC));
}

int report_socket = -1;

/// A signal handler: nothing here allocates or locks.
extern "C" void tell_of_call(int /*number*/, siginfo_t* about, void* /*context*/) {
  Packet packet;
  packet.kind = Kind::forbidden;
  packet.number = static_cast<std::uint64_t>(about->si_syscall);
  ::send(report_socket, &packet, sizeof(packet), MSG_NOSIGNAL);
  ::_exit(128 + SIGSYS);
}

struct Reading {
  std::string_view about;
  std::array<std::string_view, 12> calls;
};

/// What the calls mean that a library gone astray is likely to make.
constexpr std::array<Reading, 6> readings = {{
    {"open a network connection",
     {"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendmmsg",
      "getsockopt", "setsockopt"}},
    {"start a process or a thread", {"fork", "vfork", "clone", "clone3"}},
    {"start another program", {"execve", "execveat"}},
    {"open a file", {"open", "openat", "openat2", "creat", "memfd_create", "shm_open"}},
    {"change files",
     {"unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "chmod",
      "fchmod", "truncate", "ftruncate", "rmdir"}},
    {"disturb another process",
     {"kill", "tkill", "tgkill", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open",
      "pidfd_send_signal", "prlimit64"}},
}};

}  // namespace

/// Asked for with no filter at all, it fails in one way if it can and in another if it can't.
bool can_filter() {
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, nullptr) != 0 && errno == EFAULT;
}

bool allow_only(Phase phase) {
  const Context context(seccomp_init(SCMP_ACT_TRAP), seccomp_release);
  if (!context) return false;
  // Not asked for again by the second filter, which would have to be allowed by the first.
  if (phase == Phase::derive) seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_NNP, 0);
  Rules rules(context.get());
  add_rules(rules, phase);
  return rules.good() && seccomp_load(context.get()) == 0;
}

void report_stopped_calls(int socket) {
  report_socket = socket;
  struct sigaction action = {};
  action.sa_sigaction = tell_of_call;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGSYS, &action, nullptr);
}

std::string words_of_call(std::uint64_t number) {
  std::string name;
  if (number < 100'000)
    if (char* text =
            seccomp_syscall_resolve_num_arch(seccomp_arch_native(), static_cast<int>(number))) {
      name = text;
      std::free(text);
    }
  for (const auto& [about, calls] : readings)
    if (!name.empty() && std::find(calls.begin(), calls.end(), name) != calls.end())
      return fmt::format("tried to {} ({})", about, name);
  return fmt::format("made a system call that it may not make ({})",
                     name.empty() ? std::to_string(number) : name);
}

}  // namespace causa::plugin::worker
