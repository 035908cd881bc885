// SPDX-License-Identifier: Apache-2.0

#include "cli/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace causa::cli {

namespace {
constexpr int bar_width = 40;
}

Progress::Progress(const char* things)
    : things_(things),
      enabled_(::isatty(STDERR_FILENO) == 1),
      start_(std::chrono::steady_clock::now()) {}

Progress::~Progress() { clear(); }

void Progress::update(std::uint64_t count, std::uint64_t part, std::uint64_t total) {
  if (!enabled_) return;
  using namespace std::chrono_literals;
  const auto now = std::chrono::steady_clock::now();
  if (now - start_ < 1s || now - last_ < 100ms) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(count) / seconds;
  std::string line;
  if (total > 0) {
    const double share = std::min(1.0, static_cast<double>(part) / static_cast<double>(total));
    const int filled = static_cast<int>(share * bar_width);
    const double left = share > 0 ? seconds * (1 - share) / share : 0;
    line = fmt::format("[{:#<{}}{:.<{}}] {:3.0f} %, {} {}, {:.0f}/s, {:.0f} s left", "", filled, "",
                       bar_width - filled, 100 * share, count, things_, rate, left);
  } else {
    line = fmt::format("{} {}, {:.0f}/s", count, things_, rate);
  }
  tell_watchers("\r\x1b[K{}", line);
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  tell_watchers("\r\x1b[K");
  drawn_ = false;
}

}  // namespace causa::cli
