// SPDX-License-Identifier: Apache-2.0
//
// Bytes a second that this machine's memory gives, the limit of whatever only reads or moves them:
// threads read, then copy, a part each of a buffer far larger than the caches. The best of several
// passes counts, for a limit isn't what other work leaves of it. A copy counts its bytes twice, as
// read and as written.
//
//   bandwidth MIB THREADS

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Words = std::span<std::uint64_t>;

constexpr int passes = 7;

/// Four sums, so that no addition waits for the one before.
std::uint64_t sum_of(Words words) {
  std::uint64_t a = 0, b = 0, c = 0, d = 0;
  for (std::size_t i = 0; i + 4 <= words.size(); i += 4) {
    a += words[i];
    b += words[i + 1];
    c += words[i + 2];
    d += words[i + 3];
  }
  return a + b + c + d;
}

/// `work` is given the number of its thread and that thread's part.
template <class Work>
double best_seconds(Words buffer, std::size_t threads, Work work) {
  double best = std::numeric_limits<double>::infinity();
  const std::size_t size = buffer.size() / threads;
  for (int pass = 0; pass < passes; ++pass) {
    const auto begin = Clock::now();
    {
      std::vector<std::jthread> running;
      for (std::size_t i = 0; i < threads; ++i)
        running.emplace_back(work, i, buffer.subspan(i * size, size));
    }
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  return best;
}

void measure(std::size_t mebibytes, std::size_t threads) {
  if (mebibytes == 0 || threads == 0) throw std::invalid_argument("neither may be 0");
  std::vector<std::uint64_t> memory((mebibytes << 20) / sizeof(std::uint64_t), 1);
  const Words buffer(memory);
  std::vector<std::uint64_t> sums(threads);
  const double read_s = best_seconds(
      buffer, threads, [&](std::size_t thread, Words part) { sums[thread] = sum_of(part); });
  const double copy_s = best_seconds(buffer, threads, [](std::size_t, Words part) {
    const std::size_t half = part.size() / 2;
    std::memcpy(part.data(), part.data() + half, half * sizeof(std::uint64_t));
  });
  const auto bytes = static_cast<double>(buffer.size_bytes());
  fmt::print("{{\"threads\":{},\"read_bytes_s\":{:.0f},\"copy_bytes_s\":{:.0f},\"sum\":{}}}\n",
             threads, bytes / read_s, bytes / copy_s, sums.front());
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count != 3) throw std::invalid_argument("bandwidth MIB THREADS");
    measure(std::stoul(words[1]), std::stoul(words[2]));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bandwidth: {}\n", error.what());
    return 2;
  }
}
