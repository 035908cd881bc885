// SPDX-License-Identifier: Apache-2.0

#include "rules/slip.hpp"

#include "base/text.hpp"

namespace causa::rules {

namespace {

constexpr int most_slips = 2;

/// True if at most `left` letters must be added, dropped, changed or swapped with their neighbor.
bool within(std::string_view a, std::string_view b, int left) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  if (a.empty() || b.empty()) return a.size() + b.size() <= static_cast<std::size_t>(left);
  if (left == 0) return false;
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0] &&
      within(a.substr(2), b.substr(2), left - 1))
    return true;
  return within(a.substr(1), b.substr(1), left - 1) || within(a.substr(1), b, left - 1) ||
         within(a, b.substr(1), left - 1);
}

}  // namespace

std::string slip_of(std::string_view word, std::span<const std::string> candidates) {
  std::string near = nearest(word, candidates);
  return within(word, near, most_slips) ? near : std::string();
}

}  // namespace causa::rules
