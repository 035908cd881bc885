// SPDX-License-Identifier: Apache-2.0
//
// Runs one test in a process of its own, with limits of time and memory, so that a crash, a hang or
// a hunger for memory costs one test. Called from a program without other threads: the child is a
// plain fork.
//
// Inside the child: doing() says what is going on, for the sentence after a crash; report() ends
// the process with a verdict, also from a signal handler or a function that the module called.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "check/verdict.hpp"

namespace causa::check {

struct Limits {
  double seconds = 20;
  /// More than the program had when the test began; not in sanitizer builds, which map far more
  /// than they use.
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;
};

/// The verdict of `work`, or what ended it instead.
Verdict run_in_child(const std::function<Verdict()>& work, const Limits& limits);

/// What the module is doing now: "step urine_ratio of batch 3".
void doing(std::string_view activity);
std::string_view activity();

/// Which random batch is being tried, so that it can be tried again.
void trying(std::uint64_t seed);

/// Ends the child with this verdict; safe to call wherever code of the module may have been.
[[noreturn]] void report(const Verdict& verdict);

/// Bytes that were written to standard output and standard error since the child began.
std::uint64_t written_bytes();

/// Called for a memory fault before anything else; may end the child with report().
using FaultReader = void (*)(const void* address, bool known_direction, bool was_write);
void set_fault_reader(FaultReader reader);

/// True in builds with a sanitizer, which counts memory in its own way.
bool has_sanitizer();

}  // namespace causa::check
