// SPDX-License-Identifier: Apache-2.0
//
// The threads that extend a whole store:
//
//     one names stretches of places -> several read and extend what stands there -> the caller's
//     stores it
//
// Each that extends reads with a connection of its own, so nobody waits for the disk but the one
// who stores. What is under way is bounded, by number and by bytes. An error of one stretch is its
// own; an exception ends all of them, and is the caller's.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ordered_work.hpp"
#include "cli/extending/extender.hpp"
#include "cli/threads.hpp"

namespace causa::cli::extending {

/// All that stands at places in (after, until].
struct Stretch {
  std::int64_t after = 0, until = 0;
  Result<std::vector<Extended>> extended = std::vector<Extended>();
};

class Crew {
 public:
  /// Up to the place `newest`, `batch` places in a stretch. The settings and groups outlive it.
  Crew(const Settings& settings, Groups& groups, unsigned jobs, std::int64_t newest,
       std::uint32_t batch);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// The next stretches, in their order; none at the end.
  std::vector<Stretch> take();

 private:
  void name_stretches();
  void extend();

  const Settings& settings_;
  Groups& groups_;
  const std::int64_t newest_;
  const std::uint32_t batch_;
  OrderedWork<Stretch> work_;
  Threads threads_;  ///< last: they use the others
};

}  // namespace causa::cli::extending
