// SPDX-License-Identifier: Apache-2.0
//
// Something about the input that a person should look at: what, where, and what to do about it.
// Plain data. The message and the place hold what the record holds, so they belong on standard
// output, in reports and in the store, never in a log.
#pragma once

#include <cstdint>
#include <string>

namespace causa::lint {

enum class Severity : std::uint8_t {
  note = 1,  ///< worth knowing
  warning,   ///< probably a mistake, or something was left out because of it
  error,     ///< can't be right
};

struct Finding {
  std::string id;  ///< of the rule, "value.implausible"; docs/linting.md explains each
  Severity severity = Severity::note;
  bool safety = false;  ///< left as it is, it can mislead an assessment to a patient's harm
  std::string place;    ///< "Observation/k1"; empty: the record as a whole
  std::string message;  ///< what is wrong
  std::string cure;     ///< what to do about it
  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace causa::lint
