// SPDX-License-Identifier: Apache-2.0
//
// Which causes a patient gives reason to judge: of most of them nothing is known, and what is not
// known of a cause that isn't dangerous is nothing to tell anybody. Used again for the next
// patient; one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "assess/patient.hpp"

namespace causa::assess {

/// The first prior that fits, or the one for where none does.
const PreparedPrior& prior_for(const Patient& patient, const PreparedCause& cause);

/// Causes by their places in Prepared::causes.
class Reasons {
 public:
  /// Those of one patient.
  void find(const Patient& patient);

  /// False only if no decision can say that the patient has it.
  [[nodiscard]] bool may_be_decided(std::uint32_t cause) const {
    return (known_[cause] & speaks) != 0;
  }

  /// False only if it can neither be listed nor stand among what can't be missed, unless an alert
  /// names it.
  [[nodiscard]] bool matters(const Patient& patient, std::uint32_t cause) const {
    return known_[cause] != 0 || matters_unknown(patient, cause);
  }

 private:
  [[nodiscard]] bool matters_unknown(const Patient& patient, std::uint32_t cause) const;

  // What is known of a cause: a prior or a decision speaks for it, or a rule is decided.
  static constexpr std::uint8_t speaks = 1, weighs = 2;

  std::vector<std::uint8_t> known_;  ///< by cause
};

}  // namespace causa::assess
