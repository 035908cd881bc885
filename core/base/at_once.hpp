// SPDX-License-Identifier: Apache-2.0
//
// A few pieces of work that don't touch each other, done at once by several threads. Where there is
// no further thread to be had, fewer do the same; what a piece throws, the caller gets.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/memory_pages.hpp"

namespace causa {

/// Throws std::system_error if there is no thread to be had.
template <class Work>
std::future<std::invoke_result_t<Work>> begin_thread(Work work) {
  return std::async(std::launch::async, [work]() mutable {
    use_large_pages();
    return work();
  });
}

/// Begins `work` in a thread of its own; without one it is done when its result is asked for.
template <class Work>
std::future<std::invoke_result_t<Work>> begin_at_once(Work work) {
  try {
    return begin_thread(work);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, std::move(work));
  }
}

/// Returns when all are done; the caller's thread is one of those that do it. Calls `work(0)` to
/// `work(count - 1)`, in no order.
template <class Work>
void do_at_once(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto go_on = [&] {
    for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  const std::size_t threads = std::min<std::size_t>(jobs, count);
  std::vector<std::future<void>> others;
  others.reserve(threads);
  try {
    while (others.size() + 1 < threads) others.push_back(begin_thread(go_on));
  } catch (const std::system_error&) {
    // Those that there are do it.
  }
  go_on();
  for (auto& other : others) other.get();
}

}  // namespace causa
