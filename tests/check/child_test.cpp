// SPDX-License-Identifier: Apache-2.0

#include "check/child.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdio>
#include <stdexcept>

#include "check/memory.hpp"

BOOST_AUTO_TEST_SUITE(check_child)

using namespace causa::check;

namespace {

constexpr Limits limits{2, std::uint64_t{256} << 20};

bool says(const Verdict& verdict, std::string_view words) {
  return verdict.text.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_verdict_comes_back) {
  const Verdict verdict = run_in_child([] { return warn("look at it"); }, limits);
  BOOST_TEST((verdict.status == Status::warn));
  BOOST_TEST(verdict.text == "look at it");
}

BOOST_AUTO_TEST_CASE(a_signal_is_named_with_what_was_going_on) {
  const auto work = [] {
    doing("step calcium");
    ::kill(::getpid(), SIGKILL);
    return pass();
  };
  const Verdict verdict = run_in_child(work, limits);
  BOOST_TEST((verdict.status == Status::crash));
  BOOST_TEST(says(verdict, "in step calcium"), verdict.text);
}

BOOST_AUTO_TEST_CASE(a_hang_ends_in_time_and_names_the_seed) {
  const auto work = [] {
    trying(4711);
    volatile bool goes_on = true;
    while (goes_on) continue;
    return pass();
  };
  const Verdict verdict = run_in_child(work, Limits{0.2, limits.memory_bytes});
  BOOST_TEST((verdict.status == Status::crash));
  BOOST_TEST(says(verdict, "did not end within 0.2 seconds"), verdict.text);
  BOOST_TEST(says(verdict, "seed 4711"), verdict.text);
}

BOOST_AUTO_TEST_CASE(an_exit_is_a_crash) {
  const Verdict verdict = run_in_child([]() -> Verdict { ::_exit(0); }, limits);
  BOOST_TEST((verdict.status == Status::crash));
  BOOST_TEST(says(verdict, "exit code 0"), verdict.text);
}

BOOST_AUTO_TEST_CASE(an_exception_that_nobody_caught_is_named) {
  const auto work = []() -> Verdict {
    doing("create");
    const auto library = [] { throw std::runtime_error("no table"); };
    const auto host = [&]() noexcept { library(); };
    host();
    return pass();
  };
  const Verdict verdict = run_in_child(work, limits);
  BOOST_TEST((verdict.status == Status::fail));
  BOOST_TEST(says(verdict, "in create: no table"), verdict.text);
}

BOOST_AUTO_TEST_CASE(what_the_child_prints_does_not_come_out) {
  const auto work = [] {
    std::printf("noise\n");
    return written_bytes() == 6 ? pass() : fail("nothing was counted");
  };
  const Verdict verdict = run_in_child(work, limits);
  BOOST_TEST((verdict.status == Status::pass), verdict.text);
}

BOOST_AUTO_TEST_CASE(a_process_that_was_left_behind_is_ended_too) {
  int ends[2];
  BOOST_TEST_REQUIRE(::pipe(ends) == 0);
  const auto work = [&] {
    if (::fork() == 0) {
      ::close(ends[0]);
      ::sleep(60);
    }
    return pass();
  };
  BOOST_TEST((run_in_child(work, limits).status == Status::pass));
  ::close(ends[1]);
  char byte = 0;
  // Ends at once, because nobody holds the other end any more.
  BOOST_TEST(::read(ends[0], &byte, 1) == 0);
  ::close(ends[0]);
}

BOOST_AUTO_TEST_CASE(a_touch_beyond_an_array_is_blamed_on_it) {
  for (const Fence fence : {Fence::behind, Fence::before}) {
    const auto work = [&] {
      doing("step calcium");
      Memory memory(fence);
      auto* numbers = static_cast<volatile double*>(
          memory.take(3 * sizeof(double), alignof(double), "the values of lab.calcium"));
      numbers[0] = 1;
      numbers[2] = 1;
      const FaultWatch watch({&memory});
      numbers[fence == Fence::behind ? 3 : -1] = 1;
      return pass();
    };
    const Verdict verdict = run_in_child(work, limits);
    BOOST_TEST((verdict.status == Status::fail), verdict.text);
    BOOST_TEST(says(verdict, fence == Fence::behind ? "behind the end of the values of lab.calcium"
                                                    : "before the begin of the values"),
               verdict.text);
  }
}

BOOST_AUTO_TEST_CASE(protected_memory_can_be_read_and_not_written) {
  const auto work = [](bool write) {
    return [write] {
      Memory memory(Fence::behind);
      auto* bytes = static_cast<volatile unsigned char*>(memory.take(5, 1, "the truths"));
      bytes[4] = 7;
      memory.protect();
      const FaultWatch watch({&memory});
      if (write) bytes[4] = 8;
      return bytes[4] == 7 ? pass() : fail("it was written");
    };
  };
  BOOST_TEST((run_in_child(work(false), limits).status == Status::pass));
  const Verdict verdict = run_in_child(work(true), limits);
  BOOST_TEST(says(verdict, "writes to the truths"), verdict.text);
}

BOOST_AUTO_TEST_SUITE_END()
