// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/verdict.hpp"

#include <algorithm>

namespace causa::cli::validate {

namespace {

using assess::Assessment;
using assess::CauseResult;
using knowledge::Role;
using knowledge::Urgency;

constexpr std::size_t first_places = 3;

template <class Range, class Value>
bool holds(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

/// The word of the label that the cause meets, the expected one before others; empty: none.
std::string met_by(const LabeledCase& labeled, const CauseResult& cause) {
  std::string met;
  const auto meets = [&](const std::string& label) {
    return label == cause.family || (label == mimic && cause.role == Role::mimic);
  };
  for (const auto& accepted : labeled.accepted_families)
    if (meets(accepted) && (met.empty() || accepted == labeled.expected_family)) met = accepted;
  return met;
}

std::string met_by_state(const LabeledCase& labeled, const Assessment& assessment) {
  std::string met;
  for (const auto& state : assessment.states) {
    const std::string family = family_of(state.id);
    if (holds(labeled.accepted_families, family) &&
        (met.empty() || family == labeled.expected_family))
      met = family;
  }
  return met;
}

void judge_ranking(const LabeledCase& labeled, const Assessment& assessment, Verdict& verdict) {
  const auto heads = places(assessment);
  const std::size_t leading = std::min(heads.size(), first_places);
  for (std::size_t i = 0; i < leading; ++i)
    if (!met_by(labeled, *heads[i]).empty()) verdict.family_three = true;
  const std::string met = met_by(labeled, *heads.front());
  verdict.family_first = !met.empty();
  const bool is_mimic = heads.front()->role == Role::mimic;
  verdict.answer = !met.empty() ? met
                   : is_mimic   ? std::string(mimic)
                                : heads.front()->family.text();
  if (labeled.expected_causes.empty()) return;
  verdict.cause_first = holds(labeled.expected_causes, heads.front()->id);
  verdict.cause_three = std::any_of(
      heads.begin(), heads.begin() + static_cast<std::ptrdiff_t>(leading),
      [&](const CauseResult* cause) { return holds(labeled.expected_causes, cause->id); });
}

/// States aren't ranked, so there is no first of them.
void judge_states(const LabeledCase& labeled, const Assessment& assessment, Verdict& verdict) {
  verdict.answer = none;
  if (!assessment.complaint_present) {
    if (const std::string met = met_by_state(labeled, assessment); !met.empty())
      verdict.answer = met;
  } else if (holds(labeled.accepted_families, other)) {
    verdict.answer = other;
  }
  if (labeled.expected_family == none) verdict.answer = none;
  verdict.family_first = holds(labeled.accepted_families, verdict.answer);
  verdict.family_three = verdict.family_first;
  if (labeled.expected_causes.empty()) return;
  verdict.cause_first =
      !assessment.complaint_present &&
      std::any_of(assessment.states.begin(), assessment.states.end(),
                  [&](const auto& state) { return holds(labeled.expected_causes, state.id); });
  verdict.cause_three = verdict.cause_first;
}

void judge_alerts(const LabeledCase& labeled, const Assessment& assessment, Verdict& verdict) {
  for (const auto& alert : assessment.alerts)
    if (!verdict.top_alert || alert.urgency > *verdict.top_alert) verdict.top_alert = alert.urgency;
  const Level level = level_of(verdict.top_alert);
  verdict.urgency_agrees = holds(labeled.accepted_levels, level);
  verdict.raised_to_emergency =
      level == Level::emergency && labeled.expected_level != Level::emergency;
  for (const auto& expected : labeled.expected_alerts)
    if (std::none_of(assessment.alerts.begin(), assessment.alerts.end(),
                     [&](const auto& alert) { return alert.id == expected; }))
      verdict.alerts_missed.push_back(expected);
}

void collect_misses(const LabeledCase& labeled, Verdict& verdict) {
  const bool below_same_day = !verdict.top_alert || *verdict.top_alert < Urgency::same_day;
  const bool missed = labeled.expected_level == Level::emergency && below_same_day;
  const bool raised_wrongly = verdict.raised_to_emergency && !verdict.urgency_agrees;
  if (missed) verdict.misses.push_back(Miss::emergency_missed);
  if (raised_wrongly) verdict.misses.push_back(Miss::emergency_false);
  if (!verdict.family_first) verdict.misses.push_back(Miss::family);
  if (verdict.cause_first && !*verdict.cause_first) verdict.misses.push_back(Miss::cause);
  if (!verdict.alerts_missed.empty()) verdict.misses.push_back(Miss::alert);
  if (!verdict.urgency_agrees && !missed && !raised_wrongly)
    verdict.misses.push_back(Miss::urgency);
}

}  // namespace

const char* words(Miss miss) {
  switch (miss) {
    case Miss::emergency_missed:
      return "missed emergency";
    case Miss::emergency_false:
      return "false emergency";
    case Miss::family:
      return "family";
    case Miss::cause:
      return "cause";
    case Miss::alert:
      return "alert";
    case Miss::urgency:
      break;
  }
  return "urgency";
}

std::string family_of(const std::string& cause) { return cause.substr(0, cause.find('.')); }

std::vector<const CauseResult*> places(const Assessment& assessment) {
  std::vector<const CauseResult*> heads;
  for (const auto& cause : assessment.causes)
    if (cause.chain_head.empty()) heads.push_back(&cause);
  return heads;
}

Verdict judge(const LabeledCase& labeled, const Assessment& assessment) {
  Verdict verdict;
  verdict.labeled = &labeled;
  verdict.assessment = &assessment;
  verdict.ranked = assessment.complaint_present &&
                   assessment.ranking != assess::Sufficiency::none && !assessment.causes.empty();
  if (verdict.ranked)
    judge_ranking(labeled, assessment, verdict);
  else
    judge_states(labeled, assessment, verdict);
  judge_alerts(labeled, assessment, verdict);
  collect_misses(labeled, verdict);
  return verdict;
}

}  // namespace causa::cli::validate
