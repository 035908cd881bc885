// SPDX-License-Identifier: Apache-2.0
//
// One assessment held against its label. The rules of matching are those of docs/validation.md: a
// place of the ranking is won by the head of its chain; `mimic` is met by a cause of that role;
// `none` if nothing is ranked; `other` if a complaint is there and nothing is ranked; a family, for
// a patient without a leg complaint, by a state that is decided. Pure; owns nothing: the case and
// the assessment outlive a Verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "cli/validate/labeled_case.hpp"

namespace causa::cli::validate {

/// In what a case isn't as its label says.
enum class Miss : std::uint8_t {
  emergency_missed = 1,  ///< an emergency; the top alert is below same-day
  emergency_false,       ///< raised to emergency, which the label doesn't accept
  family,
  cause,   ///< the label names causes, and another stands first
  alert,   ///< an alert that the label names wasn't raised
  urgency  ///< the top alert is of an urgency that the label doesn't accept
};

const char* words(Miss miss);

struct Verdict {
  const LabeledCase* labeled = nullptr;
  const assess::Assessment* assessment = nullptr;
  /// A complaint was found and something could be ranked.
  bool ranked = false;
  /// What the first place says, in words of labels: the one that matches, else its family.
  std::string answer;
  bool family_first = false, family_three = false;
  std::optional<bool> cause_first, cause_three;  ///< nothing: the label names no cause
  std::optional<knowledge::Urgency> top_alert;
  bool urgency_agrees = false;
  /// Raised to emergency though the expected level is another, whether that is accepted or not.
  bool raised_to_emergency = false;
  std::vector<std::string> alerts_missed;
  std::vector<Miss> misses;  ///< gravest first; empty: as labeled
};

Verdict judge(const LabeledCase& labeled, const assess::Assessment& assessment);

/// The causes that take the places of the ranking; chain members stand under one of them.
std::vector<const assess::CauseResult*> places(const assess::Assessment& assessment);

/// The family of a cause's id.
std::string family_of(const std::string& cause);

}  // namespace causa::cli::validate
