// SPDX-License-Identifier: Apache-2.0
//
// Whether modules that come later change what is said of somebody whose causes are ranked. Never
// says no where they would; of what can't be told from what the version before says and from what
// the modules read, it says yes. Borrows the Prepared. Any thread.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "assess/judge.hpp"
#include "assess/patient.hpp"
#include "assess/said_before.hpp"

namespace causa::assess {

class RankedInterest {
 public:
  /// `comes`: by module.
  RankedInterest(const Prepared& prepared, const std::vector<bool>& comes);

  /// The conditions that may_change() asks for, as places among the masks.
  [[nodiscard]] const std::vector<std::uint32_t>& masks() const { return masks_; }

  /// Of who isn't ranked, too: what is said of the causes that alerts name may be weighed
  /// otherwise.
  [[nodiscard]] bool may_weigh(const Patient& patient) const;

  /// The patient knows all that the modules read, and is without words.
  bool may_change(Patient& patient, const SaidBefore& said, Judging& judging) const;

 private:
  using Masks = std::vector<std::uint32_t>;

  void take_cause(std::uint32_t cause, const std::vector<bool>& comes);
  void take_advice(const PreparedAdvice& advice, const std::vector<bool>& comes);
  void need(const Test& test);
  void hear(const Test& test, Masks& heard);
  [[nodiscard]] bool may_be_withheld(const Patient& patient, SharedText advice) const;

  const Prepared& prepared_;
  bool always_ = false;
  Masks masks_;
  std::vector<std::uint32_t> causes_;        ///< that come
  std::unordered_set<const void*> leading_;  ///< ids of causes that lead to them
  Masks weighing_;  ///< rules that come for other causes: evidence as soon as they are decided
  Masks advising_;  ///< of advice that comes and isn't only for causes that come
  /// By the ids of advice that was there: those that come and may withhold it.
  std::unordered_map<const void*, std::vector<const PreparedWithhold*>> withholds_;
};

}  // namespace causa::assess
