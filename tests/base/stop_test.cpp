// SPDX-License-Identifier: Apache-2.0

#include "base/stop.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <thread>

BOOST_AUTO_TEST_SUITE(base_stop)

using causa::Stop;

BOOST_AUTO_TEST_CASE(who_waits_for_bytes_is_woken_by_bytes_by_the_end_or_by_a_stop) {
  std::array<int, 2> ends{};
  BOOST_REQUIRE(::pipe(ends.data()) == 0);
  Stop stop;
  BOOST_REQUIRE(::write(ends[1], "x", 1) == 1);
  BOOST_TEST(stop.wait_for(ends[0]));
  char byte = 0;
  BOOST_REQUIRE(::read(ends[0], &byte, 1) == 1);
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop.ask();
  });
  BOOST_TEST(!stop.asked());
  BOOST_TEST(!stop.wait_for(ends[0]));
  other.join();
  BOOST_TEST(stop.asked());
  Stop another;
  ::close(ends[1]);
  BOOST_TEST(another.wait_for(ends[0]));
  ::close(ends[0]);
}

BOOST_AUTO_TEST_SUITE_END()
