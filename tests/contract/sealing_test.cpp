// SPDX-License-Identifier: Apache-2.0
//
// The bytes that were hashed are the bytes that are loaded: sealed, or where the system can't, a
// private copy that is named as such. Each system that can't is a child process.

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <functional>

#include "base/file.hpp"
#include "fixture.hpp"
#include "plugin/image.hpp"

namespace causa::contract {

namespace {

constexpr int not_possible_here = 77;

/// memfd_create fails with ENOSYS from now on, as on a system without it.
bool forbid_memfd() {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_memfd_create, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog filter{4, program};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// An empty folder in the place of /proc, for this process alone.
bool hide_proc() {
  const int spaces = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS;
  return ::unshare(spaces) == 0 &&
         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("none", "/proc", "tmpfs", 0, nullptr) == 0;
}

/// How the module was loaded, told by a child in which `prepare` ran first.
std::string loaded_after(const std::function<bool()>& prepare, const plugin::LoadOptions& options,
                         const std::filesystem::path& told) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!prepare()) ::_exit(not_possible_here);
    const auto registry = plugin::Registry::load(options);
    std::string words;
    for (const auto& module : registry->modules())
      if (module.library) words += module.allowed_because;
    for (const auto& absence : registry->absences()) words += absence.why;
    for (const auto& warning : registry->warnings()) words += "\n" + warning;
    ::_exit(write_file(told, words).has_value() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST_REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == not_possible_here) return "not possible here";
  return read_file(told).value();
}

struct LockedFolder : Folder {
  LockedFolder() {
    const std::string good = built("sample/sample.so");
    add("sample.so", good);
    add("plugins.lock", lock_line("sample.so", good));
  }
  [[nodiscard]] std::string after(const std::function<bool()>& prepare) const {
    return loaded_after(prepare, options(), path() / "told.txt");
  }
};

bool has(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contract_sealing)

BOOST_AUTO_TEST_CASE(usually_the_bytes_are_sealed_and_nothing_is_told) {
  const LockedFolder folder;
  BOOST_TEST(folder.after([] { return true; }) == "");
}

BOOST_AUTO_TEST_CASE(without_memfd_a_private_copy_is_loaded_named_and_removed) {
  const LockedFolder folder;
  ::setenv("TMPDIR", folder.path().c_str(), 1);
  const std::string told = folder.after(forbid_memfd);
  ::unsetenv("TMPDIR");
  BOOST_TEST(has(told,
                 "it was loaded from a private copy, because this system gives no sealed "
                 "memory (Function not implemented)"),
             told);
  BOOST_TEST(has(told, "approved, but look: sample from"), told);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    BOOST_TEST(!has(entry.path().filename().string(), "causa-module-"));
}

BOOST_AUTO_TEST_CASE(without_proc_too) {
  const LockedFolder folder;
  const std::string told = folder.after(hide_proc);
  if (told == "not possible here") {
    BOOST_TEST_MESSAGE("SKIPPED: /proc can't be hidden here (no user namespaces)");
    return;
  }
  BOOST_TEST(has(told, "it was loaded from a private copy, because /proc can't be read"), told);
}

BOOST_AUTO_TEST_CASE(without_a_place_for_the_copy_it_is_refused_with_the_cure) {
  const LockedFolder folder;
  ::setenv("TMPDIR", (folder.path() / "nowhere").c_str(), 1);
  const std::string told = folder.after(forbid_memfd);
  ::unsetenv("TMPDIR");
  BOOST_TEST(has(told, "no private copy can be made"), told);
  BOOST_TEST(has(told, "set TMPDIR"), told);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_exchanged_after_it_was_hashed_changes_nothing) {
  Folder folder;
  const auto path = folder.add("sample.so", "the bytes that were hashed");
  const auto file = plugin::SealedFile::open(path).value();
  folder.add("sample.so", "other bytes");
  BOOST_TEST(file.bytes() == "the bytes that were hashed");
  const auto loadable = file.loadable().value();
  BOOST_TEST(read_file(loadable.path()).value() == "the bytes that were hashed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::contract
