// SPDX-License-Identifier: Apache-2.0

#include "assess/ranked_interest.hpp"

#include <algorithm>

namespace causa::assess {

using rules::Truth;

RankedInterest::RankedInterest(const Prepared& prepared, const std::vector<bool>& comes)
    : prepared_(prepared) {
  for (std::uint32_t cause = 0; cause < prepared.causes.size(); ++cause) take_cause(cause, comes);
  for (const PreparedAdvice& advice : prepared.advice) take_advice(advice, comes);
  std::sort(masks_.begin(), masks_.end());
  masks_.erase(std::unique(masks_.begin(), masks_.end()), masks_.end());
}

void RankedInterest::need(const Test& test) {
  if (test.mask != no_index) masks_.push_back(test.mask);
}

void RankedInterest::hear(const Test& test, Masks& heard) {
  if (test.mask == no_index)
    always_ = true;
  else
    heard.push_back(test.mask);
  need(test);
}

void RankedInterest::take_cause(std::uint32_t cause, const std::vector<bool>& comes) {
  const PreparedCause& prepared = prepared_.causes[cause];
  if (!comes[prepared.module]) {
    for (const PreparedRule& rule : prepared.rules)
      if (comes[rule.module]) hear(rule.test, weighing_);
    return;
  }
  causes_.push_back(cause);
  // It is listed where nothing else is found.
  always_ = always_ || prepared_.cause_masks[cause].idiopathic;
  need(prepared.requires_test);
  for (const PreparedPrior& prior : prepared.priors) need(prior.test);
  for (const PreparedDecision& decision : prepared.decisions) need(decision.test);
  for (const PreparedRule& rule : prepared.rules) need(rule.test);
  for (const std::uint32_t upstream : prepared.led_by)
    if (const PreparedCause& one = prepared_.causes[upstream]; !comes[one.module]) {
      leading_.insert(one.cause->id.identity());
      // It may be likely and not be listed.
      always_ = always_ || prepared_.cause_masks[upstream].idiopathic;
    }
}

void RankedInterest::take_advice(const PreparedAdvice& advice, const std::vector<bool>& comes) {
  if (comes[advice.module]) {
    // An alert may name a cause that isn't loaded.
    const auto comes_too = [&](const SharedText id) {
      return std::any_of(causes_.begin(), causes_.end(), [&](const std::uint32_t cause) {
        return prepared_.causes[cause].cause->id == id;
      });
    };
    const auto& causes = advice.for_causes;
    if (causes.empty() || !std::all_of(causes.begin(), causes.end(), comes_too))
      hear(advice.test, advising_);
    return;
  }
  for (const std::uint32_t place : advice.withholds) {
    const PreparedWithhold& withhold = prepared_.withholds[place];
    if (!comes[withhold.module]) continue;
    withholds_[advice.advice->id.identity()].push_back(&withhold);
    need(withhold.test);
  }
}

/// Advice of other modules may have its id: asking for theirs, too, is to ask for too much.
bool RankedInterest::may_be_withheld(const Patient& patient, SharedText advice) const {
  const auto found = withholds_.find(advice.identity());
  return found != withholds_.end() &&
         std::any_of(found->second.begin(), found->second.end(), [&](const auto* withhold) {
           const Truth outcome = patient.outcome(withhold->test);
           return outcome == Truth::yes ||
                  (outcome == Truth::unknown && !withhold->check.text.empty());
         });
}

bool RankedInterest::may_weigh(const Patient& patient) const {
  const Outcomes::Row& outcomes = patient.outcomes();
  return always_ || std::any_of(weighing_.begin(), weighing_.end(), [&](const std::uint32_t mask) {
           return outcomes.at(mask) != Truth::unknown;
         });
}

bool RankedInterest::may_change(Patient& patient, const SaidBefore& said, Judging& judging) const {
  const Outcomes::Row& outcomes = patient.outcomes();
  const auto holds = [&](const std::uint32_t mask) { return outcomes.at(mask) == Truth::yes; };
  if (may_weigh(patient) || std::any_of(advising_.begin(), advising_.end(), holds) ||
      std::any_of(said.likely.begin(), said.likely.end(),
                  [&](const SharedText id) { return leading_.contains(id.identity()); }) ||
      std::any_of(said.advice.begin(), said.advice.end(),
                  [&](const SharedText id) { return may_be_withheld(patient, id); }))
    return true;
  judge_causes(patient, causes_, judging);
  return std::any_of(judging.judged.begin(), judging.judged.end(), [&](const Judged& judged) {
    return judged.has_evidence || is_possible_danger(patient, judged);
  });
}

}  // namespace causa::assess
