// SPDX-License-Identifier: Apache-2.0
//
// What is certain of conditions whatever a patient's facts are: that one can never be true, or
// never false; that one is never reached after others; that two say the same. Every answer is
// sound: where concepts hang together in ways that aren't looked at (is_a, starts), or a condition
// has too many repeated facts, the answer is the careless one, "nothing is certain". Two values of
// one instant are not looked at. Pure; any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition.hpp"

namespace causa::rules {

/// A condition as it is studied here. No tree: always true.
struct Studied {
  std::shared_ptr<const Condition::Tree> tree;
};

/// Nothing if the condition isn't understood.
std::optional<Studied> study(std::string_view text, const terminology::Vocabulary& vocabulary,
                             const Terms& terms);

/// Every concept that it asks for, once each.
std::vector<terminology::ConceptId> concepts_of(const Studied& condition);

/// False only if it is certain.
struct Outlook {
  bool can_hold = true;
  bool can_fail = true;
};

/// `never_known`: facts that nothing gives, so that no patient has them.
Outlook outlook_of(const Studied& condition, const terminology::Vocabulary& vocabulary,
                   std::span<const terminology::ConceptId> never_known = {});

/// Of a patient of whom it is known that `present` is there today, since when not, and nothing
/// else: neither age nor sex.
Truth truth_if_only(const Studied& condition, const terminology::Vocabulary& vocabulary,
                    std::span<const terminology::ConceptId> present);

/// True if it is certain that, whenever `condition` is true, one of `earlier` is true already.
bool never_reached(const Studied& condition, std::span<const Studied> earlier,
                   const terminology::Vocabulary& vocabulary);

/// The same text for conditions that are true, false and unknown together, whatever the order of
/// their parts: "not x is absent" is "x". Conditions that differ may still mean the same.
struct Meaning {
  std::string text;
  bool negated = false;  ///< the condition is the opposite of the text
  friend bool operator==(const Meaning&, const Meaning&) = default;
};
Meaning meaning_of(const Studied& condition);

/// True if a list of `at least n of` has two parts of one meaning, so that it counts twice.
bool counts_twice(const Studied& condition);

/// The values of one number in which a condition is true that asks nothing else. Closed ends, in
/// the canonical unit.
struct Band {
  terminology::ConceptId concept_id = terminology::no_concept;
  double low = 0, high = 0;
};
std::optional<Band> band_of(const Studied& condition);

}  // namespace causa::rules
