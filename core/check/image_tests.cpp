// SPDX-License-Identifier: Apache-2.0
//
// Tests of the file: nothing of it is executed.

#include <causa/abi.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "check/elf.hpp"
#include "check/subject.hpp"
#include "check/test.hpp"

namespace causa::check {

namespace {

constexpr std::size_t large_bytes = 16 << 20;
constexpr std::string_view entry = "causa_plugin_v1";

/// Libraries that every machine with causa has, and what belongs to them.
constexpr std::array<std::string_view, 9> allowed = {
    "libc.so.6",       "libm.so.6",  "libstdc++.so.6",       "libgcc_s.so.1",
    "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
    "librt.so.1"};

Verdict file(const Subject& subject) {
  if (!subject.fault().empty()) return fail(subject.fault());
  const std::string suffix = subject.file().extension().string();
  if (suffix != ".so" && suffix != ".yaml" && suffix != ".yml")
    return fail(
        fmt::format("{} ends in neither .so nor .yaml, so no folder of modules would take "
                    "it; rename it",
                    subject.file().filename().string()));
  if (const std::size_t size = subject.sealed().bytes().size(); size > large_bytes)
    return warn(
        fmt::format("is {} MiB large; strip it (strip -s), and link no library into it that "
                    "it doesn't need",
                    size >> 20));
  return pass();
}

Verdict note(const Subject& subject) {
  const auto& image = subject.image();
  if (image.note != plugin::Note::found) return fail(image.fault);
  const auto host = fmt::format("{}.{}", CAUSA_ABI_MAJOR, CAUSA_ABI_MINOR);
  if (image.abi_major != CAUSA_ABI_MAJOR || image.abi_minor_needed > CAUSA_ABI_MINOR)
    return fail(
        fmt::format("needs plugin ABI {}.{}, this causa has {}; build it with this causa's "
                    "SDK, or check it with a newer causa",
                    image.abi_major, image.abi_minor_needed, host));
  return pass();
}

Verdict manifest(const Subject& subject) {
  const auto& problems = subject.problems();
  if (!problems.empty()) {
    const auto& first = problems.front();
    return fail(fmt::format(
        "{} at {}: {}{}{}; causa-manifest check names them all",
        problems.size() == 1 ? "has a fault"
                             : fmt::format("has {} faults, the first", problems.size()),
        subject.place_of(first), first.message, first.hint.empty() ? "" : ", ", first.hint));
  }
  const auto& it = subject.manifest();
  if (!subject.is_library() && it.has_library)
    return fail(
        "is the manifest of a library and has steps that only the library can run; check "
        "the library, which carries it");
  if (subject.is_library() && (!it.has_library || it.abi_major != subject.image().abi_major ||
                               it.abi_minor_needed != subject.image().abi_minor_needed))
    return fail(
        "names another plugin ABI in its manifest than in its note; build it again with "
        "causa_add_plugin()");
  return pass();
}

Verdict knowledge(const Subject& subject) {
  if (!subject.knowledge_fault().empty()) return fail(subject.knowledge_fault());
  return pass();
}

Verdict symbols(const Subject& subject) {
  const Linking linking = read_linking(subject.sealed().bytes());
  if (!linking.fault.empty()) return fail(linking.fault + "; build it with causa_add_plugin()");
  std::vector<std::string> others = linking.exported;
  std::erase(others, std::string(entry));
  if (others.size() == linking.exported.size())
    return fail(
        fmt::format("does not export {}; write CAUSA_PLUGIN(Class), or define it as "
                    "causa/abi.h declares it",
                    entry));
  if (others.empty()) return pass();
  const std::size_t count = others.size();
  others.resize(std::min<std::size_t>(count, 5));
  return fail(
      fmt::format("exports {} beside {}; build with -fvisibility=hidden and a version "
                  "script, as causa_add_plugin() does",
                  count == 1 ? others.front()
                             : fmt::format("{} symbols ({}{})", count, fmt::join(others, ", "),
                                           count > others.size() ? ", ..." : ""),
                  entry));
}

Verdict imports(const Subject& subject) {
  const Linking linking = read_linking(subject.sealed().bytes());
  std::vector<std::string> foreign;
  for (const auto& library : linking.needed)
    if (std::find(allowed.begin(), allowed.end(), library) == allowed.end())
      foreign.push_back(library);
  if (!foreign.empty())
    return fail(
        fmt::format("needs {}, which other machines may not have in this version; link it "
                    "statically, or do without",
                    fmt::join(foreign, ", ")));
  return pass();
}

Verdict linking(const Subject& subject) {
  const Linking linking = read_linking(subject.sealed().bytes());
  if (!linking.run_path.empty())
    return fail(
        fmt::format("names a folder to take libraries from ({}), where anybody could put "
                    "another one; link without -rpath",
                    linking.run_path));
  if (linking.executable_stack)
    return fail(
        "asks for an executable stack; link with -z noexecstack, and give assembler files "
        "a .note.GNU-stack section");
  if (linking.text_relocations)
    return fail("has relocations in its code, which must then be writable; compile with -fPIC");
  if (!linking.binds_now) return warn("binds symbols when they are first used; link with -z now");
  if (!linking.no_delete)
    return warn(
        "may be unloaded, although exit handlers and threads could still need it; link with "
        "-z nodelete");
  return pass();
}

constexpr Test all[] = {
    {"image.file", "the file can be read, is a module by its name, and not too large", For::all, "",
     file},
    {"image.note", "the library is whole and carries a causa note for this interface",
     For::libraries, "image.file", note},
    {"image.manifest", "the manifest is as docs/manifest.md says", For::all,
     "image.file image.note", manifest},
    {"image.knowledge", "conditions, units and concepts are understood, beside the other modules",
     For::all, "image.manifest", knowledge},
    {"image.symbols", "causa_plugin_v1 is the one symbol that it exports", For::libraries,
     "image.note", symbols},
    {"image.imports", "it needs no library but those of C and C++", For::libraries, "image.note",
     imports},
    {"image.linking", "it is linked so that nobody can slip something into it", For::libraries,
     "image.note", linking},
};

}  // namespace

std::span<const Test> image_tests() { return all; }

}  // namespace causa::check
