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
  /// Those to judge of one patient, in their order: of who is ranked all but those that can neither
  /// be listed nor stand among what can't be missed; of others those that a decision may say are
  /// there; of both those that one of the assessment's alerts names. Good until the next call.
  const std::vector<std::uint32_t>& find(const Patient& patient, bool ranked);

 private:
  void look(const Patient& patient);
  void add_named(const Patient& patient);
  [[nodiscard]] bool matters(const Patient& patient, std::uint32_t cause) const;

  // That it may matter though nothing is known of it (as in Prepared::may_matter); what is known: a
  // prior or a decision speaks for it, a rule is decided, an alert names it.
  static constexpr std::uint8_t may_matter = 1, speaks = 2, weighs = 4, named = 8;

  std::vector<std::uint8_t> known_;  ///< by cause, and as many more as fill a step
  std::vector<std::uint32_t> chosen_;
};

}  // namespace causa::assess
