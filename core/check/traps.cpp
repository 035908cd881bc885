// SPDX-License-Identifier: Apache-2.0

#include "check/traps.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <fmt/core.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "check/child.hpp"

namespace causa::check {

namespace {

struct Forbidden {
  std::string_view symbol;
  const char* name;  ///< as the author wrote it
  const char* what;
};

constexpr const char* clock_words = "the clock; as_of_ms of the batch is the only one";
constexpr const char* random_words = "random numbers; the same patient must get the same answer";
constexpr const char* environment_words = "the environment; settings come through create";
constexpr const char* file_words = "files; all it may read comes through the batch";
constexpr const char* network_words = "the network; all it may read comes through the batch";
constexpr const char* process_words = "other processes; the host must be able to answer for all";
constexpr const char* thread_words = "threads; the host decides how many there are";
constexpr const char* locale_words = "the time zone; times are milliseconds since 1970 in UTC";

constexpr std::array forbidden = {
    Forbidden{"time", "time", clock_words},
    Forbidden{"clock", "clock", clock_words},
    Forbidden{"clock_gettime", "clock_gettime", clock_words},
    Forbidden{"gettimeofday", "gettimeofday", clock_words},
    Forbidden{"timespec_get", "timespec_get", clock_words},
    Forbidden{"_ZNSt6chrono3_V212system_clock3nowEv", "std::chrono::system_clock::now",
              clock_words},
    Forbidden{"_ZNSt6chrono3_V212steady_clock3nowEv", "std::chrono::steady_clock::now",
              clock_words},
    Forbidden{"nanosleep", "nanosleep", clock_words},
    Forbidden{"usleep", "usleep", clock_words},
    Forbidden{"sleep", "sleep", clock_words},
    Forbidden{"localtime", "localtime", locale_words},
    Forbidden{"localtime_r", "localtime_r", locale_words},
    Forbidden{"mktime", "mktime", locale_words},
    Forbidden{"rand", "rand", random_words},
    Forbidden{"srand", "srand", random_words},
    Forbidden{"random", "random", random_words},
    Forbidden{"drand48", "drand48", random_words},
    Forbidden{"lrand48", "lrand48", random_words},
    Forbidden{"getrandom", "getrandom", random_words},
    Forbidden{"getentropy", "getentropy", random_words},
    Forbidden{"arc4random", "arc4random", random_words},
    Forbidden{"_ZNSt13random_device9_M_getvalEv", "std::random_device", random_words},
    Forbidden{"getenv", "getenv", environment_words},
    Forbidden{"secure_getenv", "secure_getenv", environment_words},
    Forbidden{"setenv", "setenv", environment_words},
    Forbidden{"putenv", "putenv", environment_words},
    Forbidden{"open", "open", file_words},
    Forbidden{"open64", "open", file_words},
    Forbidden{"openat", "openat", file_words},
    Forbidden{"openat64", "openat", file_words},
    Forbidden{"fopen", "fopen", file_words},
    Forbidden{"fopen64", "fopen", file_words},
    Forbidden{"opendir", "opendir", file_words},
    Forbidden{"_ZNSt12__basic_fileIcE4openEPKcSt13_Ios_Openmodei", "std::fstream", file_words},
    Forbidden{"_ZNSt13basic_filebufIcSt11char_traitsIcEE4openEPKcSt13_Ios_Openmode", "std::fstream",
              file_words},
    Forbidden{"_ZNSt14basic_ifstreamIcSt11char_traitsIcEEC1EPKcSt13_Ios_Openmode", "std::ifstream",
              file_words},
    Forbidden{"_ZNSt14basic_ofstreamIcSt11char_traitsIcEEC1EPKcSt13_Ios_Openmode", "std::ofstream",
              file_words},
    Forbidden{"socket", "socket", network_words},
    Forbidden{"connect", "connect", network_words},
    Forbidden{"getaddrinfo", "getaddrinfo", network_words},
    Forbidden{"fork", "fork", process_words},
    Forbidden{"vfork", "vfork", process_words},
    Forbidden{"execve", "execve", process_words},
    Forbidden{"execv", "execv", process_words},
    Forbidden{"execvp", "execvp", process_words},
    Forbidden{"execl", "execl", process_words},
    Forbidden{"posix_spawn", "posix_spawn", process_words},
    Forbidden{"popen", "popen", process_words},
    Forbidden{"system", "system", process_words},
    Forbidden{"kill", "kill", process_words},
    Forbidden{"pthread_create", "pthread_create", thread_words},
    Forbidden{"thrd_create", "thrd_create", thread_words},
    Forbidden{
        "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE",
        "std::thread", thread_words},
};

template <std::size_t index>
[[noreturn]] void trap() {
  report(fail(fmt::format("{} calls {}, so it depends on {}", activity(), forbidden[index].name,
                          forbidden[index].what)));
}

template <std::size_t... index>
constexpr auto make_traps(std::index_sequence<index...>) {
  return std::array<void (*)(), sizeof...(index)>{trap<index>...};
}

constexpr auto traps = make_traps(std::make_index_sequence<forbidden.size()>());

void write_address(ElfW(Addr) where, void (*to)()) {
  const auto page = static_cast<ElfW(Addr)>(::sysconf(_SC_PAGESIZE));
  void* const begin = reinterpret_cast<void*>(where / page * page);
  // The table was made read-only when all symbols were bound.
  ::mprotect(begin, 2 * page, PROT_READ | PROT_WRITE);
  *reinterpret_cast<void (**)()>(where) = to;
}

/// What a loaded library says of itself: all addresses are absolute, but on some machines.
class Dynamic {
 public:
  explicit Dynamic(const link_map& map) : base_(map.l_addr) {
    for (const ElfW(Dyn)* entry = map.l_ld; entry->d_tag != DT_NULL; ++entry) {
      const auto value = entry->d_un.d_val;
      if (entry->d_tag == DT_SYMTAB) symbols_ = reinterpret_cast<const ElfW(Sym)*>(absolute(value));
      if (entry->d_tag == DT_STRTAB) texts_ = reinterpret_cast<const char*>(absolute(value));
      if (entry->d_tag == DT_JMPREL) tables_[0].first = absolute(value);
      if (entry->d_tag == DT_PLTRELSZ) tables_[0].second = value;
      if (entry->d_tag == DT_RELA) tables_[1].first = absolute(value);
      if (entry->d_tag == DT_RELASZ) tables_[1].second = value;
    }
  }

