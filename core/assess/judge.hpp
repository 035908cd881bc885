// SPDX-License-Identifier: Apache-2.0
//
// The two questions of one cause for one patient: is it present (P), and does it account for this
// complaint (X)? Pure functions of the row.
#pragma once

#include "assess/patient.hpp"

namespace causa::assess {

/// A cause judged for one patient, before it is ranked.
struct Judged {
  std::uint32_t cause = 0;     ///< index into Prepared::causes
  bool considered = true;      ///< false: its `requires` isn't met
  bool spoken_for = false;     ///< at least one rule for it counted, or it is decided present
  bool only_frequent = false;  ///< spoken for by nothing but a prior for what is known
  bool refuted = false;        ///< somebody said that its diagnosis is not so
  bool has_evidence = false;   ///< some rule's condition was decided, or a decision was made
  double p = 0, variance_p = 0;
  double x = 0, variance_x = 0;
  CauseResult result;
};

/// Judges one cause; `classes` are the complaint's.
Judged judge(Patient& patient, std::uint32_t cause, const std::vector<std::string>& classes);

}  // namespace causa::assess
