// SPDX-License-Identifier: Apache-2.0
//
// Tests of loading: what runs before any function of the table is called.

#include <dlfcn.h>
#include <fmt/core.h>

#include <ctime>

#include "check/child.hpp"
#include "check/instance.hpp"
#include "check/process_state.hpp"
#include "check/test.hpp"

namespace causa::check {

namespace {

constexpr double slow_seconds = 0.1;

Verdict loads(const Subject& subject) {
  load(subject);
  return pass();
}

/// Of the processor, so that a busy machine makes nothing slow.
double used_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Verdict in_time(const Subject& subject) {
  const double begin = used_seconds();
  load(subject);
  const double seconds = used_seconds() - begin;
  if (seconds > slow_seconds)
    return warn(
        fmt::format("takes {:.0f} ms to load, and every start of causa waits for it; do in "
                    "create what is done before, and need fewer libraries",
                    seconds * 1000));
  return pass();
}

Verdict entry(const Subject& subject) {
  const auto library = load(subject);
  const auto loadable = subject.sealed().loadable();
  void* handle = loadable ? ::dlopen(loadable->path().c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  if (handle == nullptr) return skip("can't be tried: the library can't be opened twice");
  doing("causa_plugin_v1");
  const auto get = reinterpret_cast<const causa_plugin* (*)()>(::dlsym(handle, "causa_plugin_v1"));
  if (get() != get())
    return fail(
        "causa_plugin_v1 gives another table each time; return the address of one static "
        "const table");
  const causa_plugin& table = *get();
  if (table.struct_size > 65536)
    return fail(
        fmt::format("says that its table has {} bytes; set struct_size to "
                    "sizeof(causa_plugin)",
                    table.struct_size));
  if (table.reserved != 0)
    return fail("has a reserved field that isn't zero; initialize the table");
  if (table.abi_minor_built < table.abi_minor_needed)
    return fail(
        fmt::format("says that it was built with ABI minor {} and needs {}; a library needs "
                    "no more than its header has",
                    table.abi_minor_built, table.abi_minor_needed));
  return pass();
}

Verdict beside_itself(const Subject& subject) {
  const auto first = load(subject);
  const auto again = plugin::SealedFile::open(subject.file());
  if (!again) return skip("can't be tried: the file can't be read again");
  doing("loading a second copy");
  const auto second = plugin::Library::load(*again, plugin::read_image(again->bytes()));
  if (!second)
    return fail(
        fmt::format("a second copy can't be loaded beside the first: {}; keep nothing "
                    "outside of the library",
                    second.error().message));
  return pass();
}

Verdict traces(const Subject& subject) {
  const ProcessState before = ProcessState::now();
  load(subject);
  const std::string changed = ProcessState::now().changed_since(before);
  if (changed.empty()) return pass();
  return fail(
      fmt::format("{} when it is loaded; nothing may happen before create is called, so "
                  "remove constructors and static objects that do this",
                  changed));
}

constexpr Test all[] = {
    {"load.loads", "it loads, its table is whole and says what its note says", For::libraries,
     "image.manifest", loads},
    {"load.time", "it loads within 100 ms of processor time", For::libraries, "load.loads",
     in_time},
    {"load.entry", "causa_plugin_v1 gives the same sound table each time", For::libraries,
     "load.loads", entry},
    {"load.traces", "loading leaves no thread, descriptor, output or changed setting",
     For::libraries, "load.loads", traces},
    {"load.beside_itself", "a second copy can be loaded beside the first", For::libraries,
     "load.loads", beside_itself},
};

}  // namespace

std::span<const Test> load_tests() { return all; }

}  // namespace causa::check
