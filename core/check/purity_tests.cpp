// SPDX-License-Identifier: Apache-2.0
//
// Tests that a library is a pure function of settings and batch: by what it calls, and by what it
// leaves behind.

#include <fmt/core.h>
#include <malloc.h>

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

/// Bytes that are allocated and not freed.
std::uint64_t allocated_bytes() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

Verdict growth(const Subject& subject) {
  if (has_sanitizer()) return skip("a sanitizer counts memory in its own way");
  constexpr int warm_up = 20, rounds = 1000;
  const auto library = load(subject);
  const auto live = [&](int count) {
    for (int i = 0; i < count; ++i) const Instance instance(library);
  };
  live(warm_up);
  const std::uint64_t before_lives = allocated_bytes();
  live(rounds);
  // A few bytes more are the program's own.
  if (const auto grown = static_cast<std::int64_t>(allocated_bytes() - before_lives);
      grown > rounds)
    return fail(
        fmt::format("keeps {} bytes after {} times create and destroy; free in destroy what "
                    "create made, also when create fails",
                    grown, rounds));
  Instance instance(library);
  std::string wrong;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    const Table table = make_table(shape, 8, random);
    const auto derive_often = [&](int count) {
      for (int i = 0; i < count; ++i) instance.outputs(shape, step, table);
    };
    derive_often(warm_up);
    const std::uint64_t before = allocated_bytes();
    derive_often(rounds / 4);
    const auto grown = static_cast<std::int64_t>(allocated_bytes() - before);
    if (grown > rounds && wrong.empty())
      wrong = fmt::format(
          "step {}: keeps {} bytes after {} calls; free in derive what derive made, "
          "or use the host's scratch",
          shape.id, grown, rounds / 4);
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
