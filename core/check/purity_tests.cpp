// SPDX-License-Identifier: Apache-2.0
//
// Tests that a library is a pure function of settings and batch: by what it calls, and by what it
// leaves behind.

#include <fmt/core.h>
#include <malloc.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "check/child.hpp"
#include "check/instance.hpp"
#include "check/process_state.hpp"
#include "check/steps.hpp"
#include "check/test.hpp"
#include "check/traps.hpp"

namespace causa::check {

namespace {

Verdict pure(const Subject& subject) {
  const auto library = load(subject);
  const auto loadable = subject.sealed().loadable();
  const std::string fault =
      loadable ? set_traps(loadable->path()) : "the library can't be opened twice";
  if (!fault.empty()) return skip("can't be tried: " + fault);
  Instance instance(library);
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    instance.outputs(shape, step, make_table(shape, usual_rows, random));
    instance.try_step(shape, step, make_table(shape, usual_rows, random, Kind::edges));
  });
  return pass();
}

Verdict traces(const Subject& subject) {
  const auto library = load(subject);
  const ProcessState before = ProcessState::now();
  std::string in_create;
  {
    Instance instance(library);
    in_create = ProcessState::now().changed_since(before);
    for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
      instance.outputs(shape, step, make_table(shape, usual_rows, random));
    });
  }
  const std::string changed = ProcessState::now().changed_since(before);
  if (!in_create.empty())
    return fail(fmt::format("{} in create; use only what the host passes in", in_create));
  if (changed.empty()) return pass();
  return fail(
      fmt::format("{} in derive or destroy; use only what the host passes in, and log "
                  "through the host",
                  changed));
}

/// So little is the program's own.
constexpr std::int64_t few_bytes = 1000;

/// Bytes that are allocated and not freed.
std::uint64_t allocated_bytes() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// Bytes that `rounds` calls of `work` keep, where each further series of them keeps as many. The
/// allocator keeps a few freed pieces for itself, now and then more of them; they aren't a
/// library's, and don't grow with each series.
std::int64_t kept_bytes(int rounds, const auto& work) {
  constexpr int warm_up = 20, series = 4;
  for (int i = 0; i < warm_up; ++i) work();
  auto least = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < series; ++i) {
    const std::uint64_t before = allocated_bytes();
    for (int round = 0; round < rounds; ++round) work();
    least = std::min(least, static_cast<std::int64_t>(allocated_bytes() - before));
    if (least <= few_bytes) break;
  }
  return least;
}

Verdict growth(const Subject& subject) {
  if (has_sanitizer()) return skip("a sanitizer counts memory in its own way");
  constexpr int lives = 1000, calls = 250;
  const auto library = load(subject);
  if (const auto kept = kept_bytes(lives, [&] { const Instance instance(library); });
      kept > few_bytes)
    return fail(
        fmt::format("keeps {} bytes after {} times create and destroy; free in destroy what "
                    "create made, also when create fails",
                    kept, lives));
  Instance instance(library);
  std::string wrong;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    const Table table = make_table(shape, 8, random);
    const auto kept = kept_bytes(calls, [&] { instance.outputs(shape, step, table); });
    if (kept > few_bytes && wrong.empty())
      wrong = fmt::format(
          "step {}: keeps {} bytes after {} calls; free in derive what derive made, "
          "or use the host's scratch",
          shape.id, kept, calls);
  });
  return wrong.empty() ? pass() : fail(wrong);
}

constexpr Test all[] = {
    {"contract.pure", "no clock, random number, environment, file, network, process or thread",
     For::libraries, "contract.derive", pure},
    {"contract.traces", "calls leave no thread, descriptor, output or changed setting",
     For::libraries, "contract.derive contract.pure load.traces", traces},
    {"contract.growth", "no memory is kept after destroy or between calls", For::libraries,
     "contract.derive contract.pure", growth},
};

}  // namespace

std::span<const Test> purity_tests() { return all; }

}  // namespace causa::check
