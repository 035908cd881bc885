// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/tally.hpp"

#include <algorithm>

#include "report/wording.hpp"

namespace causa::cli::validate {

namespace {

// Narrow where most causes are; 0.15 is where one begins to count as an explanation.
constexpr double bin_ends[] = {0.05, 0.15, 0.30, 0.50, 0.70, 1.0};

void add(Accuracy& accuracy, const Verdict& verdict) {
  accuracy.family_first.add(verdict.family_first);
  accuracy.family_three.add(verdict.family_three);
  if (!verdict.cause_first) return;
  accuracy.cause_first.add(*verdict.cause_first);
  accuracy.cause_three.add(*verdict.cause_three);
}

std::size_t kind_of(const std::optional<knowledge::Urgency>& urgency) {
  return urgency ? static_cast<std::size_t>(*urgency) : 0;
}

void count_alerts(const Verdict& verdict, Tally& tally) {
  const LabeledCase& labeled = *verdict.labeled;
  ++tally.alerts[labeled.expected_level][kind_of(verdict.top_alert)];
  tally.urgency.add(verdict.urgency_agrees);
  if (labeled.expected_level == Level::emergency) {
    tally.missed.add(!verdict.misses.empty() && verdict.misses.front() == Miss::emergency_missed);
  } else {
    tally.raised.add(verdict.raised_to_emergency);
    tally.falsely_raised.add(verdict.raised_to_emergency && !verdict.urgency_agrees);
  }
  for (const auto& expected : labeled.expected_alerts)
    tally.expected_alerts.add(std::find(verdict.alerts_missed.begin(), verdict.alerts_missed.end(),
                                        expected) == verdict.alerts_missed.end());
}

/// Causes that stand where they do by rule have no probability of their own.
void count_calibration(const Verdict& verdict, Tally& tally) {
  if (!verdict.ranked || !verdict.cause_first) return;
  ++tally.calibration_cases;
  const auto& expected = verdict.labeled->expected_causes;
  for (const auto& cause : verdict.assessment->causes) {
    if (report::is_placed_by_rule(cause)) continue;
    for (auto& bin : tally.calibration) {
      if (cause.explains.p >= bin.high && &bin != &tally.calibration.back()) continue;
      bin.sum += cause.explains.p;
      ++bin.all;
      if (std::find(expected.begin(), expected.end(), cause.id) != expected.end()) ++bin.some;
      break;
    }
  }
}

}  // namespace

Tally count(std::span<const Verdict> verdicts) {
  Tally tally;
  double low = 0;
  for (const double high : bin_ends) {
    tally.calibration.push_back({low, high});
    low = high;
  }
  for (const auto& verdict : verdicts) {
    const LabeledCase& labeled = *verdict.labeled;
    add(tally.all, verdict);
    if (!labeled.is_uncertain()) add(tally.certain, verdict);
    add(tally.by_class[labeled.complaint_class], verdict);
    add(tally.by_family[labeled.expected_family], verdict);
    if (!labeled.difficulty.empty()) add(tally.by_difficulty[labeled.difficulty], verdict);
    ++tally.confusion[labeled.expected_family][verdict.answer];
    count_alerts(verdict, tally);
    count_calibration(verdict, tally);
  }
  return tally;
}

}  // namespace causa::cli::validate