  void set_traps() const {
    if (symbols_ == nullptr || texts_ == nullptr) return;
    for (const auto& [begin, size] : tables_)
      for (std::size_t i = 0; begin != 0 && i < size / sizeof(ElfW(Rela)); ++i)
        set_trap(reinterpret_cast<const ElfW(Rela)*>(begin)[i]);
  }

 private:
  [[nodiscard]] ElfW(Addr) absolute(ElfW(Addr) address) const {
    return address < base_ ? base_ + address : address;
  }

  void set_trap(const ElfW(Rela) & relocation) const {
    const auto symbol = ELF64_R_SYM(relocation.r_info);
    if (symbol == 0) return;
    const std::string_view name = texts_ + symbols_[symbol].st_name;
    const auto found = std::find_if(forbidden.begin(), forbidden.end(),
                                    [&](const Forbidden& one) { return one.symbol == name; });
    if (found != forbidden.end())
      write_address(base_ + relocation.r_offset,
                    traps[static_cast<std::size_t>(found - forbidden.begin())]);
  }

  ElfW(Addr) base_;
  const ElfW(Sym) * symbols_ = nullptr;
  const char* texts_ = nullptr;
  std::array<std::pair<ElfW(Addr), std::size_t>, 2> tables_{};
};

}  // namespace

std::string set_traps(const std::string& load_path) {
  void* const handle = ::dlopen(load_path.c_str(), RTLD_NOW | RTLD_LOCAL);
  link_map* map = nullptr;
  if (handle == nullptr || ::dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0)
    return "the loaded library can't be found";
  Dynamic(*map).set_traps();
  return {};
}

}  // namespace causa::check
