// SPDX-License-Identifier: Apache-2.0

#include "base/at_once.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <thread>

namespace causa {

BOOST_AUTO_TEST_SUITE(base_at_once)

namespace {

BOOST_AUTO_TEST_CASE(each_piece_is_done_once) {
  for (const unsigned jobs : {1u, 2u, 7u, 100u})
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
      std::vector<std::atomic<int>> done(count);
      do_at_once(count, jobs, [&](std::size_t i) { ++done[i]; });
      for (const auto& times : done) BOOST_TEST_REQUIRE(times == 1);
    }
}

BOOST_AUTO_TEST_CASE(one_job_is_the_callers) {
  bool mine = true;
  do_at_once(50, 1, [&, self = std::this_thread::get_id()](std::size_t) {
    mine = mine && std::this_thread::get_id() == self;
  });
  BOOST_TEST(mine);
}

BOOST_AUTO_TEST_CASE(what_a_piece_throws_the_caller_gets_when_nobody_works_any_more) {
  for (const std::size_t bad : {std::size_t{0}, std::size_t{49}}) {
    std::atomic<int> at_work{0};
    const auto work = [&](std::size_t i) {
      ++at_work;
      std::this_thread::yield();
      --at_work;
      if (i == bad) throw std::runtime_error("bad");
    };
    BOOST_CHECK_THROW(do_at_once(50, 4, work), std::runtime_error);
    BOOST_TEST(at_work == 0);
  }
}

BOOST_AUTO_TEST_CASE(what_is_begun_gives_its_result) {
  BOOST_TEST(begin_at_once([] { return 42; }).get() == 42);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa
