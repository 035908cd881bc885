// SPDX-License-Identifier: Apache-2.0
//
// Chance that is the same on every machine: the standard library's distributions are not. One
// generator a patient, so that patient 7 is the same whether ten are made or a million. Nothing can
// fail; one thread.
#pragma once

#include <cmath>
#include <cstdint>

namespace causa::bench {

class Chance {
 public:
  Chance(std::uint64_t seed, std::uint64_t patient) : state_(seed * odd + patient) {
    (void)next();
    state_ ^= patient << 32;
  }

  /// True with probability p.
  bool is(double p) { return uniform() < p; }

  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }

  /// From `low` to `high`, both included.
  int whole(int low, int high) {
    return low + static_cast<int>(uniform() * static_cast<double>(high - low + 1));
  }

  /// Irwin-Hall: the sum of twelve uniforms has a variance of one, and no function of the C library
  /// that rounds differently elsewhere.
  double normal(double mean, double deviation) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return mean + deviation * sum;
  }

 private:
  static constexpr std::uint64_t odd = 0x9e3779b97f4a7c15u;

  /// SplitMix64 (Steele, Lea and Flood 2014).
  std::uint64_t next() {
    std::uint64_t z = state_ += odd;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace causa::bench
