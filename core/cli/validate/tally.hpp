// SPDX-License-Identifier: Apache-2.0
//
// Verdicts counted: accuracy of a set and of its parts, what was answered where, alerts, and how
// often a cause was the labeled one when it was given some probability. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "cli/validate/verdict.hpp"
#include "report/reliability.hpp"

namespace causa::cli::validate {

/// How many of how many.
struct Count {
  std::uint64_t some = 0, all = 0;
  void add(bool right) {
    some += right ? 1 : 0;
    ++all;
  }
};

struct Accuracy {
  Count family_first, family_three;
  Count cause_first, cause_three;  ///< of the cases whose label names causes
};

/// Of the top alert: none, routine, urgent, same-day, emergency.
inline constexpr std::size_t alert_kinds = 5;

struct Tally {
  Accuracy all;
  Accuracy certain;  ///< without labels of low or inferred certainty
  std::map<std::string, Accuracy> by_class, by_family, by_difficulty;
  /// By expected label, then by answer.
  std::map<std::string, std::map<std::string, std::uint64_t>> confusion;
  std::map<Level, std::array<std::uint64_t, alert_kinds>> alerts;  ///< by expected level
  Count urgency;                                                   ///< agrees with the label
  Count missed;                                                    ///< of the emergencies
  Count raised;           ///< of those that are none: raised to emergency
  Count falsely_raised;   ///< the same, where the label doesn't accept that
  Count expected_alerts;  ///< raised, of those that labels name
  std::vector<report::ReliabilityBin> calibration;
  std::uint64_t calibration_cases = 0;
};

Tally count(std::span<const Verdict> verdicts);

}  // namespace causa::cli::validate
