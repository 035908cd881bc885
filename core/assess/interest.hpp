// SPDX-License-Identifier: Apache-2.0
//
// What modules which come later could have to say of a patient whose record was read with them: it
// knows where in the columns and conditions of all modules those that come are heard. Never says no
// where they would. Any thread; borrows the Prepared.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "assess/prepared.hpp"
#include "assess/ranked_interest.hpp"

namespace causa::assess {

class Interest {
 public:
  /// `added` are ids of modules.
  Interest(const Prepared& prepared, const std::set<std::string>& added);

  /// Whether something is known of a row that only the modules that come read, so that it would be
  /// shown where it wasn't, that they define, that is measured for a cause of theirs, or that is
  /// computed by a step that doesn't run, of which only the assessment of before can tell.
  [[nodiscard]] bool is_new(facts::Batch& batch, std::uint32_t row,
                            const facts::PatientFacts& facts) const;

  /// Of conditions of which one that holds makes the modules say something, whatever is ranked:
  /// their places among the masks; and whether one always holds.
  [[nodiscard]] const std::vector<std::uint32_t>& voices() const { return voices_; }
  /// The same for who is ranked, beside these.
  [[nodiscard]] const RankedInterest& ranked() const { return ranked_; }
  [[nodiscard]] bool always_speaks() const { return always_speaks_; }

  /// Alerts that were raised before may be told otherwise by what comes: they name causes of it,
  /// which must not be missed then, or concepts that have their name from it.
  [[nodiscard]] bool change_alerts() const { return change_alerts_; }

 private:
  using Ids = std::set<std::string>;

  [[nodiscard]] bool comes(std::uint32_t module) const { return comes_[module]; }
  [[nodiscard]] bool find_hearers() const;
  void find_concepts();
  void want_what_others_say_of_their_causes(Ids& wanted) const;
  [[nodiscard]] std::vector<bool> concepts_of(const Ids& ids) const;
  void find_voices();
  void hear(const Test& test);

  const Prepared& prepared_;
  const std::vector<bool> comes_;  ///< by module
  RankedInterest ranked_;
  std::vector<bool> changed_;  ///< by concept: only a whole assessment can tell what it means now
  std::vector<bool> bounded_;  ///< by concept: bounds may lie beside bands of what comes
  std::vector<bool> read_by_them_;       ///< by column: and by none of the others
  std::vector<std::uint32_t> measured_;  ///< columns that decide causes that come
  std::vector<std::uint32_t> voices_;
  bool always_speaks_ = false;
  bool change_alerts_ = false;
};

}  // namespace causa::assess
