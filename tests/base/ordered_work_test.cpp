// SPDX-License-Identifier: Apache-2.0

#include "base/ordered_work.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

BOOST_AUTO_TEST_SUITE(base_ordered_work)

using causa::OrderedWork;

namespace {

using namespace std::chrono_literals;

/// As many of each thing as is put; does nothing with it but wait a moment, others longer.
void do_all(OrderedWork<int>& work, std::size_t bytes_when_done = 1) {
  while (int* thing = work.claim()) {
    if (*thing % 3 == 0) std::this_thread::sleep_for(1ms);
    work.done(thing, bytes_when_done);
  }
}

std::vector<int> take_all(OrderedWork<int>& work) {
  std::vector<int> all;
  for (auto some = work.take(); !some.empty(); some = work.take())
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_several_threads_do_is_taken_in_the_order_in_which_it_was_put) {
  OrderedWork<int> work({8, 1000});
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    for (int i = 0; i < 500; ++i) work.put(i, 1);
    work.close();
  });
  for (int i = 0; i < 5; ++i) threads.emplace_back([&] { do_all(work); });
  const auto all = take_all(work);
  for (auto& thread : threads) thread.join();
  std::vector<int> expected(500);
  std::iota(expected.begin(), expected.end(), 0);
  BOOST_TEST(all == expected, boost::test_tools::per_element());
}

/// Counts how far the one who puts gets, however long the one who takes waits.
BOOST_AUTO_TEST_CASE(who_puts_waits_for_who_takes) {
  for (const bool by_bytes : {false, true}) {
    OrderedWork<int> work(by_bytes ? causa::WorkLimits{1000, 40} : causa::WorkLimits{4, 1000});
    std::atomic<int> put{0};
    std::thread source([&] {
      for (int i = 0; i < 40 && work.put(i, 10); ++i) ++put;
      work.close();
    });
    std::thread worker([&] { do_all(work, 10); });
    std::this_thread::sleep_for(50ms);
    BOOST_TEST(put == 4);  // done, and nobody has taken it
    int most = 0, taken = 0;
    for (auto some = work.take(); !some.empty(); some = work.take()) {
      std::this_thread::sleep_for(1ms);
      most = std::max(most, put - taken);
      taken += static_cast<int>(some.size());
    }
    source.join();
    worker.join();
    BOOST_TEST(taken == 40);
    BOOST_TEST(most <= 4);
  }
}

BOOST_AUTO_TEST_CASE(what_grew_when_it_was_done_makes_the_next_wait) {
  OrderedWork<int> work({1000, 40});
  BOOST_TEST(work.put(0, 10));
  work.done(work.claim(), 40);
  std::atomic<bool> put{false};
  std::thread source([&] { put = work.put(1, 10); });
  std::this_thread::sleep_for(20ms);
  BOOST_TEST(!put);
  BOOST_TEST(work.take().size() == 1u);
  std::this_thread::sleep_for(20ms);
  BOOST_TEST(!put);  // what was taken is still being stored
  std::thread taker([&] { BOOST_TEST(work.take().empty()); });
  source.join();
  BOOST_TEST(put);
  work.stop();
  taker.join();
}

BOOST_AUTO_TEST_CASE(one_thing_is_let_in_however_large) {
  OrderedWork<int> work({4, 40});
  BOOST_TEST(work.put(1, 1'000'000));
  work.done(work.claim(), 1);
  BOOST_TEST(work.take().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stop_wakes_everybody) {
  OrderedWork<int> work({1, 40});
  BOOST_TEST(work.put(0, 1));
  int* const claimed = work.claim();
  std::vector<std::thread> threads;
  threads.emplace_back([&] { BOOST_TEST(!work.put(1, 1)); });
  threads.emplace_back([&] { BOOST_TEST(work.claim() == nullptr); });
  threads.emplace_back([&] { BOOST_TEST(work.take().empty()); });
  std::this_thread::sleep_for(20ms);
  work.stop();
  for (auto& thread : threads) thread.join();
  work.done(claimed, 1);  // whoever was at work may still end it
  BOOST_TEST(work.take().empty());
}

BOOST_AUTO_TEST_SUITE_END()
