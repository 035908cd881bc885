// SPDX-License-Identifier: Apache-2.0
//
// The words of manifests that assessments use too: values.
#pragma once

#include <cstdint>

namespace causa::knowledge {

struct Interval {
  double low = 0;
  double high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

enum class Basis : std::uint8_t { measured = 1, expert, guideline };

enum class Role : std::uint8_t { cause = 1, mimic, dangerous, state };

enum class About : std::uint8_t { present = 1, explains };

enum class Urgency : std::uint8_t { routine = 1, urgent, same_day, emergency };

enum class AdviceKind : std::uint8_t { self_care = 1, medical, prevention, workup };

}  // namespace causa::knowledge
