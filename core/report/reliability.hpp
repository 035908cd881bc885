// SPDX-License-Identifier: Apache-2.0
//
// Reliability diagram: what was given a probability, in bins, against how often it turned out to be
// so. An SVG file of its own, readable on light and on dark, with its numbers as text. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace causa::report {

struct ReliabilityBin {
  double low = 0, high = 1;  ///< probabilities from low up to, without, high; the last one with it
  double sum = 0;            ///< of the probabilities
  std::uint64_t some = 0;    ///< turned out to be so
  std::uint64_t all = 0;
};

/// `caveat`: a sentence that stands below, for the number of cases that no diagram shows.
std::string reliability_diagram(std::span<const ReliabilityBin> bins, const std::string& caveat);

}  // namespace causa::report
